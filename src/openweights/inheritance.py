"""What a release brings to a model that is built on its weights (rules 2.3 and 2.4).

What the bundled releases bring is worked out when the data are compiled, as their [rows][openweights.tabulation] are, so that a table
with thousands of base models opens no record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

from openweights.artifact import Artifact, ArtifactKind, Availability
from openweights.bundle import bundle, per_bundle
from openweights.catalogue import find_model
from openweights.expression import LicenseExpression
from openweights.flags import Flag, flags_of
from openweights.frameworks import osaid
from openweights.ladder import Freedom, Interval
from openweights.lineage import ancestors, inherited_terms
from openweights.model import Access, Model
from openweights.terms import Terms
from openweights.verdict import Verdict

#: Names that no record has: of a model that is built on others, and of a base that nobody has recorded.
BUILT = "(a model that is built on others)"
UNKNOWN = "(a model that is not known)"

#: The thresholds behind each flag, by its slug.
Strings = Mapping[str, tuple[str, ...]]


class Inheritance(NamedTuple):
    """What terms and a lineage come to, as far as the level and the flags of a model built on it need it."""

    #: What the terms allow.
    freedom: Interval[Freedom]
    #: Whether what the code, the data information and the training data of all bases come to meets the ladder's criteria.
    criteria: tuple[Verdict, ...]
    #: The strings attached.
    strings: Strings

    @classmethod
    def of_terms(cls, terms: Terms, criteria: tuple[Verdict, ...]) -> Inheritance:
        """Return what terms come to."""
        return cls(terms.freedom, criteria, strings_of(flags_of(terms)))

    def __and__(self, other: Inheritance) -> Inheritance:
        """Return what both come to together: the terms of both hold, and a criterion holds if it holds for both."""
        strings = {name: self.strings.get(name, ()) + other.strings.get(name, ()) for name in (*self.strings, *other.strings)}
        criteria = tuple(one & two for one, two in zip(self.criteria, other.criteria, strict=True))
        return Inheritance(self.freedom.meet(other.freedom), criteria, strings)


def strings_of(flags: Iterable[Flag]) -> Strings:
    """Return the thresholds behind each flag, in words."""
    return {flag.name.value: tuple(str(threshold) for threshold in flag.thresholds) for flag in flags}


def parameters_model(license: LicenseExpression | None, bases: Iterable[str], access: Access) -> Model:
    """Return a model that is nothing but parameters under a licence, reached as `access` says, and the bases it came from."""
    availability = {Access.DOWNLOAD: Availability.PUBLIC, Access.UNKNOWN: Availability.UNKNOWN}.get(access, Availability.NOT_PUBLISHED)
    parameters = Artifact(ArtifactKind.MODEL_PARAMETERS, availability=availability, license=license)
    return Model(BUILT, access=access, artifacts=[parameters], base_models=tuple(bases))


@per_bundle
def inherited(bases: tuple[str, ...]) -> Inheritance:
    """Return what several bases bring together, each the id of a record or a name that nobody has recorded."""
    if not bases:
        return Inheritance.of_terms(Terms.unlimited(), (Verdict.MET,) * 3)
    brought = brought_by(bases[0])
    for base in bases[1:]:
        brought &= brought_by(base)
    return brought


@per_bundle
def brought_by(base: str) -> Inheritance:
    """Return what one base brings, with all that it came from itself."""
    known = bundle().brought.get(base)
    return worked_out(base) if known is None else _from_plain(known)


def worked_out(base: str) -> Inheritance:
    """Return what one base brings, from the records."""
    model = parameters_model(None, (base,), Access.DOWNLOAD)
    terms = Terms.unlimited()
    for ancestor in ancestors(model, find_model):
        terms &= inherited_terms(ancestor)
    judged = (osaid.code_finding, osaid.data_information_finding, osaid.training_data_finding)
    return Inheritance.of_terms(terms, tuple(judge(model, find_model).verdict for judge in judged))


def brought_by_all() -> list[object]:
    """Return what each release on record brings, as plain values, in the order of their ids in the data."""
    return [_to_plain(brought_by(model_id)) for model_id in bundle().ids("model")]


def _to_plain(brought: Inheritance) -> list[object]:
    freedom, criteria, strings = brought
    return [
        [freedom.low.value, freedom.high.value],
        [verdict.value for verdict in criteria],
        dict(strings),
    ]


def _from_plain(plain: object) -> Inheritance:
    (low, high), criteria, strings = cast("tuple[tuple[str, str], list[str], dict[str, list[str]]]", plain)
    return Inheritance(
        Interval(Freedom(low), Freedom(high)),
        tuple(map(Verdict, criteria)),
        {name: tuple(thresholds) for name, thresholds in strings.items()},
    )
