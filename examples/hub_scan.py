"""Which of the models on this disk are under terms other than their cards say?

python examples/hub_scan.py                      a small folder made up for the purpose
python examples/hub_scan.py cache                the cache of the Hub on this machine
python examples/hub_scan.py FOLDER               a folder with model repositories
python examples/hub_scan.py hub OWNER/NAME...    the Hub itself; the only one that asks the network

Needs the extra `hub`; in the checkout: python -m pip install '.[hub]'
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from openweights import HubError, Model, OpenWeightsError, classify
from openweights.interop.hub import from_hub
from openweights.interop.modelfolder import scan_cache, scan_models

CARDS = {
    "acme/chat": "---\nlicense: mit\nbase_model: meta-llama/Llama-3.1-8B\nbase_model_relation: finetune\n---\nA chat model.\n",
    "acme/embed": "---\nlicense: apache-2.0\nbase_model: []\n---\nAn encoder, trained from scratch.\n",
    "acme/draft": "No metadata at all.\n",
}


def on_disk(place: str) -> Iterator[tuple[str, Model, list[str]]]:
    """Yield each repository below a folder, or in the Hub's cache: where it is, the model, and what does not go together in it."""
    for found in scan_cache() if place == "cache" else scan_models(place):
        yield (
            found.repo_id or "/".join(Path(found.path).parts[-2:]),
            found.model,
            [f"{each.kind.value}: {each.reason}" for each in found.contradictions],
        )


def on_hub(names: list[str]) -> Iterator[tuple[str, Model, list[str]]]:
    """Yield each repository of the Hub that can be read, with what of its card could not."""
    for name in names:
        try:
            imported = from_hub(name)
        except HubError as error:
            print(error, file=sys.stderr)
        else:
            yield name, imported.model, list(imported.unmapped)


def show(found: Iterator[tuple[str, Model, list[str]]]) -> int:
    """Print a line for each repository, and below it what to look at; return how many have something to look at."""
    noted = 0
    for place, model, notes in found:
        answer = classify(model)
        level = answer.level.value if answer.certain else f"{answer.level.value} to {answer.ceiling.value}"
        print(f"{place}: {level}; {', '.join(flag.name.value for flag in answer.flags) or 'no flags'}")
        for note in notes:
            print(f"    {note}")
        noted += bool(notes)
    return noted


def main(arguments: list[str]) -> int:
    """Scan what the arguments name; return 1 if a repository has something to look at."""
    if arguments[:1] == ["hub"]:
        return 1 if show(on_hub(arguments[1:])) else 0
    if arguments:
        return 1 if show(on_disk(arguments[0])) else 0
    with TemporaryDirectory() as folder:
        for name, card in CARDS.items():
            repository = Path(folder) / name
            repository.mkdir(parents=True)
            (repository / "README.md").write_text(card, encoding="utf-8")
            (repository / "config.json").write_text('{"model_type": "llama"}', encoding="utf-8")
            (repository / "model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")
        show(on_disk(folder))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OpenWeightsError as error:
        sys.exit(f"error: {error}")
