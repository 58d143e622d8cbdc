"""A licence: its names, what it permits and what its clauses say."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from attrs import Attribute, converters, field, frozen

from openweights import convert
from openweights.clause import Clause, ClauseKind, Effect
from openweights.errors import InvalidValueError
from openweights.ladder import Freedom, Interval
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


def _members(values: Iterable[License | Mapping[str, object]]) -> tuple[License, ...]:
    return convert.records(License, "members")(values)


@frozen(kw_only=True, cache_hash=True)
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
        supersedes: The id of the version before.
        members: For a name that stands for several licences (`gpl`, `cc`): these licences.
        source: Where the text that was read is published.
        verified: The day on which it was read.
        note: What a reader must know besides.

    Raises:
        InvalidValueError: If a field is malformed, or the clauses contradict a permission or an approval.

    >>> License("LicenseRef-acme").freedom
    Interval(low=<Freedom.NON_COMMERCIAL: 'non-commercial'>, high=<Freedom.OPEN: 'open'>)
    """

    #: SPDX id, or `LicenseRef-` with a slug.
    id: str = field(kw_only=False, converter=convert.text("id", convert.LONGEST_NAME))
    #: Its title.
    name: str = field(converter=convert.text("name", convert.LONGEST_NAME))
    #: The version as the text names it.
    version: str | None = field(default=None, converter=converters.optional(convert.text("version", convert.LONGEST_NAME)))
    #: Who publishes the text.
    steward: str | None = field(default=None, converter=converters.optional(convert.text("steward", convert.LONGEST_NAME)))
    #: The canonical page of the text.
    url: str | None = field(default=None, converter=converters.optional(convert.url("url")))
    #: Other names.
    aliases: tuple[str, ...] = field(default=(), converter=convert.texts("aliases"))
    #: Other addresses of the same text.
    urls: tuple[str, ...] = field(default=(), converter=convert.urls("urls"))
    #: Whether the OSI has approved it.
    osi_approved: Verdict = field(default=Verdict.UNKNOWN, converter=convert.enum_member(Verdict, "osi_approved"))
    #: Whether the FSF lists it as free.
    fsf_libre: Verdict = field(default=Verdict.UNKNOWN, converter=convert.enum_member(Verdict, "fsf_libre"))
    #: What it permits, as recorded; [`permits`][openweights.License.permits] also heeds the clauses.
    permissions: Permissions = field(factory=Permissions, converter=convert.one_record(Permissions, "permissions"))
    #: What its clauses say, in the order of the text.
    clauses: tuple[Clause, ...] = field(default=(), converter=convert.records(Clause, "clauses"))
    #: The id of the version before.
    supersedes: str | None = field(default=None, converter=converters.optional(convert.text("supersedes", convert.LONGEST_NAME)))
    #: The licences that a family name stands for.
    members: tuple[License, ...] = field(default=(), converter=_members)
    #: Where the text that was read is published.
    source: str | None = field(default=None, converter=converters.optional(convert.url("source")))
    #: The day on which the text was read.
    verified: datetime.date | None = field(default=None, converter=convert.day("verified"))
    #: What a reader must know besides.
    note: str | None = field(default=None, converter=converters.optional(convert.text("note")))

    @name.default
    def _name_is_id(self) -> str:
        return self.id

    @id.validator
    def _check_id(self, _: Attribute[str], value: str) -> None:
        if any(not (c.isascii() and (c.isalnum() or c in ".-+")) for c in value):
            raise InvalidValueError(
                f"{value!r} is no licence id.",
                mend="Use an SPDX id, or 'LicenseRef-' with letters, digits, '.' and '-'.",
                path=("id",),
            )

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
            if clause.departs_from and Verdict.MET in (self.osi_approved, self.fsf_libre):
                raise InvalidValueError(
                    f"The clause {clause.effect.value} {clause.kind.value}, which {clause.departs_from} does not allow, "
                    "but the licence is marked as approved by the OSI or listed as free by the FSF.",
                    mend="Mend the clause or the mark.",
                    path=("clauses", position),
                )

    def permits(self, right: Right) -> Permission:
        """Return what the licence permits of `right`: the recorded permission, lowered by the clauses."""
        permission = self.permissions[right]
        if permission is Permission.UNKNOWN and Verdict.MET in (self.osi_approved, self.fsf_libre):
            permission = Permission.GRANTED
        for clause in self.clauses:
            bound = bound_of(clause)
            if bound is not None and bound[0] is right:
                permission &= bound[1]
        return permission

    @property
    def departures(self) -> tuple[Clause, ...]:
        """The clauses that the Open Source Definition does not allow, in the order of the text."""
        return tuple(clause for clause in self.clauses if clause.departs_from)

    @property
    def freedom(self) -> Interval[Freedom]:
        """What parameters under this licence come to on the freedom axis (design section 2).

        Without commercial use it is `non-commercial`; with a clause that the Open Source Definition does not allow `restricted`;
        `open` if every right is granted without such a clause, or the OSI approved it, or the FSF lists it as free.
        """
        if self.members:
            return Interval.hull(member.freedom for member in self.members)
        commercial = self.permits(Right.COMMERCIAL)
        if commercial is Permission.DENIED:
            return Interval.exactly(Freedom.NON_COMMERCIAL)
        rights = [self.permits(right) for right in Right]
        if all(right is Permission.GRANTED for right in rights) and not self.departures:
            return Interval.exactly(Freedom.OPEN)
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
            name: An SPDX id, a Hub id, an alias or the address of a text; compared without case, spaces, hyphens and underscores.

        Raises:
            UnknownNameError: If none does, with the names that come near.

        >>> License.get("Apache 2.0").id
        'Apache-2.0'
        """
        from openweights.registry import get_license

        return get_license(name)

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


