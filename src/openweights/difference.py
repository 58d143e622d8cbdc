"""What changed between two licences, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from attrs import asdict, frozen

from openweights.clause import Clause, ClauseKind
from openweights.license import License
from openweights.permission import Permission, Right


class ChangeKind(Enum):
    """What happened to a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@frozen(kw_only=True)
class Change:
    """One clause that differs."""

    #: What happened to it.
    change: ChangeKind
    #: What it is about.
    kind: ClauseKind
    #: The clause of the first licence; nothing if it was added.
    before: Clause | None = None
    #: The clause of the second licence; nothing if it was removed.
    after: Clause | None = None


@frozen(kw_only=True)
class PermissionChange:
    """One right that differs."""

    #: The right.
    right: Right
    #: What the first licence permits of it.
    before: Permission
    #: What the second licence permits of it.
    after: Permission


@frozen(kw_only=True)
class Difference:
    """What differs between two licences.

    Sections and summaries do not count: two clauses are the same if all that can be computed with is (effect, threshold, territories,
    purposes, acts, fixed words and so on).
    """

    #: The id of the first licence.
    before: str
    #: The id of the second licence.
    after: str
    #: The rights that differ.
    permissions: tuple[PermissionChange, ...] = ()
    #: The clauses that differ, in the order of the vocabulary.
    changes: tuple[Change, ...] = ()


def diff(before: License | str, after: License | str) -> Difference:
    """Return what differs between two licences, for example two versions of one.

    Args:
        before: A licence, or a name of one.
        after: A licence, or a name of one.

    Raises:
        UnknownNameError: If a name is not known.

    Examples:
        >>> [change.change.value for change in diff("llama3", "llama3.1").changes if change.kind is ClauseKind.OUTPUT_TRAINING]
        ['removed']
    """
    old, new = (License.get(each) if isinstance(each, str) else each for each in (before, after))
    rights = [
        PermissionChange(right=right, before=one, after=other) for right, one, other in zip(Right, _rights(old), _rights(new), strict=True)
    ]
    return Difference(
        before=old.id,
        after=new.id,
        permissions=tuple(each for each in rights if each.before is not each.after),
        changes=tuple(change for kind in ClauseKind for change in _changes(kind, old, new)),
    )


@lru_cache(maxsize=1024)
def _rights(license: License) -> tuple[Permission, ...]:
    """What a licence permits, in the order of the rights; kept, since one licence is compared with many."""
    return tuple(map(license.permits, Right))


@lru_cache(maxsize=1024)
def _by_kind(license: License) -> dict[ClauseKind, tuple[tuple[Clause, dict[str, object]], ...]]:
    """The clauses of a licence by kind, in the order of the text, each with its substance; kept likewise."""
    found: dict[ClauseKind, list[tuple[Clause, dict[str, object]]]] = {}
    for clause in license.clauses:
        found.setdefault(clause.kind, []).append((clause, substance(clause)))
    return {kind: tuple(clauses) for kind, clauses in found.items()}


def _changes(kind: ClauseKind, old: License, new: License) -> Iterator[Change]:
    before, after = _by_kind(old).get(kind, ()), list(_by_kind(new).get(kind, ()))
    gone: list[Clause] = []
    for clause, meaning in before:
        same = next((position for position, (_, other) in enumerate(after) if other == meaning), None)
        if same is None:
            gone.append(clause)
        else:
            del after[same]
    come = [clause for clause, _ in after]
    # What is left is paired by effect first, so that a ban is compared with a ban.
    for clause in list(gone):
        match = next((each for each in come if each.effect is clause.effect), None)
        if match is not None:
            gone.remove(clause)
            come.remove(match)
            yield Change(change=ChangeKind.CHANGED, kind=kind, before=clause, after=match)
    for clause, other in zip(list(gone), list(come), strict=False):
        gone.remove(clause)
        come.remove(other)
        yield Change(change=ChangeKind.CHANGED, kind=kind, before=clause, after=other)
    yield from (Change(change=ChangeKind.REMOVED, kind=kind, before=clause) for clause in gone)
    yield from (Change(change=ChangeKind.ADDED, kind=kind, after=clause) for clause in come)


_IN_WORDS = ("section", "summary", "scope", "exception", "url")


def substance(clause: Clause) -> dict[str, object]:
    """Return all that can be computed with of a clause: its fields but those in free words."""
    return {name: value for name, value in asdict(clause, recurse=False).items() if name not in _IN_WORDS}
