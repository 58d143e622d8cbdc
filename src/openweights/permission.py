"""What a licence permits, right by right."""

from __future__ import annotations

from enum import Enum

from attrs import evolve, field, frozen

from openweights import convert


class Permission(Enum):
    """Whether a right is granted.

    `GRANTED` means with at most such duties as the Open Source Definition allows (notices, copyleft); `CONDITIONAL` with a further
    restriction; `DENIED` not under these terms, even if another licence could be had.
    """

    DENIED = "denied"
    CONDITIONAL = "conditional"
    GRANTED = "granted"
    UNKNOWN = "unknown"

    def __and__(self, other: Permission) -> Permission:
        """Return the lesser permission; unknown where the unknown could still be the lesser."""
        for decisive in (Permission.DENIED, Permission.UNKNOWN, Permission.CONDITIONAL):
            if decisive in (self, other):
                return decisive
        return Permission.GRANTED

    def __or__(self, other: Permission) -> Permission:
        """Return the greater permission; unknown where the unknown could still be the greater."""
        for decisive in (Permission.GRANTED, Permission.UNKNOWN, Permission.CONDITIONAL):
            if decisive in (self, other):
                return decisive
        return Permission.DENIED


class Right(Enum):
    """The rights that a licence is asked about: the four freedoms of the OSAID, and commercial use."""

    USE = "use"
    STUDY = "study"
    MODIFY = "modify"
    SHARE = "share"
    COMMERCIAL = "commercial"


def _permission(value: Permission | str) -> Permission:
    return convert.member(Permission, value)


@frozen(kw_only=True, field_transformer=convert.named)
class Permissions:
    """One permission for each right; what is not given is unknown.

    Examples:
        >>> (Permissions.all(Permission.GRANTED) & Permissions(commercial="denied")).commercial
        <Permission.DENIED: 'denied'>
    """

    #: To run it, for any purpose.
    use: Permission = field(default=Permission.UNKNOWN, converter=_permission)
    #: To inspect how it works.
    study: Permission = field(default=Permission.UNKNOWN, converter=_permission)
    #: To change it and make works derived from it.
    modify: Permission = field(default=Permission.UNKNOWN, converter=_permission)
    #: To pass it on, changed or not.
    share: Permission = field(default=Permission.UNKNOWN, converter=_permission)
    #: To use it for commercial ends.
    commercial: Permission = field(default=Permission.UNKNOWN, converter=_permission)

    @classmethod
    def all(cls, permission: Permission) -> Permissions:
        """Return the same permission for every right."""
        return cls(use=permission, study=permission, modify=permission, share=permission, commercial=permission)

    def __getitem__(self, right: Right) -> Permission:
        permission: Permission = getattr(self, right.value)
        return permission

    def lowered(self, right: Right, bound: Permission) -> Permissions:
        """Return these permissions with `right` no greater than `bound`."""
        return evolve(self, **{right.value: self[right] & bound})

    def __and__(self, other: Permissions) -> Permissions:
        return Permissions(**{right.value: self[right] & other[right] for right in Right})

    def __or__(self, other: Permissions) -> Permissions:
        return Permissions(**{right.value: self[right] | other[right] for right in Right})
