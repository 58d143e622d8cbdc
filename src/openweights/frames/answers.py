"""What a row of a table comes to: one answer for each combination of licence, base model and name.

The rules are those of [`classify`][openweights.classify]. A table has thousands of combinations of few licences and few bases, so what
a licence brings and what a lineage brings are each worked out once and joined: the terms of both hold together (rule 2.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openweights.bundle import per_bundle
from openweights.classification import Classification
from openweights.classifier import classify, freedom_of, levels_of
from openweights.errors import shown
from openweights.expression import LicenseExpression, known_expression
from openweights.flags import FlagName
from openweights.frameworks import osaid
from openweights.frameworks.open_weights import parameters_published
from openweights.inheritance import UNKNOWN, Inheritance, Strings, inherited, parameters_model, strings_of
from openweights.ladder import Freedom, Interval, Openness
from openweights.license import NONE_ID
from openweights.model import Access
from openweights.names import name_key
from openweights.resolution import find
from openweights.terms import Terms
from openweights.verdict import Verdict

#: How many base models a cell may name, and how long it may be: merges of dozens exist.
MOST_BASES = 100
LONGEST_CELL = 20_000


#: The slugs of all flags, weightiest first.
_FLAGS = tuple(name.value for name in FlagName)


class Combination(NamedTuple):
    """What the rows that share an answer have in common; nothing given is an empty text."""

    license: str
    base_model: str
    name: str


class Answer(NamedTuple):
    """The columns that a row gets, without their prefix."""

    #: The everyday word for the level.
    category: str
    #: The highest level that is certain.
    level: str
    #: The highest level that is possible.
    ceiling: str
    #: Whether the two are the same.
    certain: bool
    #: What the terms on the parameters are certain to allow.
    freedom: str
    #: The most that they may allow.
    freedom_ceiling: str
    #: The strings attached, weightiest first, with commas between them; empty if none is known.
    flags: str
    #: The numbers above which clauses bite, with semicolons between them; empty if none is known.
    thresholds: str
    #: The id of the record that answered; several, with commas between them, for a name that stands for several releases.
    record: str | None
    #: What was given but is not known, in words.
    unresolved: str | None


def answers(combinations: Iterable[Combination], access: Access) -> Iterator[Answer]:
    """Yield the answer for each combination, in order.

    Args:
        combinations: What the rows hold.
        access: How the models of the rows that no record is known of can be reached.
    """
    for license, base_model, name in combinations:
        # The lookup of the name comes first: a record was checked, a row says what somebody filled in.
        found = find(name) if name and not name.isspace() else None
        if found is not None:
            yield _of_record(found.ids[0] if found.how != "family" else found.name, ",".join(found.ids))
            continue
        bases, remarks = _bases(base_model, name)
        expression, remark = _license(license)
        answer = _of_row(expression, bases, access)
        yield answer._replace(unresolved="; ".join((*remark, *remarks))) if remark or remarks else answer


@per_bundle
def _of_record(name: str, ids: str) -> Answer:
    found: Classification = classify(name)
    return _answer(Interval(found.level, found.ceiling), found.freedom, strings_of(found.flags), record=ids)


@per_bundle
def _license(text: str) -> tuple[LicenseExpression | None, tuple[str, ...]]:
    """Return the licence that a cell names, and what of it is not known."""
    said = text.strip()
    if not said:
        return None, ()
    expression = known_expression(said)
    # Only the keyword of SPDX says that there is no licence; a `None` in a table is most often a gap.
    if expression is None or (expression.text == NONE_ID and said != NONE_ID):
        return None, (f"license {shown(said)} is not known",)
    return expression, ()


def _bases(text: str, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the bases that a cell names, each as the id of its record if it has one, and what of them is not known."""
    if not text or text.isspace():
        return (), ()
    if len(text) > LONGEST_CELL:
        return (UNKNOWN,), (f"base_model is longer than {LONGEST_CELL} characters",)
    given = list(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    if len(given) > MOST_BASES:
        return (UNKNOWN,), (f"base_model names more than {MOST_BASES} models",)
    own = name_key(name) if name else ""
    bases: dict[str, None] = {}
    remarks: list[str] = []
    for each in given:
        if own and name_key(each) == own:
            remarks.append(f"base_model {shown(each)} is the row itself")
            continue
        base = _base(each)
        bases[base or UNKNOWN] = None
        if base is None:
            remarks.append(f"base_model {shown(each)} is not known")
    return tuple(bases), tuple(remarks)


@per_bundle
def _base(name: str) -> str | None:
    """Return the id of the record of a base; a name that stands for several releases has none."""
    found = find(name)
    return found.ids[0] if found is not None and found.how != "family" else None


@per_bundle
def _of_row(license: LicenseExpression | None, bases: tuple[str, ...], access: Access) -> Answer:
    """Return the answer for a row that no record is known of."""
    published = _published(access)
    own = _own(license)
    if published is Verdict.NOT_MET:
        return _answer(levels_of(access, published, own.freedom, ()), freedom_of(published, own.freedom), {})
    both = own & inherited(bases)
    # As `osaid.parameters_finding` has it for parameters that are open to everybody, or not known to be.
    criteria = (published & osaid.is_open(both.freedom), *both.criteria)
    return _answer(levels_of(access, published, both.freedom, criteria), freedom_of(published, both.freedom), both.strings)


@per_bundle
def _published(access: Access) -> Verdict:
    """Return whether the parameters of a row are published: its licence has no say in that."""
    return parameters_published(parameters_model(None, (), access))


@per_bundle
def _own(license: LicenseExpression | None) -> Inheritance:
    """Return what a row itself comes to: the terms of its licence, and nothing of its code and data."""
    return Inheritance.of_terms(Terms.unknown() if license is None else license.terms(), (Verdict.UNKNOWN,) * 3)


def _answer(levels: Interval[Openness], freedom: Interval[Freedom], strings: Strings, record: str | None = None) -> Answer:
    names = [name for name in _FLAGS if name in strings]
    return Answer(
        category=levels.low.category.value,
        level=levels.low.value,
        ceiling=levels.high.value,
        certain=levels.certain,
        freedom=freedom.low.value,
        freedom_ceiling=freedom.high.value,
        flags=",".join(names),
        thresholds="; ".join(dict.fromkeys(threshold for name in names for threshold in strings[name])),
        record=record,
        unresolved=None,
    )
