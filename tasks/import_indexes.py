"""Carry releases over from public indexes into `data/models/` as records with the status `imported`.

    python tasks/import_indexes.py --mof DIR --osai DIR --mteb FILE --models-dev DIR --epoch FILE... --wanted FILE

Only facts and figures are carried over, never an index's sentences; each record names its index. A release that already has a
record is left alone, whoever wrote it: records are told apart by their names and Hub ids. Sources and licences of the indexes:
`docs/method.md`.
"""

from __future__ import annotations

import argparse
import ast
import csv
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import tomli_w

from openweights.errors import OpenWeightsError
from openweights.interop.files import read_file
from openweights.names import name_key, slug
from openweights.plain import to_plain
from openweights.registry import find_license

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "data" / "models"
TODAY = "2026-11-24"

Table = dict[str, Any]

MOF_URL = "https://github.com/lfai/model_openness_tool/blob/8b5d30e/models/"
OSAI_URL = "https://github.com/Language-Technology-Assessment/main-database/blob/5a388e8/"
MTEB_URL = "https://github.com/embeddings-benchmark/mteb/tree/a905523d0111f999360b312bd4a601a0a97a0e1c/mteb/models/model_implementations"
MODELS_DEV_URL = "https://github.com/anomalyco/models.dev/blob/f3fc692299671838c7c65fd8126bf84d81a2e817/models/"
EPOCH_URL = "https://epoch.ai/data/ai-models"

#: One spelling of each publisher; the indexes have several.
PUBLISHERS = {
    "01ai": "01.AI", "ai2": "Allen Institute for AI", "allenai": "Allen Institute for AI", "alleninstituteforai(ai2)": "Allen Institute for AI",
    "alibaba": "Alibaba", "alibabanlp": "Alibaba", "qwen": "Alibaba", "tongyi": "Alibaba", "alibabagroup": "Alibaba", "alibabacloud": "Alibaba",
    "amazon": "Amazon", "amazonwebservices": "Amazon", "anthropic": "Anthropic", "antgroup": "Ant Group", "inclusionai": "Ant Group", "baai": "BAAI",
    "beijingacademyofartificialintelligence": "BAAI", "beijingacademyofartificialintelligence/baai": "BAAI", "cohere": "Cohere",
    "coherelabs": "Cohere", "cohereforai": "Cohere", "deepreinforce": "DeepReinforce", "deepseek": "DeepSeek", "deepseekai": "DeepSeek",
    "eleutherai": "EleutherAI", "google": "Google", "googledeepmind": "Google", "googleresearch": "Google", "deepmind": "Google",
    "facebook": "Meta", "meta": "Meta", "metaai": "Meta", "metallama": "Meta", "facebookairesearch": "Meta",
    "huggingface": "Hugging Face", "huggingfacetb": "Hugging Face", "ibm": "IBM", "ibmgranite": "IBM", "ibmresearch": "IBM",
    "intfloat": "Microsoft", "jinaai": "Jina AI", "microsoft": "Microsoft", "microsoftresearch": "Microsoft", "minimax": "MiniMax",
    "minimaxai": "MiniMax", "mistral": "Mistral AI", "mistralai": "Mistral AI", "mixedbreadai": "Mixedbread", "moonshot": "Moonshot AI",
    "moonshotai": "Moonshot AI", "nomicai": "Nomic AI", "nvidia": "NVIDIA", "openai": "OpenAI", "perplexity": "Perplexity", "sakana": "Sakana AI",
    "salesforce": "Salesforce", "sarvam": "Sarvam AI", "sentencetransformers": "Sentence Transformers", "snowflake": "Snowflake",
    "stepfun": "StepFun", "stabilityai": "Stability AI", "technologyinnovationinstitute": "Technology Innovation Institute",
    "tencent": "Tencent", "upstage": "Upstage", "vercel": "Vercel", "voyageai": "Voyage AI", "xai": "xAI", "xiaomi": "Xiaomi",
    "xiaomicorp": "Xiaomi", "z.ai(zhipuai)": "Zhipu AI", "zhipuai": "Zhipu AI", "zai": "Zhipu AI", "zaiorg": "Zhipu AI", "thudm": "Zhipu AI",
    "lgairesearch": "LG AI Research", "lgaiexaone": "LG AI Research", "baidu": "Baidu", "bytedance": "ByteDance", "kuaishoutechnology": "Kuaishou",
    "runway": "Runway", "elevenlabs": "ElevenLabs", "facebookairesearch,facebook": "Meta", "internlm": "Shanghai AI Laboratory",
    "shanghaiailab": "Shanghai AI Laboratory", "opengvlab": "OpenGVLab", "naver": "NAVER", "tii": "Technology Innovation Institute",
    "tiiuae": "Technology Innovation Institute", "rhymesai": "Rhymes AI", "rekaai": "Reka AI", "ideogram": "Ideogram",
}  # fmt: skip


#: Names of an index that are another name of a release on record.
ALIASES = {
    "OLMo 2 Furious 13B": "olmo-2", "OLMo 2 Furious 7B": "olmo-2", "OLMo-7B-Twin-2T-hf": "olmo-1", "OpenELM-1_1B-Instruct": "openelm",
    "OpenELM-270M-Instruct": "openelm", "OpenELM-450M-Instruct": "openelm", "RWKV-v4-World": "rwkv-4-world", "RWKV-v5": "rwkv-5",
    "Granite-34B-Code-Instruct": "granite-code", "Claude Sonnet 3.5 v2": "claude-3.5-sonnet", "Cohere-embed-v4.0": "cohere-embed-v4",
    "Cohere-embed-english-v3.0": "cohere-embed-v3", "Cohere-embed-multilingual-v3.0": "cohere-embed-v3",
    "Cohere-embed-english-light-v3.0": "cohere-embed-v3", "Cohere-embed-multilingual-light-v3.0": "cohere-embed-v3",
}  # fmt: skip

#: Sizes and resolutions of vision and speech encoders that the index lists one by one; their releases are on record or are not text models.
VARIANTS = re.compile(
    r"siglip|clip-?vit|tipsv2|radio-|ps3-|wavlm|speecht5|unispeech|blip|llm2clip|msclap|mms-1b|voyage-4-large", re.IGNORECASE
)

#: What an index adds in parentheses says which snapshot or setting, not which release.
_SNAPSHOT = re.compile(
    r"\s*\((?:latest|(?:non-)?reasoning|[a-z_]+=.*|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4})\)$", re.IGNORECASE
)

SINCE = "2023"


def publisher(name: str) -> str:
    """Return one spelling of a publisher."""
    first = name.split(",", maxsplit=1)[0].strip()
    return PUBLISHERS.get(name_key(first), first)


class Known:
    """The names that have a record."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        #: Who publishes under each family's name.
        self.families: dict[str, set[str]] = defaultdict(set)
        for file in sorted(MODELS.glob("*.toml")):
            self.add(tomllib.loads(file.read_text(encoding="utf-8")))

    def add(self, table: Table) -> None:
        """Enter the names of a record."""
        for name in (table["id"], table["name"], *table.get("aliases", ()), *table.get("hub_ids", ())):
            self.keys[name_key(name)] = table["id"]
        for hub_id in table.get("hub_ids", ()):
            self.keys.setdefault(name_key(hub_id.partition("/")[2]), table["id"])
        for each in (table.get("family"), *table.get("groups", ())):
            if each:
                self.families[name_key(each)].add(table["developer"])

    def __contains__(self, name: str) -> bool:
        return name_key(name) in self.keys or name_key(name) in self.families or name_key(slug(name)) in self.keys


def source(url: str, *supports: str) -> Table:
    """Return a page and the fields that it supports."""
    return {"url": url, "supports": list(supports)}


def part(kind: str, availability: str, url: str, license: str | None = None, link: str | None = None) -> Table:
    """Return an artifact."""
    table: Table = {"kind": kind, "availability": availability}
    if license:
        table["license"] = license
    if link:
        table["url"] = link
    return {**table, "source": url, "verified": TODAY}


def known_license(text: object) -> str | None:
    """Return a licence of the data that an index names, or nothing for a name that is none."""
    if not isinstance(text, str):
        return None
    found = find_license(text.strip())
    return text.strip() if found is not None and found.id != "NOASSERTION" else None


def mof(folder: Path) -> Iterator[Table]:
    """Yield the releases of the Model Openness Tool."""
    for file in sorted(folder.glob("*.yml")):
        yield from _from_file(file, MOF_URL + file.name.replace(" ", "%20"), "the Model Openness Tool")


def osai(folder: Path) -> Iterator[Table]:
    """Yield the releases of the European Open Source AI Index."""
    for file in sorted(folder.glob("*.yaml")):
        if file.name == "a_submission_template.yaml":
            continue
        yield from _from_file(file, OSAI_URL + file.name.replace(" ", "%20"), "the European Open Source AI Index")


def _from_file(file: Path, url: str, index: str) -> Iterator[Table]:
    try:
        model = read_file(str(file)).model
    except OpenWeightsError as error:
        print(f"skipped {file.name}: {error}", file=sys.stderr)
        return
    plain = cast("Table", to_plain(model))
    fields = ("name", "developer", "family", "released", "modalities", "access", "aliases", "hub_ids", "licenses", "base_models")
    table: Table = {key: plain[key] for key in fields if plain[key]}
    table["developer"] = publisher(str(table.get("developer", "")))
    table["licenses"] = {key: value for key, value in table.get("licenses", {}).items() if value}
    artifacts = cast("list[Table]", plain["artifacts"])
    kept = ("kind", "name", "availability", "license", "covers", "url")
    table["artifacts"] = [
        {
            **{key: value for key, value in artifact.items() if value and key in kept and (key != "license" or _is_known(value))},
            "source": url,
            "verified": TODAY,
        }
        for artifact in artifacts
        if artifact["availability"] != "unknown"
    ]
    table["hub_ids"] = sorted({*table.get("hub_ids", ()), *(hub for each in table["artifacts"] if (hub := hub_id(each.get("url"))))})
    supports = [
        key for key in ("name", "developer", "family", "released", "modalities", "access") if table.get(key) not in (None, "unknown")
    ]
    table["sources"] = [source(url, *supports)]
    table["note"] = f"Carried over from {index}."
    yield table


def _is_known(license: object) -> bool:
    """An index that says `unlicensed` has not found a licence: looked up, there was one, so that is left open."""
    return license != "NONE" and known_license(license) is not None


def hub_id(url: object) -> str | None:
    """Return the repository that a page of the Hugging Face Hub shows."""
    found = re.match(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/([\w.-]+/[\w.-]+)", str(url or ""))
    if not found or found[1].split("/")[0] in ("datasets", "spaces", "collections", "papers", "docs", "blog", "models", "organizations"):
        return None
    return found[1]


_SIZES = re.compile(r"(?<![A-Za-z0-9.])(?:nano|tiny|mini|small|medium|base|large|xl|xxl|\d+(?:\.\d+)?[bBmM])(?![A-Za-z0-9.])")


def mteb(file: Path) -> Iterator[Table]:
    """Yield the releases of MTEB's model metadata; sizes of one release with the same terms are one."""
    groups: dict[tuple[object, ...], list[Table]] = defaultdict(list)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ModelMeta":
            meta: Table = {each.arg: each.value.value for each in node.keywords if each.arg and isinstance(each.value, ast.Constant)}
            modalities = next((each.value for each in node.keywords if each.arg == "modalities"), None)
            meta["modalities"] = (
                [each.value for each in modalities.elts if isinstance(each, ast.Constant)] if isinstance(modalities, ast.List) else ["text"]
            )
            name = str(meta.get("name"))
            if "/" in name and meta.get("release_date") and isinstance(meta.get("open_weights"), bool):
                organisation, _, rest = name.partition("/")
                stem = _SIZES.sub("", rest)
                groups[
                    organisation,
                    re.sub(r"[-_]+", "-", stem).strip("-_"),
                    meta.get("license"),
                    meta["open_weights"],
                    meta.get("adapted_from"),
                ].append(meta)
    for (owner, release, terms, is_open, base), metas in groups.items():
        if publisher(str(owner)) not in set(PUBLISHERS.values()):
            continue  # hundreds of private fine-tunes: not what people look up
        if VARIANTS.search(str(release)) or "text" not in {each for meta in metas for each in meta["modalities"]}:
            continue
        names = [str(meta["name"]) for meta in metas]
        title = names[0].partition("/")[2] if len(names) == 1 else str(release)
        table: Table = {
            "name": title,
            "developer": publisher(str(owner)),
            "released": min(str(meta["release_date"]) for meta in metas),
            "modalities": sorted(
                {"embedding", *(m for meta in metas for m in meta["modalities"] if m in ("text", "image", "audio", "video"))}
            ),
            "access": "download" if is_open else "api",
            "aliases": [] if len(names) == 1 else [name.partition("/")[2] for name in names],
            "artifacts": [
                part("model-parameters", "public" if is_open else "not-published", MTEB_URL, known_license(terms) if is_open else None)
            ],
            "sources": [source(MTEB_URL, "name", "developer", "released", "modalities", "access")],
            "note": "Carried over from the model metadata of MTEB.",
        }
        if is_open:
            table["hub_ids"] = sorted(set(names))
        else:
            table["aliases"] = sorted({*table["aliases"], *names})
        if base:
            table["base_models"] = [{"model": base, "relation": "finetune", "source": MTEB_URL}]
        for key, kind in (("public_training_code", "training-code"), ("public_training_data", "datasets")):
            links = {meta.get(key) for meta in metas}
            if len(links) == 1 and isinstance(link := links.pop(), str) and link.startswith("http") and " " not in link:
                table["artifacts"].append(part(kind, "public", MTEB_URL, link=link))
        yield table


def models_dev(folder: Path) -> Iterator[Table]:
    """Yield the releases of models.dev."""
    for file in sorted(folder.glob("*/*.toml")):
        entry = tomllib.loads(file.read_text(encoding="utf-8"))
        lab = file.parent.name
        url = f"{MODELS_DEV_URL}{lab}/{file.name}"
        is_open = entry.get("open_weights") is True
        hubs = sorted({hub for each in entry.get("weights", ()) if (hub := hub_id(each.get("url")))})
        given = {*entry["modalities"]["input"], *entry["modalities"]["output"]} - {"pdf"}
        table: Table = {
            "name": entry["name"],
            "developer": publisher(lab),
            "released": entry["release_date"],
            "modalities": sorted(given),
            "access": "download" if is_open else "api",
            "aliases": sorted({file.stem, f"{lab}/{file.stem}"} - {entry["name"], slug(entry["name"])}),
            "hub_ids": hubs,
            "artifacts": [part("model-parameters", "public" if is_open else "not-published", url)],
            "sources": [source(url, "name", "developer", "released", "modalities", "access")],
            "note": "Carried over from models.dev, which does not record licences." if is_open else "Carried over from models.dev.",
        }
        yield table


_DOMAINS = {
    "Language": "text", "Vision": "image", "Image generation": "image", "Video": "video", "Speech": "speech", "Audio": "audio",
    "Biology": "biology", "Robotics": "robotics", "3D modeling": "three-d",
}  # fmt: skip
_ACCESS = {
    "Unreleased": "unreleased", "Hosted access (no API)": "hosted", "API access": "api",
    "Open weights (unrestricted)": "download", "Open weights (restricted use)": "download", "Open weights (non-commercial)": "download",
}  # fmt: skip
_LICENSES = {
    r"apache(?:[- ]?license)?,?[- ]?(?:v(?:ersion)?)?[- ]?2": "Apache-2.0", r"\bmit\b(?=[ -]?licen[cs]e|\s*$|\s*\n)": "MIT",
    r"cc[- ]by[- ]nc[- ]4": "CC-BY-NC-4.0", r"cc[- ]by[- ]nc[- ]sa[- ]4": "CC-BY-NC-SA-4.0", r"cc[- ]by[- ]4": "CC-BY-4.0",
}  # fmt: skip


def epoch(files: Iterable[Path], wanted: set[str]) -> Iterator[Table]:
    """Yield the wanted releases of Epoch AI's table."""
    for file in files:
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                access = _ACCESS.get(row["Model accessibility"])
                if access is None or name_key(row["Model"]) not in wanted or not row["Organization"] or row["Publication date"] < SINCE:
                    continue
                is_open = access == "download"
                notes = row.get("Accessibility notes") or ""
                named = {license for pattern, license in _LICENSES.items() if re.search(pattern, notes, re.IGNORECASE)}
                # A note about code and weights under two licences does not say which is which.
                license = named.pop() if is_open and len(named) == 1 and "code" not in notes.casefold() else None
                free = row["Model accessibility"] == "Open weights (unrestricted)"
                if license and free is not (license in ("Apache-2.0", "MIT", "CC-BY-4.0")):
                    license = None
                hubs = sorted({hub for url in re.findall(r"https?://\S+", notes) if (hub := hub_id(url.rstrip(").,")))}) if is_open else []
                table: Table = {
                    "name": " ".join(row["Model"].split()),
                    "developer": publisher(row["Organization"]),
                    "released": row["Publication date"],
                    "modalities": sorted({_DOMAINS[each] for each in row["Domain"].split(",") if each in _DOMAINS}),
                    "access": access,
                    "hub_ids": hubs if len(hubs) == 1 else [],
                    "artifacts": [part("model-parameters", "public" if is_open else "not-published", EPOCH_URL, license)],
                    "note": "Carried over from Epoch AI's data on AI models.",
                }
                supports = ["name", "developer", "released", "access", *(["modalities"] if table["modalities"] else [])]
                for column, kind in (("Training code accessibility", "training-code"), ("Inference code accessibility", "inference-code")):
                    if row.get(column) == "Unreleased":
                        table["artifacts"].append(part(kind, "not-published", EPOCH_URL))
                    elif str(row.get(column)).startswith("Open"):
                        table["artifacts"].append(part(kind, "public", EPOCH_URL))
                if row.get("Confidence") == "Confident" and row["Training compute (FLOP)"]:
                    table["training_compute"] = float(row["Training compute (FLOP)"])
                    supports.append("training_compute")
                table["sources"] = [source(EPOCH_URL, *supports)]
                yield table


ORDER = (
    "id", "name", "developer", "family", "groups", "released", "modalities", "access", "aliases", "hub_ids", "training_compute", "status",
    "verified", "note", "licenses", "artifacts", "base_models", "sources",
)  # fmt: skip


def main() -> int:
    """Write the records; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mof", type=Path)
    parser.add_argument("--osai", type=Path)
    parser.add_argument("--mteb", type=Path, help="the files of mteb/models/model_implementations, joined")
    parser.add_argument("--models-dev", type=Path)
    parser.add_argument("--epoch", type=Path, nargs="*", default=[])
    parser.add_argument("--wanted", type=Path, help="a table whose second column holds the names to take from Epoch")
    given = parser.parse_args()
    wanted: set[str] = set()
    if given.wanted:
        wanted = {name_key(line.split("\t")[1]) for line in given.wanted.read_text(encoding="utf-8").splitlines() if line.count("\t") >= 1}
    known = Known()
    counts: dict[str, int] = defaultdict(int)
    readers: list[tuple[str, Iterator[Table]]] = []
    if given.osai:
        readers.append(("osai", osai(given.osai)))
    if given.mof:
        readers.append(("mof", mof(given.mof)))
    if given.mteb:
        readers.append(("mteb", mteb(given.mteb)))
    if given.models_dev:
        readers.append(("models.dev", models_dev(given.models_dev)))
    readers.append(("epoch", epoch(given.epoch, wanted)))
    for index, tables in readers:
        for table in tables:
            if write(table, known):
                counts[index] += 1
    print(dict(counts))
    return 0


def write(table: Table, known: Known) -> bool:
    """Write one record unless its release has one; return whether it was written."""
    table["id"] = slug(table["name"])
    owner = ALIASES.get(table["name"]) or known.keys.get(name_key(_SNAPSHOT.sub("", table["name"])))
    if owner and table["name"] not in known:
        add_alias(owner, table["name"], known)
        return False
    names = [table["name"], *table.get("hub_ids", ()), *(each.partition("/")[2] for each in table.get("hub_ids", ()))]
    parameters = [each for each in table["artifacts"] if each["kind"] == "model-parameters"]
    if (
        not table["id"]
        or any(name in known for name in names)
        or not parameters
        or not table["developer"]
        or table["name"] == "Undisclosed"
    ):
        return False
    table["aliases"] = [
        each for each in dict.fromkeys(table.get("aliases", ())) if each not in known and name_key(each) != name_key(table["name"])
    ]
    bases = [base for base in table.get("base_models", ()) if name_key(base["model"]) in known.keys]
    if len(bases) < len(table.get("base_models", ())):
        # A base without a record leaves the terms unknown: to say nothing of it would free them.
        for each in parameters:
            each.pop("license", None)
        table["note"] += " It came from a model without a record here, so its terms are left open."
    table["base_models"] = [
        {"model": known.keys.get(name_key(base["model"]), base["model"]), **{k: v for k, v in base.items() if k != "model" and v}}
        for base in bases
    ]
    table["base_models"] = [base for base in table["base_models"] if base["model"] != table["id"]]
    for base in table["base_models"]:
        base.setdefault("source", table["sources"][0]["url"])
    family = re.match(r"[A-Za-z]+", table["name"])
    if "family" not in table and family and table["developer"] in known.families.get(name_key(family[0]), ()):
        table["family"] = family[0]
        table["sources"][0]["supports"].append("family")
    if name_key(str(table.get("family", ""))) in {name_key(name) for name in (table["id"], table["name"], *table["aliases"])} | set(
        known.keys
    ):
        table.pop("family", None)
    table |= {"status": "imported", "verified": TODAY}
    ordered = {key: table[key] for key in ORDER if table.get(key)}
    text = tomli_w.dumps(ordered)
    text = re.sub(r'^(verified) = "(\d{4}-\d\d-\d\d)"$', r"\1 = \2", text, flags=re.MULTILINE)
    (MODELS / f"{table['id']}.toml").write_text(text, encoding="utf-8")
    known.add(ordered)
    return True


def add_alias(owner: str, name: str, known: Known) -> None:
    """Add an alias to the file of a record, and leave the rest of the file as it is."""
    file = MODELS / f"{owner}.toml"
    text = file.read_text(encoding="utf-8")
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if re.search(r"^aliases = \[", text, re.MULTILINE):
        text = re.sub(r"^aliases = \[\s*", lambda found: f"{found[0]}{quoted}, ", text, count=1, flags=re.MULTILINE).replace(", ]", "]")
    else:
        text = re.sub(r"^(access = .*\n)", lambda found: f"{found[0]}aliases = [{quoted}]\n", text, count=1, flags=re.MULTILINE)
    tomllib.loads(text)
    file.write_text(text, encoding="utf-8")
    known.keys[name_key(name)] = owner


if __name__ == "__main__":
    sys.exit(main())
