"""Compile the reviewed TOML in `data/` into the one file that the wheel carries, and check both.

python tasks/compile_data.py           write src/openweights/data/openweights.jsonl, then check
python tasks/compile_data.py --check   only check: the file is in step with the TOML, and the data keep the rules
python tasks/compile_data.py FILE ...  check only these records, against the data as they were last compiled
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from openweights.artifact import ArtifactKind, Availability
from openweights.bundle import bundle
from openweights.convert import name_key, slug
from openweights.errors import InvalidValueError, OpenWeightsError, RecordError
from openweights.license import License
from openweights.lineage import ancestors
from openweights.model import Model, Status
from openweights.modelfile import read_table
from openweights.permission import Right
from openweights.plain import from_plain
from openweights.registry import find_license, hub_ids, license_key, spdx_ids

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
TARGET = ROOT / "src" / "openweights" / "data" / "openweights.jsonl"

Table = Mapping[str, object]


def main(arguments: list[str]) -> int:
    """Compile and check, or only check; return the exit status."""
    if arguments and "--check" not in arguments:
        return report(problem for file in arguments for problem in file_problems(file))
    try:
        text = compiled()
    except OpenWeightsError as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" not in arguments:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(text, encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
        print(f"{TARGET.relative_to(ROOT)} is out of step with data/: run `python tasks/compile_data.py`.", file=sys.stderr)
        return 1
    print(f"data {bundle().version}: {len(tables('licenses'))} licences, {len(tables('models'))} models, {len(text):,} bytes")
    return report(
        [*spdx_problems(), *(problem for folder in ("licenses", "models") for file in tables(folder) for problem in file_problems(file))]
    )


def report(problems: Iterable[str]) -> int:
    """Print the problems, then their number; return the exit status."""
    found = list(problems)
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(found)} problems")
    return 1 if found else 0


def tables(folder: str) -> dict[str, Table]:
    """Return the table of each TOML file of a folder, in the order of their names."""
    return {file.relative_to(ROOT).as_posix(): read_table(str(file)) for file in sorted((DATA / folder).glob("*.toml"))}


def compiled() -> str:
    """Return the content of the compiled file: the index, then a record a line.

    Nothing is judged here: the index needs only ids and names, which a table has or has not.
    """
    meta = read_table(str(DATA / "data.toml"))
    license_names: dict[str, str] = {}
    titles: dict[str, list[str]] = {}
    model_names: dict[str, str] = {}
    collective: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    records: dict[str, Table] = {}
    for file, table in tables("licenses").items():
        license_id = text_of(file, table, "id")
        enter(license_names, license_key, file, license_id, names_of(table, "id", "url", "aliases", "urls"))
        titles.setdefault(license_key(str(table.get("name", license_id))), []).append(license_id)
        records[f"license:{license_id}"] = table
    for file, table in tables("models").items():
        model_id = text_of(file, table, "id")
        if Path(file).stem != model_id:
            raise RecordError(file, f"The file is not called after the id. Call it {model_id}.toml.")
        enter(model_names, name_key, file, model_id, names_of(table, "id", "name", "aliases", "hub_ids"))
        for name in names_of(table, "family", "groups"):
            collective.setdefault(name_key(name), (name, []))[1].append((str(table.get("released", "")), model_id))
        records[f"model:{model_id}"] = table
    for file, table in tables("models").items():
        for hub_id in names_of(table, "hub_ids"):
            bare = name_key(hub_id.partition("/")[2])
            if bare not in collective:
                model_names.setdefault(bare, text_of(file, table, "id"))
    records["spdx"] = spdx_facts()
    license_families = {license_key(name): members for name, members in cast("dict[str, object]", meta["license_families"]).items()}
    for title, license_ids in titles.items():
        # Versions may share a title: it stands for all of them, unless one has it as an alias.
        if title not in license_names and len(license_ids) > 1:
            license_families[title] = license_families[license_key(slug(title))] = license_ids
        else:
            license_names.setdefault(title, license_ids[0])
    head = {
        "version": meta["version"],
        "license_names": license_names,
        "license_families": license_families,
        "hub_licenses": meta["hub_licenses"],
        "model_names": model_names,
        "model_families": dict(families(collective, model_names)),
        "records": list(records),
    }
    return "".join(json.dumps(line, separators=(",", ":"), default=plain_date) + "\n" for line in (head, *records.values()))


def spdx_facts() -> Table:
    """Return `data/spdx.toml` by id: for a licence the numbers of its reviews or the fields of our reading, for an exception its fields."""
    source = cast("dict[str, list[dict[str, object]]]", read_table(str(DATA / "spdx.toml")))
    licenses: dict[str, object] = {}
    exceptions: dict[str, object] = {}
    for number, review in enumerate(source["reviews"]):
        for spdx_id in cast("list[str]", review.pop("ids")):
            if licenses.setdefault(spdx_id, {"reviews": [number]}) != {"reviews": [number]}:
                raise RecordError("data/spdx.toml", f"The id {spdx_id!r} stands in two reviews. Keep it in one.")
    for reading in source["readings"]:
        if licenses.setdefault(cast("str", reading.pop("id")), reading) is not reading:
            raise RecordError("data/spdx.toml", f"An id with the source {reading['source']!r} stands in a review and a reading.")
    granted = {right.value: "granted" for right in Right}
    for group in source["exceptions"]:
        ids, reason = cast("list[str]", group.pop("ids")), group.pop("reason")
        exceptions |= {spdx_id: {"permissions": granted, **group, "note": reason} for spdx_id in ids}
    return {"reviews": source["reviews"], "licenses": licenses, "exceptions": exceptions}


def plain_date(value: object) -> str:
    """Return a TOML date as ISO 8601."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(value)


def text_of(file: str, table: Table, field: str) -> str:
    """Return a text that every record needs."""
    value = table.get(field)
    if not isinstance(value, str):
        raise RecordError(file, f"The field {field!r} is missing or no text. Add it.")
    return value


def names_of(table: Table, *fields: str) -> Iterator[str]:
    """Yield the texts in fields that hold a text or a list of texts."""
    for field in fields:
        value = table.get(field)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (each for each in cast("list[object]", value) if isinstance(each, str))


def enter(ids: dict[str, str], key: Callable[[str], str], file: str, owner: str, names: Iterable[str]) -> None:
    """Enter the names of a record; a name belongs to one record only."""
    for name in names:
        other = ids.setdefault(key(name), owner)
        if other != owner:
            raise RecordError(file, f"The name {name!r} belongs to the record {other!r} already. Keep it in one of the two.")


def families(collective: Mapping[str, tuple[str, list[tuple[str, str]]]], model_names: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    """Yield the names that stand for several releases, with the releases by date."""
    for key, (name, members) in sorted(collective.items()):
        ids = [model_id for _, model_id in sorted(members)]
        owner = model_names.get(key)
        if owner is None:
            yield key, (name, ids)
        elif ids != [owner]:
            raise RecordError(f"data/models/{owner}.toml", f"The name {name!r} is this release's and also that of a family. Rename one.")


def file_problems(file: str) -> Iterator[str]:
    """Yield what is wrong with one record, a file in `data/licenses` or `data/models`."""
    is_license = Path(file).resolve().parent.name == "licenses"
    try:
        table = read_table(file)
        problems = license_problems(from_plain(License, table)) if is_license else model_problems(from_plain(Model, table))
        yield from (f"{file}: {problem}" for problem in problems)
    except InvalidValueError as error:
        yield f"{file}: {error}"
    except OpenWeightsError as error:
        yield str(error)


def spdx_problems() -> Iterator[str]:
    """Yield what is wrong with the verdicts on the SPDX list: ids that it does not have, contradictions, too many unknowns."""
    known = set(spdx_ids())
    for spdx_id, facts in cast("dict[str, dict[str, object]]", spdx_facts()["licenses"]).items():
        if spdx_id not in known:
            yield f"data/spdx.toml: The SPDX list has no id {spdx_id!r}. Correct it."
        if "permissions" in facts and bundle().license_record(spdx_id) is not None:
            yield f"data/spdx.toml: {spdx_id!r} has a profile in data/licenses. Drop its reading."
    yield from (f"data/data.toml: No licence is known as {hub_id!r}. Add its profile." for hub_id in hub_ids() if not find_license(hub_id))
    unknown: list[str] = []
    for spdx_id in known:
        try:
            if not License.get(spdx_id).freedom.certain:
                unknown.append(spdx_id)
        except InvalidValueError as error:
            yield f"data/spdx.toml: {spdx_id}: {error}"
    if len(unknown) > len(known) / 10:
        yield f"data/spdx.toml: {len(unknown)} of {len(known)} SPDX ids have no verdict; at most a tenth may."


def license_problems(license: License) -> Iterator[str]:
    """Yield what is wrong with one licence."""
    if license.source is None or license.verified is None:
        yield "The source or the day of the reading is missing. Add `source` and `verified`."
    if license.supersedes is not None and find_license(license.supersedes) is None:
        yield f"supersedes: No licence is known as {license.supersedes!r}."
    for other in license.compatible:
        if find_license(other) is None:
            yield f"compatible: No licence is known as {other!r}."
    for position, clause in enumerate(license.clauses):
        if clause.section is None or not clause.summary:
            yield f"clauses[{position}]: The clause names no section or has no summary. Add them."


def model_problems(model: Model) -> Iterator[str]:
    """Yield what is wrong with one model."""
    from openweights.catalogue import find_model

    for field in ("developer", "family", "released", "modalities", "verified", "sources"):
        if not getattr(model, field):
            yield f"{field}: The field is missing. Add it."
    supported = {name for source in model.sources for name in source.supports}
    for field in ("name", "developer", "released", "access"):
        if field not in supported:
            yield f"sources: No source supports {field!r}. Add it to the `supports` of one."
    if model.status is Status.OWN:
        yield "status: A bundled record is 'curated' or 'imported'."
    if not model.artifacts_of(ArtifactKind.MODEL_PARAMETERS):
        yield "artifacts: The model parameters are missing. Record whether they are published."
    for position, artifact in enumerate(model.artifacts):
        if artifact.source is None or artifact.verified is None:
            yield f"artifacts[{position}]: The source or the day is missing. Add `source` and `verified`."
        if artifact.availability is Availability.UNKNOWN:
            yield f"artifacts[{position}]: The availability is missing. Add it, or leave the artifact out."
    for license in [
        *(artifact.license for artifact in model.artifacts),
        model.licenses.distribution,
        model.licenses.code,
        model.licenses.data,
        model.licenses.document,
        *(terms.license for terms in model.service_terms),
        *(earlier.license for artifact in model.artifacts for earlier in artifact.history),
    ]:
        for each in license.licenses if license else ():
            if find_license(each.id) is None:
                yield f"licenses: No licence is known as {each.id!r}. Add its profile, or leave the licence out."
    for position, base in enumerate(model.base_models):
        known = find_model(base.name)
        if known is None:
            yield f"base_models[{position}]: No model is known as {base.name!r}. Add its record."
        elif base.relicensed and known.developer != model.developer:
            yield f"base_models[{position}]: Only the owner of the base, {known.developer}, can license it anew. Leave `relicensed` out."
        if base.source is None:
            yield f"base_models[{position}]: The source is missing. Add it."
    ancestors(model, find_model)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
