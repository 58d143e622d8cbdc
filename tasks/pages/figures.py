"""The figures in pages that people write: regions between two comments, which the library fills.

`<!-- figures: paradox -->` opens a region, `<!-- end -->` closes it. `tasks/write_docs.py` puts there what the data say now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from openweights import Completeness, Freedom, Openness, dataset

_REGION = re.compile(r"(?<=^<!-- figures: )(?P<name>[a-z-]+)(?P<open> -->\n)(?P<text>.*?)(?=^<!-- end -->$)", re.MULTILINE | re.DOTALL)

#: Publishers named with the paradox.
_MOST = 6


def filled(page: str) -> str:
    """Return a page with its regions filled.

    Raises:
        KeyError: If there are no figures of the name of a region.
    """
    return _REGION.sub(lambda found: f"{found['name']}{found['open']}{_FIGURES[found['name']]()}\n", page)


def _records() -> str:
    numbers = dataset.stats()
    return (
        f"Bundled today: {numbers['releases']:,} releases of {numbers['publishers']:,} publishers ({numbers['status_curated']:,} read by hand at"
        f" primary sources), {len(dataset.licenses()):,} licences clause by clause."
    )


def _ladder() -> str:
    numbers = dataset.stats()
    counts = [f"`{level.value}` {numbers[f'level_{level.value}']:,}" for level in Openness]
    return f"Releases that are certain to be there, of {numbers['releases']:,}: {', '.join(counts)}."


def _axes() -> str:
    counts = Counter((row["completeness"], row["freedom"]) for row in dataset.table() if row["certain"])
    columns = list(Freedom)
    lines = [
        f"| published, under terms that are | {' | '.join(freedom.value for freedom in columns)} |",
        "| --- |" + " ---: |" * len(columns),
    ]
    for completeness in Completeness:
        numbers = (counts[completeness.value, freedom.value] for freedom in columns)
        lines.append(f"| {completeness.value} | {' | '.join(f'{number:,}' if number else '' for number in numbers)} |")
    return "\n".join(lines)


def _paradox() -> str:
    numbers = dataset.stats()
    total, *publishers = dataset.paradox()
    strings = numbers["level_weights-restricted"] + numbers["level_weights-non-commercial"]
    weights = strings + numbers["level_weights-unrestricted"]
    told = ", ".join(f"{row.publisher} {row.not_met} of {row.claimed}" for row in publishers[:_MOST])
    return (
        f"Of {total.claimed:,} releases on record that somebody calls open source, {total.met:,} are by the OSI's definition of open source AI,"
        f" {total.not_met:,} certainly are\nnot, and of {total.unknown:,} it is not known. And of {weights:,} releases that are certainly open weights and"
        f" no more, {strings:,} have strings: {numbers['level_weights-restricted']:,} allow commercial\nuse with conditions, "
        f"{numbers['level_weights-non-commercial']:,} grant none. Called open source and certainly not, by publisher: {told}."
    )


_FIGURES: dict[str, Callable[[], str]] = {"records": _records, "ladder": _ladder, "axes": _axes, "paradox": _paradox}
