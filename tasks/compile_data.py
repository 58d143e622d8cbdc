"""Compile the reviewed TOML in `data/` into the two files that the wheel carries, and check both.

python tasks/compile_data.py           write the files in src/openweights/data, then check
python tasks/compile_data.py --check   only check: the files are in step with the TOML, and the data keep the rules
python tasks/compile_data.py FILE ...  check only these records, against the data as they were last compiled
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from openweights.bundle import INDEX, RECORDS, Bundle, Records, Table, bundle, use
from openweights.compilation import compiled
from openweights.errors import InvalidValueError, OpenWeightsError, RecordError
from openweights.extension import problems_of
from openweights.inheritance import brought_by_all
from openweights.license import License
from openweights.modelfile import read_table
from openweights.permission import Right
from openweights.registry import find_license, hub_ids, spdx_ids
from openweights.tabulation import rows

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
TARGET = ROOT / "src" / "openweights" / "data"


def main(arguments: list[str]) -> int:
    """Compile and check, or only check; return the exit status."""
    if arguments and "--check" not in arguments:
        return report(problem for file in arguments for problem in file_problems(file))
    try:
        fresh = data()
    except OpenWeightsError as error:
        print(error, file=sys.stderr)
        return 1
    index, records = TARGET / INDEX, TARGET / RECORDS
    if "--check" not in arguments:
        TARGET.mkdir(parents=True, exist_ok=True)
        index.write_bytes(fresh.index.content())
        records.write_bytes(fresh.records.content())
    elif not in_step(fresh, index, records):
        print(f"{TARGET.relative_to(ROOT)} is out of step with data/: run `python tasks/compile_data.py`.", file=sys.stderr)
        return 1
    size = index.stat().st_size + records.stat().st_size
    use(None)
    print(f"data {bundle().version}: {len(tables('licenses'))} licences, {len(tables('models'))} models, {size:,} bytes")
    return report(
        [*spdx_problems(), *(problem for folder in ("licenses", "models") for file in tables(folder) for problem in file_problems(file))]
    )


def in_step(fresh: Bundle, index: Path, records: Path) -> bool:
    """Return whether the files hold what was compiled just now; how the records are compressed may differ between machines."""
    if not index.exists() or not records.exists() or index.read_bytes() != fresh.index.content():
        return False
    return Records.read(records.read_bytes()) == fresh.records


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


def data() -> Bundle:
    """Return the bundle that the TOML makes."""
    meta = {**read_table(str(DATA / "data.toml")), "wanted": wanted()}
    fresh = compiled(meta, spdx_facts(), tables("licenses"), tables("models"))
    use(fresh)
    return fresh.with_table(rows(), brought_by_all())


def wanted() -> list[list[str]]:
    """Return the names that people look up, each after the day of its release."""
    lines = (DATA / "wanted.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


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


def file_problems(file: str) -> Iterator[str]:
    """Yield what is wrong with one record, a file in `data/licenses` or `data/models`."""
    try:
        table = read_table(file)
    except RecordError as error:
        yield str(error)
        return
    is_license = Path(file).resolve().parent.name == "licenses"
    if not is_license and Path(file).stem != table.get("id"):
        yield f"{file}: The file is not called after the id. Call it {table.get('id')}.toml."
    yield from (f"{file}: {problem}" for problem in problems_of(table, is_license=is_license))
    if table.get("status") == "own":
        yield f"{file}: status: A bundled record is 'curated' or 'imported'."


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
