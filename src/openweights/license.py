"""A licence: its names, what it permits and what its clauses say."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import Factory, converters, field, frozen

from openweights import convert
from openweights.bundle import per_bundle
from openweights.clause import Clause, ClauseKind, Effect
from openweights.errors import InvalidValueError, shown
from openweights.ladder import Freedom, Interval, exactly, hull
from openweights.markup import card
from openweights.permission import Permission, Permissions, Right
from openweights.verdict import Verdict
from openweights.vocabulary import Modality

#: SPDX keywords (SPDX 2.3, clause 7.13): known to have no licence, and not recorded.
NONE_ID = "NONE"
NOASSERTION_ID = "NOASSERTION"

#: The right that a clause of a kind bears on. A kind that is not here bears on none.
_BEARS_ON: dict[ClauseKind, Right] = {
    ClauseKind.COMMERCIAL_USE: Right.COMMERCIAL,
    ClauseKind.PRODUCTION_USE: Right.COMMERCIAL,
    ClauseKind.RESEARCH_ONLY: Right.COMMERCIAL,
    ClauseKind.INTERNAL_USE_ONLY: Right.USE,
    ClauseKind.SCALE: Right.USE,
    ClauseKind.ACCEPTABLE_USE: Right.USE,
    ClauseKind.FIELD_OF_USE: Right.USE,
    ClauseKind.TERRITORY: Right.USE,
    ClauseKind.COMPETITORS: Right.USE,
    ClauseKind.REGISTRATION: Right.USE,
    ClauseKind.ROYALTY: Right.USE,
    ClauseKind.REDISTRIBUTION: Right.SHARE,
    ClauseKind.DERIVATIVES: Right.MODIFY,
    ClauseKind.REVERSE_ENGINEERING: Right.STUDY,
    ClauseKind.PASS_DOWN: Right.SHARE,
    ClauseKind.NAMING: Right.SHARE,
    ClauseKind.DISPLAY: Right.SHARE,
}

#: The kinds whose unconditional bar takes the right away whole; the others only narrow it.
_DENYING = frozenset(
    {
        ClauseKind.COMMERCIAL_USE,
        ClauseKind.PRODUCTION_USE,
        ClauseKind.RESEARCH_ONLY,
        ClauseKind.REDISTRIBUTION,
        ClauseKind.DERIVATIVES,
        ClauseKind.REVERSE_ENGINEERING,
    }
)


def bound_of(clause: Clause) -> tuple[Right, Permission] | None:
    """Return the right that a clause bears on and the most that it leaves of it, or nothing if it leaves all."""
    right = _BEARS_ON.get(clause.kind)
    if right is None or clause.departs_from is None:
        return None
    whole = clause.kind in _DENYING and not clause.is_partial
    denies = whole and (clause.effect in (Effect.PROHIBITS, Effect.NEEDS_LICENSE) or clause.kind is ClauseKind.RESEARCH_ONLY)
    return right, Permission.DENIED if denies else Permission.CONDITIONAL


def _freedom(value: Freedom | str) -> Freedom:
    return convert.member(Freedom, value)


@frozen(kw_only=True, field_transformer=convert.named)
class Review:
    """What a public body says of a licence, where neither the OSI nor the FSF has spoken.

    Args:
        body: Who published the review.
        says: Its own word for the licence.
        freedom: What that comes to against the Open Source Definition.
        source: Where it is published.
        verified: The day on which it was read.
    """

    #: Who published the review.
    body: str = field(converter=convert.name)
    #: Its own word for the licence.
    says: str = field(converter=convert.name)
    #: What that comes to against the Open Source Definition.
    freedom: Freedom = field(converter=_freedom)
    #: Where it is published.
    source: str = field(converter=convert.url)
    #: The day on which it was read.
    verified: datetime.date | None = field(default=None, converter=converters.optional(convert.day))


def _reviews(values: Iterable[Review | Mapping[str, object]]) -> tuple[Review, ...]:
    return convert.records(Review, values)


def _members(values: Iterable[License | Mapping[str, object]]) -> tuple[License, ...]:
    return convert.records(License, values)


def _id(value: str) -> str:
    if any(not (c.isascii() and (c.isalnum() or c in ".-+")) for c in convert.name(value)):
        raise InvalidValueError(
            f"{shown(value)} is no licence id.", mend="Use an SPDX id, or 'LicenseRef-' with letters, digits, '.' and '-'."
        )
    return value


def _verdict(value: Verdict | str) -> Verdict:
    return convert.member(Verdict, value)


def _permissions(value: Permissions | Mapping[str, object]) -> Permissions:
    return convert.record(Permissions, value)


def _clauses(values: Iterable[Clause | Mapping[str, object]]) -> tuple[Clause, ...]:
    return convert.records(Clause, values)


@frozen(kw_only=True, cache_hash=True, field_transformer=convert.named)
class License:
    """A licence, or terms like one, with what is known of it.

    A licence that nobody has recorded is a value too: `License("LicenseRef-acme")` has unknown terms.

    Args:
        id: SPDX id, or `LicenseRef-` with a slug.
        name: Its title; the id if not given.
        version: The version as the text names it.
        steward: Who publishes the text.
        url: The canonical page of the text.
        aliases: Other names: Hub ids, common spellings.
        urls: Other addresses of the same text.
        osi_approved: Whether the OSI has approved it.
        fsf_libre: Whether the FSF lists it as free.
        permissions: What it permits, right by right.
        clauses: What its clauses say, in the order of the text.
        reviews: What public bodies say of it besides the OSI and the FSF.
        supersedes: The id of the version before.
        compatible: For share-alike: the other licences that the text lets a changed version carry.
        members: For a name that stands for several licences (`gpl`, `cc`): these licences.
        source: Where the text that was read is published.
        verified: The day on which it was read.
        note: What a reader must know besides.

    Raises:
        InvalidValueError: If a field is malformed, or the clauses contradict a permission or an approval.

    Examples:
        >>> License("LicenseRef-acme").freedom
        Interval(low=<Freedom.NON_COMMERCIAL: 'non-commercial'>, high=<Freedom.OPEN: 'open'>)
    """

    #: SPDX id, or `LicenseRef-` with a slug.
    id: str = field(kw_only=False, converter=_id)
    #: Its title.
    name: str = field(default=Factory(lambda self: self.id, takes_self=True), converter=convert.name)
    #: The version as the text names it.
    version: str | None = field(default=None, converter=converters.optional(convert.name))
    #: Who publishes the text.
    steward: str | None = field(default=None, converter=converters.optional(convert.name))
    #: The canonical page of the text.
    url: str | None = field(default=None, converter=converters.optional(convert.url))
    #: Other names.
    aliases: tuple[str, ...] = field(default=(), converter=convert.names)
    #: Other addresses of the same text.
    urls: tuple[str, ...] = field(default=(), converter=convert.urls)
    #: Whether the OSI has approved it.
    osi_approved: Verdict = field(default=Verdict.UNKNOWN, converter=_verdict)
    #: Whether the FSF lists it as free.
    fsf_libre: Verdict = field(default=Verdict.UNKNOWN, converter=_verdict)
    #: What it permits, as recorded; [`permits`][openweights.License.permits] also heeds the clauses.
    permissions: Permissions = field(factory=Permissions, converter=_permissions)
    #: What its clauses say, in the order of the text.
    clauses: tuple[Clause, ...] = field(default=(), converter=_clauses)
    #: What public bodies say of it besides the OSI and the FSF.
    reviews: tuple[Review, ...] = field(default=(), converter=_reviews)
    #: The id of the version before.
    supersedes: str | None = field(default=None, converter=converters.optional(convert.name))
    #: The other licences that a share-alike text lets a changed version carry.
    compatible: tuple[str, ...] = field(default=(), converter=convert.names)
    #: The licences that a family name stands for.
    members: tuple[License, ...] = field(default=(), converter=_members)
    #: Where the text that was read is published.
    source: str | None = field(default=None, converter=converters.optional(convert.url))
    #: The day on which the text was read.
    verified: datetime.date | None = field(default=None, converter=converters.optional(convert.day))
    #: What a reader must know besides.
    note: str | None = field(default=None, converter=converters.optional(convert.text))

    def __attrs_post_init__(self) -> None:
        for position, clause in enumerate(self.clauses):
            bound = bound_of(clause)
            if bound is not None:
                right, most = bound
                recorded = self.permissions[right]
                if recorded is not Permission.UNKNOWN and recorded & most is not recorded:
                    raise InvalidValueError(
                        f"The clause {clause.effect.value} {clause.kind.value}, but `permissions.{right.value}` is {recorded.value!r}.",
                        mend=f"Lower the permission to {most.value!r}, or mend the clause.",
                        path=("clauses", position),
                    )
            if clause.departs_from and self._is_held_open:
                raise InvalidValueError(
                    f"The clause {clause.effect.value} {clause.kind.value}, which {clause.departs_from} does not allow, "
                    "but the licence is marked as approved by the OSI, listed as free by the FSF or reviewed as open.",
                    mend="Mend the clause or the mark.",
                    path=("clauses", position),
                )

    def permits(self, right: Right) -> Permission:
        """Return what the licence permits of `right`: the recorded permission, lowered by the clauses.

        For a name that stands for several licences it is what they agree on.
        """
        if self.members:
            agreed = {member.permits(right) for member in self.members}
            return agreed.pop() if len(agreed) == 1 else Permission.UNKNOWN
        permission = self.permissions[right]
        if permission is Permission.UNKNOWN and self._is_held_open:
            permission = Permission.GRANTED
        for bounded, most in self._bounds:
            if bounded is right:
                permission &= most
        return permission

    @cached_property
    def _bounds(self) -> tuple[tuple[Right, Permission], ...]:
        """What the clauses leave of the rights that they bear on, each once."""
        return tuple(dict.fromkeys(bound for bound in map(bound_of, self.clauses) if bound is not None))

    @property
    def _is_held_open(self) -> bool:
        """Whether the OSI, the FSF or a public review holds it to be open."""
        return Verdict.MET in (self.osi_approved, self.fsf_libre) or any(each.freedom is Freedom.OPEN for each in self.reviews)

    @property
    def grounds(self) -> tuple[str, ...]:
        """What its freedom rests on, each a phrase: approvals, public reviews, else the clauses that the definition does not allow.

        Examples:
            >>> License.get("MIT").grounds
            ('approved by the OSI', 'listed as free by the FSF')
            >>> License.get("CC-BY-NC-4.0").grounds
            ('osd.6: prohibits commercial-use (2.a.1)',)
        """
        grounds = ["approved by the OSI"] if self.osi_approved is Verdict.MET else []
        if self.fsf_libre is Verdict.MET:
            grounds.append("listed as free by the FSF")
        grounds += [f"{review.body}: {review.says} ({review.source})" for review in self.reviews]
        grounds += [
            f"{clause.departs_from}: {clause.effect.value} {clause.kind.value} ({clause.section or 'section not recorded'})"
            for clause in self.departures
        ]
        if not grounds and self.freedom.certain:
            grounds.append(f"own reading of the text: {', '.join(f'{right.value} {self.permits(right).value}' for right in Right)}")
        return tuple(grounds)

    @property
    def departures(self) -> tuple[Clause, ...]:
        """The clauses that the Open Source Definition does not allow, in the order of the text."""
        return tuple(clause for clause in self.clauses if clause.departs_from)

    @property
    def freedom(self) -> Interval[Freedom]:
        """What parameters under this licence come to on the freedom axis (design section 2).

        Without commercial use it is `non-commercial`; with a clause that the Open Source Definition does not allow `restricted`;
        `open` if every right is granted without such a clause, or the OSI approved it, or the FSF lists it as free, or a public
        review holds it to be open.
        """
        if self.members:
            return hull(member.freedom for member in self.members)
        commercial = self.permits(Right.COMMERCIAL)
        if commercial is Permission.DENIED:
            return exactly(Freedom.NON_COMMERCIAL)
        rights = [self.permits(right) for right in Right]
        if all(right is Permission.GRANTED for right in rights) and not self.departures:
            return exactly(Freedom.OPEN)
        limited = self.departures or Permission.DENIED in rights or Permission.CONDITIONAL in rights
        return Interval(
            Freedom.NON_COMMERCIAL if commercial is Permission.UNKNOWN else Freedom.RESTRICTED,
            Freedom.RESTRICTED if limited else Freedom.OPEN,
        )

    @property
    def is_none(self) -> bool:
        """Whether this is the fact that no licence was given (rule 2.8), SPDX `NONE`."""
        return self.id == NONE_ID

    @classmethod
    def get(cls, name: str) -> License:
        """Return the licence that goes by `name`.

        Args:
            name: An SPDX id (of an exception too), a Hub id, an alias or the address of a text; compared without case, spaces, hyphens
                and underscores.

        Raises:
            UnknownNameError: If none does, with the names that come near.
            InvalidValueError: If `name` is no text.

        Examples:
            >>> License.get("Apache 2.0").id
            'Apache-2.0'
        """
        if not isinstance(name, str):
            raise InvalidValueError(f"{shown(name)} is no name of a licence.", mend="Give a text, such as 'MIT'.")
        return _named(name)

    def for_modalities(self, modalities: frozenset[Modality]) -> tuple[Clause, ...]:
        """Return the clauses that hold for a model with these modalities."""
        return tuple(clause for clause in self.clauses if clause.holds_for(modalities))

    def _repr_html_(self) -> str:
        rows = [
            ("Id", self.id),
            ("Steward", self.steward or "not known"),
            ("Freedom", str(self.freedom)),
            *((right.value.capitalize(), self.permits(right).value) for right in Right),
        ]
        clauses = [(clause.section or "", f"{clause.effect.value} {clause.kind.value}", clause.summary) for clause in self.clauses]
        return card(self.name, rows, self.url, clauses, ("Section", "Clause", "Summary"))


@per_bundle
def _named(name: str) -> License:
    """A table of licences asks for the same few names again and again; the import, too, costs more than the answer."""
    from openweights.registry import get_license

    return get_license(name)
