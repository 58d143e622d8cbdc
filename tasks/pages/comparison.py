"""The clause comparison as data: what `openweights.diff` finds for every two licences, so that the page has no rule of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tasks.pages.record_pages import clause_details, compared_licenses, slug_of

from openweights import License, Right, diff

#: Stands for the clause that one of the two licences has not.
NONE = -1


def comparison_files() -> Iterator[tuple[str, str]]:
    """Yield place and text of one JSON file for each licence.

    A file has the rights and clauses of its licence, and under `diff` what differs from each later licence: a flat list of pairs, position of
    the clause here and position there. What differs from an earlier one is in the file of that one, the other way round.
    """
    licenses = compared_licenses()
    for number, license in enumerate(licenses):
        later = {slug_of(other.id): changed_pairs(license, other) for other in licenses[number + 1 :]}
        yield f"assets/clauses/{slug_of(license.id)}.json", json.dumps(_plain(license) | {"diff": later}, separators=(",", ":"))


def changed_pairs(before: License, after: License) -> list[int]:
    """Return the clauses that differ as positions in the two licences, flat: one here, one there, `NONE` for a clause that is not there."""
    here, there = ({id(clause): position for position, clause in enumerate(license.clauses)} for license in (before, after))
    pairs: list[int] = []
    for change in diff(before, after).changes:
        pairs += [here[id(change.before)] if change.before else NONE, there[id(change.after)] if change.after else NONE]
    return pairs


def _plain(license: License) -> dict[str, object]:
    return {
        "id": license.id,
        "name": license.name,
        "freedom": str(license.freedom),
        "rights": {right.value: license.permits(right).value for right in Right},
        "clauses": [
            [clause.kind.value, clause.effect.value, clause.section or "", clause.summary, "; ".join(clause_details(clause))]
            for clause in license.clauses
        ],
    }
