"""Compile the fingerprints of licence texts that the wheel carries, and measure how well each text is recognised.

python tasks/compile_fingerprints.py TEXTS [MIRROR]   write src/openweights/data/fingerprints.bin and docs/license-texts.md

TEXTS is the folder of licence texts with its INDEX.tsv (`../shared/reference/license-texts`), or several, with the path separator between
them. MIRROR is a folder of bare git repositories, `OWNER+NAME/repo` each, in which tasks/license_texts.tsv and, where TEXTS has no copy, a
profile's `source` are looked up; a path that ends in `#L3-L99` is these lines of the file. Terms of hosted
services come with no files and need none. No text goes into the package: of each, a few hundred hashes of word sequences do. A licence
that the file has now and whose text is not at hand stops the run. Texts in PDF need pypdf.
"""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import sys
import textwrap
import tomllib
import urllib.parse
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, cast

from openweights.fingerprint import Fingerprint, fingerprints_of, packed, unpacked
from openweights.licensetext import matched

# Run by its path, a script sees its own folder only.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tasks import held_out

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "openweights" / "data" / "fingerprints.bin"
PAGE = ROOT / "docs" / "license-texts.md"

#: The largest file that may go into the wheel.
LARGEST = 200_000

#: Texts that are a licence's besides the one at its `source`: the same terms in another steward's or product's words.
ALSO = {
    "creativeml-openrail-plus-plus-m.txt": "LicenseRef-creativeml-openrail-plus-plus-m",
    "stablediffusion-2-openrail.txt": "LicenseRef-creativeml-openrail-plus-plus-m",
    "qwen-vl-tongyi.txt": "LicenseRef-tongyi-qianwen-2023",
    "moonshot-ai-modified-mit-2025.txt": "LicenseRef-modified-mit-kimi-k2",
    "trillion.txt": "LicenseRef-trillion",
}

#: Where texts are that neither the folder nor a profile leads to.
TABLE = ROOT / "tasks" / "license_texts.tsv"

#: Where the texts that could not be had were looked for.
MISSING = ROOT / "tasks" / "license_texts_missing.tsv"

_GITHUB = re.compile(r"https://github\.com/([^/]+/[^/]+)/blob/([^/]+)/(.+)")
#: A path and, of the file, the lines from one to another.
_LINES = re.compile(r"(.+)#L(\d+)-L(\d+)")
_IS_TEXT = re.compile(r"licen[cs]e|terms|agreement|协议", re.IGNORECASE)
_LICENSEDB = "aboutcode-org+scancode-licensedb"
#: A word; a sign of Chinese and Japanese is one.
_ANY_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
#: The block that the licence database puts before a text.
_HEADER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_SPDX_KEY = re.compile(r"^spdx_license_key: (.+)$", re.MULTILINE)


class Text(NamedTuple):
    """A licence's text."""

    #: The id of the licence.
    license: str
    #: Where it was found.
    found_at: str
    #: The text.
    text: str


def main(arguments: list[str]) -> int:
    """Compile, measure, write; return the exit status."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    mirror = Path(arguments[1]) if len(arguments) > 1 else None
    folders = [Path(each) for each in arguments[0].split(os.pathsep)]
    texts = list(dict.fromkeys(found(folders, mirror)))
    known = {each.license for each in texts}
    lost = sorted({each for old in unpacked(TARGET.read_bytes()) for each in old.licenses} - known) if TARGET.exists() else []
    if lost:
        print(f"The texts of these are not at hand: {', '.join(lost)}.", file=sys.stderr)
        return 1
    going_with = [((), text) for text in (appendix(), *(text for folder in folders for text in parts(folder)))]
    content = packed(fingerprints_of([*(((each.license,), each.text) for each in texts), *going_with], names()))
    if len(content) > LARGEST:
        print(f"{len(content):,} bytes are more than {LARGEST:,}.", file=sys.stderr)
        return 1
    TARGET.write_bytes(content)
    print(f"{len(known)} licences, {len(texts)} texts, {len(content):,} bytes")
    return measure(texts, content, mirror)


def found(folders: list[Path], mirror: Path | None) -> Iterator[Text]:
    """Yield the texts of the licences that have a profile, in the order of their ids."""
    index: dict[str, str] = {}
    place: dict[str, Path] = {}
    for folder in folders:
        for line in (folder / "INDEX.tsv").read_text(encoding="utf-8").splitlines():
            if "\t" in line and line[0] != "#":
                name, index[name] = line.split("\t")[:2]
                place[name] = folder / name
    licensedb = _licensedb(mirror)
    table_of_texts = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line.count("\t") == 3]
    of_services = only_of_services()
    files = sorted((ROOT / "data" / "licenses").glob("*.toml"))
    for file in files:
        base = re.sub(r"-(only|or-later)$", "", file.stem)
        if base != file.stem and file.with_stem(base) in files:
            continue  # the text is the same: which of the two holds, it does not say
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        license_id, source = cast("str", table["id"]), _GITHUB.fullmatch(table.get("source", ""))
        names = {license_id.casefold(), *(alias.removeprefix("LicenseRef-scancode-") for alias in table.get("aliases", []))}
        exact = [name for name, found_at in index.items() if source and found_at.strip() == f"{source[1]} {source[3]} @{source[2][:7]}"]
        named = [name for name in index if name.removesuffix(".txt") in names and not _is_source_of_another(index[name], license_id)]
        here = list(dict.fromkeys([*exact, *named, *(name for name in index if ALSO.get(name) == license_id)]))
        for name in here:
            yield Text(license_id, index[name].strip(), _HEADER.sub("", place[name].read_text(encoding="utf-8", errors="replace")))
        if mirror is None or license_id in of_services:
            continue
        listed = [(repository, path, commit) for each, repository, path, commit in table_of_texts if each == license_id]
        if source and not here and not listed:
            path = urllib.parse.unquote(source[3])
            if _IS_TEXT.search(path.rpartition("/")[2]) and "README" not in path:
                listed = [(source[1], path, source[2])]
        texts = [(each, _shown(mirror / each[0].replace("/", "+") / "repo", each[2], each[1])) for each in listed]
        for (repository, path, commit), text in texts:
            if text:
                yield Text(license_id, f"{repository} {path} @{commit[:7]}", text)
        if license_id in licensedb and not here and not (source and any(text for _, text in texts)):
            yield licensedb[license_id]


def names() -> dict[str, list[str]]:
    """What each licence is called."""
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "data" / "licenses").glob("*.toml"))]
    return {each["id"]: [each["id"].removeprefix("LicenseRef-"), each["name"], *each.get("aliases", [])] for each in tables}


def only_of_services() -> set[str]:
    """The terms of hosted services: they let nobody share anything, and no artifact of a model has them."""
    of_artifacts: set[str] = set()
    for file in (ROOT / "data" / "models").glob("*.toml"):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        table.pop("service_terms", None)
        of_artifacts |= {each for name in _licenses_in(table) for each in re.split(r" (?:AND|OR|WITH) |[()]", str(name))}
    licenses = [tomllib.loads(file.read_text(encoding="utf-8")) for file in (ROOT / "data" / "licenses").glob("*.toml")]
    return {each["id"] for each in licenses if each["permissions"]["share"] == "denied"} - of_artifacts


def _licenses_in(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for key, each in cast("dict[str, object]", value).items():
            if key in ("license", "licenses"):
                yield from cast("dict[str, object]", each).values() if isinstance(each, dict) else [each]
            else:
                yield from _licenses_in(each)
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _licenses_in(each)


def parts(folder: Path) -> Iterator[str]:
    """Yield the texts that go with licences and are none: policies on acceptable use."""
    for file in sorted(folder.glob("*.txt")):
        if re.search(r"use-policy|prohibited-use|-pup-", file.name) or file.name == "llama-4-license-2025.txt":
            yield _HEADER.sub("", file.read_text(encoding="utf-8", errors="replace"))


def appendix() -> str:
    """Return what follows the terms of Apache-2.0 in most files that hold them: how to apply it, and a notice to fill in."""
    return (ROOT / "LICENSE").read_text(encoding="utf-8").partition("END OF TERMS AND CONDITIONS")[2]


def missing(known: Collection[str]) -> Iterator[str]:
    """Yield a row for each licence that has a profile and no text, terms of hosted services apart."""
    looked_for = dict(line.split("\t") for line in MISSING.read_text(encoding="utf-8").splitlines() if line.count("\t") == 1)
    without = names().keys() - set(known) - only_of_services()
    # Of these, the text is that of the id that does not say which of the two holds.
    for license_id in sorted(each for each in without if re.sub(r"-(only|or-later)$", "", each) not in known):
        yield f"| `{license_id}` | {looked_for.get(license_id, 'not looked for yet')} |"


def _is_source_of_another(found_at: str, license_id: str) -> bool:
    """Whether a text is the source of another licence's profile: two versions may have had the same name."""
    repository, path, commit = found_at.strip().split(" ")
    start = f"https://github.com/{repository}/blob/{commit.removeprefix('@')}"
    for file in (ROOT / "data" / "licenses").glob("*.toml"):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        source = str(table.get("source", ""))
        if source.startswith(start) and source.endswith(path) and table["id"] != license_id:
            return True
    return False


def _shown(repository: Path, commit: str, path: str) -> str | None:
    """The text of a file in a bare repository, or some lines of it: of the commit, or of the newest where that is not at hand."""
    if lines := _LINES.fullmatch(path):
        whole = _shown(repository, commit, lines[1])
        return None if whole is None else "\n".join(whole.split("\n")[int(lines[2]) - 1 : int(lines[3])])
    for revision in (commit, "HEAD"):
        done = subprocess.run(["git", "--git-dir", repository, "show", f"{revision}:{path}"], capture_output=True, check=False)  # noqa: S603, S607
        if done.returncode == 0 and path.endswith(".pdf"):
            return _of_pdf(done.stdout)
        if done.returncode == 0 and b"\0" not in done.stdout:
            return _HEADER.sub("", done.stdout.decode("utf-8", errors="replace"))
    return None


def _of_pdf(content: bytes) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def _licensedb(mirror: Path | None) -> dict[str, Text]:
    """The texts of the licence database by SPDX id."""
    if mirror is None or not (mirror / _LICENSEDB).is_dir():
        return {}
    archive = subprocess.run(  # noqa: S603
        ["git", "--git-dir", mirror / _LICENSEDB / "repo", "grep", "-h", "-H", "^spdx_license_key: ", "HEAD", "--", "docs/*.LICENSE"],  # noqa: S607
        capture_output=True,
        check=True,
        text=True,
    )
    texts: dict[str, Text] = {}
    for line in archive.stdout.splitlines():
        path, _, key = line.removeprefix("HEAD:").partition(":spdx_license_key: ")
        text = None if key.startswith("LicenseRef-") else _shown(mirror / _LICENSEDB / "repo", "HEAD", path)
        if text:
            texts[key] = Text(key, f"aboutcode-org/scancode-licensedb {path}", text)
    # An id that says neither `only` nor `or later` is what a text without a notice comes to.
    for key in [key for key in texts if key.endswith("-only")]:
        texts[key.removesuffix("-only")] = texts[key]._replace(license=key.removesuffix("-only"))
    return texts


def rewrapped(text: str, _: random.Random) -> str:
    """The text in lines of 37 characters."""
    return "\n".join(textwrap.wrap(" ".join(text.split()), 37))


def as_markdown(text: str, _: random.Random) -> str:
    """The text as Markdown: a title, bold words, list items, links."""
    lines = [f"* **{line.strip()[:20]}**{line.strip()[20:]}  " if line.strip() else "" for line in text.splitlines()]
    return "# LICENSE\n\n" + "\n".join(lines).replace(" License ", " [License](https://example.org/license) ")


def filled_in(text: str, random: random.Random) -> str:
    """The text with a company's name in five places."""
    words = text.split(" ")
    for _ in range(5):
        words.insert(random.randrange(len(words)), "Example Company Ltd.")
    return " ".join(words)


def ten_changed(text: str, random: random.Random) -> str:
    """The text with ten words changed, each far from the others."""
    places = sorted(random.sample([found.span() for found in _ANY_WORD.finditer(text)], 10))
    pieces = [text[before:start] for before, start in zip([0, *(end for _, end in places)], [*(at for at, _ in places), None], strict=True)]
    return "changed".join(pieces)


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "as found": lambda text, _: text,
    "re-wrapped": rewrapped,
    "Markdown": as_markdown,
    "name filled in": filled_in,
    "ten words": ten_changed,
}
#: How often a change with chance in it is tried on each text.
TRIES = 20


#: Texts as others ship them, to measure on.
COPIES = ROOT / "tasks" / "license_copies.tsv"


class Figures(NamedTuple):
    """What came out for the texts of one licence."""

    #: For each kind of change, how often the licence alone was found.
    right: Counter[str]
    #: And how often it was tried.
    tried: Counter[str]
    #: For each kind, how often another licence was named.
    wrong: Counter[str]


def measure(texts: list[Text], content: bytes, mirror: Path | None) -> int:
    """Print and write how often each text is recognised, and what it is taken for without its fingerprint."""
    fingerprints = unpacked(content)
    each_license: dict[str, Figures] = {}
    taken: list[str] = []
    unflagged = 0
    for each in texts:
        figures = each_license.setdefault(each.license, Figures(Counter(), Counter(), Counter()))
        for name, changed in changed_texts(each.text):
            answer = {license.id for license in matched(changed, fingerprints).licenses}
            figures.tried[name] += 1
            figures.right[name] += answer == {each.license}
            if answer - {each.license}:
                figures.wrong[name] += 1
                print(f"WRONG {each.license} ({each.found_at}), {name}: {sorted(answer)}")
        others = tuple(other for other in fingerprints if each.license not in other.licenses)
        alone = matched(each.text, others)
        if alone.found:
            unflagged += not alone.has_further_text
            names = ", ".join(f"`{license.id}`" for license in alone.licenses)
            taken.append(f"| `{each.license}` | {names} | {'yes' if alone.has_further_text else 'no'} |")
    print(f"without its fingerprint, {len(taken)} texts are taken for another, {unflagged} of them without a word")
    write_page(texts, len(content), each_license, taken, list(copies(mirror, fingerprints)))
    # On changes that were not chosen for, another name is a figure to tell; on the others it is a defect.
    return 1 if any(figures.wrong[name] for figures in each_license.values() for name in CHANGES) else 0


def changed_texts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text in each dress, with the name of the kind of change."""
    for name, change in CHANGES.items():
        for seed in range(TRIES if name in ("name filled in", "ten words") else 1):
            yield name, change(text, random.Random(seed))  # noqa: S311
    for name, change in held_out.CHANGES.items():
        for seed in range(held_out.TRIES):
            yield name, change(text, random.Random(held_out.SEED + seed))  # noqa: S311


def copies(mirror: Path | None, fingerprints: tuple[Fingerprint, ...]) -> Iterator[str]:
    """Yield a row for each copy of a text that somebody else ships."""
    for line in COPIES.read_text(encoding="utf-8").splitlines() if mirror else ():
        if line.count("\t") != 3 or line.startswith("license\t"):
            continue
        license_id, repository, path, commit = line.split("\t")
        text = _shown(cast("Path", mirror) / repository.replace("/", "+") / "repo", commit, path)
        answer = ["not at hand"] if text is None else [license.id for license in matched(text, fingerprints).licenses]
        expected = [] if license_id == "-" else [license_id]
        said = "right" if answer == expected else "nothing found" if not answer else "**wrong**"
        yield f"| `{path.removeprefix('licenses/')}` | {', '.join(f'`{each}`' for each in expected) or 'none'} | {said} |"


def write_page(texts: list[Text], size: int, figures: dict[str, Figures], taken: list[str], of_copies: list[str]) -> None:
    """Write the page of figures."""

    def outcome(names: Iterable[str]) -> str:
        tried, right, wrong = (sum(each[kind][name] for each in figures.values() for name in names) for kind in (1, 0, 2))
        return f"Of {tried:,} answers, {wrong} name another licence and {tried - right - wrong} find nothing"

    def table(names: Iterable[str]) -> list[str]:
        kinds = list(names)
        head = [f"| licence | {' | '.join(kinds)} |", "|---" * (len(kinds) + 1) + "|"]
        cells = {each: " | ".join(f"{found.right[kind]}/{found.tried[kind]}" for kind in kinds) for each, found in figures.items()}
        return [*head, *(f"| `{each}` | {cells[each]} |" for each in figures), ""]

    page = ["# Licence texts", "", "Generated by `tasks/compile_fingerprints.py`; how texts are recognised is told in"]
    page += ["[Models of the Hub and on disk](howto/hub.md#a-licence-file).", ""]
    page += [f"{len(figures)} licences are recognised by {len(texts)} texts; the fingerprints have {size:,} bytes.", ""]
    page += ["## Changes that the thresholds were chosen on", ""]
    page += [f"Each text was tried as found, in lines of 37 characters, as Markdown, {TRIES} times with a company's name in five places"]
    page += [f"and {TRIES} times with ten words changed. {outcome(CHANGES)}.", "", *table(CHANGES)]
    page += ["## Changes that they were not chosen on", ""]
    page += [f"{held_out.TRIES} times each, from other seeds (`tasks/held_out.py`): read by a scanner that takes one sign in 1,500 for"]
    page += [
        "another, as HTML, out of a PDF with page numbers and ligatures, without title and headings, as a comment in source code, and in"
    ]
    page += [f"a file of notices. {outcome(held_out.CHANGES)}.", "", *table(held_out.CHANGES)]
    page += ["## Copies that others ship", ""]
    page += ["Texts as a Linux distribution's overlay ships them (`tasks/license_copies.tsv`); none was compiled. Where no licence is"]
    page += ["expected, the text is one that has no fingerprint, often another version of one that has.", ""]
    page += ["| file | expected | answer |", "|---|---|---|", *of_copies, ""]
    page += [
        "## A version that is not known",
        "",
        "Each text was also tried with the fingerprints of all other licences only: it should be",
    ]
    page += ["nothing, as a new version would be. These were taken for another:", ""]
    page += ["| text | taken for | and said to hold further text |", "|---|---|---|", *taken] if taken else ["none."]
    page += ["", "## Licences that are not recognised", ""]
    page += ["These have a profile, and no copy of the whole text was found: `identify` cannot know them. What is recorded of them may be"]
    page += ["incomplete; the profile says what was read. Terms of hosted services come with no files and are left out.", ""]
    page += ["| licence | where its text was looked for |", "|---|---|", *missing(figures)]
    page += ["", "## Where the texts were read", "", "| licence | repository, path, commit |", "|---|---|"]
    page += [f"| `{each.license}` | {each.found_at.replace('|', ' ')} |" for each in texts]
    PAGE.write_text("\n".join([*page, ""]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
