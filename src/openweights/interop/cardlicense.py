"""Which licence a model card gives: `license`, `license_name`, `license_link` and the tag `license:`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from openweights import convert
from openweights.errors import InvalidValueError, shown
from openweights.expression import LicenseExpression
from openweights.license import NOASSERTION_ID, License
from openweights.names import LONGEST_NAME, slug
from openweights.registry import find_license

#: Words in the place of a licence that name none. `none`, as a word, is a value that was not filled in or a wish: whether there is a
#: licence, a card cannot deny, since a file may hold one.
_NAMES_NO_LICENSE = frozenset({"other", "unknown", "none", "n/a", "na", "license", "custom", "proprietary", "tbd", "noassertion"})

#: How many licences a card may list.
_MOST = 20


def license_of_card(metadata: Mapping[str, object], unmapped: list[str]) -> LicenseExpression | None:
    """Return the licence that the metadata of a card give; nothing if they do not speak of one.

    Args:
        metadata: The metadata.
        unmapped: Takes what could not be read, a sentence each.
    """
    said = _said(metadata, unmapped)
    if not said:
        if not any(metadata.get(field) for field in ("license_name", "license_link")):
            return None
        said = ["other"]
    found = [_one(each, metadata, unmapped) for each in said]
    known = list(dict.fromkeys(each for each in found if each is not None))
    if len(known) == len(found) == 1:
        return known[0]
    if len(known) < len(found) or not known:
        return LicenseExpression(NOASSERTION_ID)
    if len(known) == 1:
        return known[0]
    unmapped.append(f"license: {', '.join(each.text for each in known)}: the card does not say whether all hold or one may be chosen.")
    return one_of(known)


def _said(metadata: Mapping[str, object], unmapped: list[str]) -> list[str]:
    """The texts under `license`, else the tags `license:`."""
    value = metadata.get("license")
    if value in (None, "", []):
        tags = metadata.get("tags")
        words = [each for each in cast("list[object]", tags) if isinstance(each, str)] if isinstance(tags, list) else []
        return [each.partition(":")[2].strip() for each in words if each.startswith("license:") and each.partition(":")[2].strip()][:_MOST]
    listed = cast("list[object]", value) if isinstance(value, list) else [value]
    if len(listed) > _MOST:
        unmapped.append(f"license: {len(listed)} licences are listed; more than {_MOST} are not read.")
        return ["other"]
    texts: list[str] = []
    for each in listed:
        if isinstance(each, str) and each.strip() and len(each) <= LONGEST_NAME:
            texts.append(each.strip())
        else:
            unmapped.append(f"license: {shown(each)}: is no name of a licence.")
            texts.append("unknown")
    return texts


def _one(said: str, metadata: Mapping[str, object], unmapped: list[str]) -> LicenseExpression | None:
    """Return the licence that one text names; nothing if it names none that can be told."""
    if said.casefold() not in _NAMES_NO_LICENSE:
        return _expression(said, unmapped)
    if said.casefold() == "other":
        return _other(metadata, unmapped)
    unmapped.append(f"license: {shown(said)}: names no licence.")
    return None


def _other(metadata: Mapping[str, object], unmapped: list[str]) -> LicenseExpression | None:
    """Resolve `license: other` through `license_name` and `license_link`."""
    name, link = _text(metadata, "license_name", unmapped), _text(metadata, "license_link", unmapped)
    if name is not None and name.casefold() in _NAMES_NO_LICENSE:
        name = None
    by_name = find_license(name) if name else None
    by_link = find_license(link) if link else None
    if by_name is not None and by_link is not None and by_name != by_link:
        # A name may stand for several versions; then the address tells which.
        if by_link in by_name.members:
            return LicenseExpression.of(by_link)
        if by_name in by_link.members:
            return LicenseExpression.of(by_name)
        unmapped.append(f"license_name, license_link: the name is that of {by_name.id}, the address that of {by_link.id}.")
        return None
    found = by_name or by_link
    if found is not None:
        return LicenseExpression.of(found)
    if link is not None and "://" not in link:
        unmapped.append(f"license_link: {shown(link)}: is a file of the repository, which a card does not show.")
    if name is None or not slug(name):
        unmapped.append(f"license: 'other', with the address {shown(link)}: no licence is known by it.")
        return None
    unmapped.append(f"license_name: {shown(name)}: no licence is known by this name, so its terms are unknown.")
    try:
        address = convert.url(link) if link is not None else None
    except InvalidValueError:
        address = None
    return LicenseExpression.of(License(f"LicenseRef-{slug(name)}", name=name, url=address))


def _expression(said: str, unmapped: list[str]) -> LicenseExpression | None:
    """Return the licence or the SPDX expression that a text says. A text that is neither is one licence with unknown terms."""
    try:
        expression = LicenseExpression(said)
    except InvalidValueError:
        expression = None
    unknown = [each for each in expression.licenses if find_license(each.id) is None] if expression else []
    if expression is not None and len(unknown) < len(expression.licenses):
        unmapped += [f"license: no licence is known as {shown(each.name)}, so its terms are unknown." for each in unknown]
        return expression
    unmapped.append(f"license: {shown(said)}: no licence is known by this name, so its terms are unknown.")
    return LicenseExpression.of(License(f"LicenseRef-{slug(said)}", name=said)) if slug(said) else None


def one_of(known: list[LicenseExpression]) -> LicenseExpression:
    """Return what licences come to of which it is not known whether all hold or one may be chosen: the interval over them (rule 2.10)."""
    several = list(dict.fromkeys(known))
    if len(several) == 1:
        return several[0]
    members = tuple({license.id: license for each in several for license in each.licenses}.values())
    name = " or ".join(each.id for each in members)[:LONGEST_NAME]
    return LicenseExpression.of(License(f"LicenseRef-one-of-{slug(name)}"[:LONGEST_NAME], name=name, members=members))


def _text(metadata: Mapping[str, object], field: str, unmapped: list[str]) -> str | None:
    value = metadata.get(field)
    if value is None or value == "":
        return None
    if isinstance(value, str) and len(value) <= convert.LONGEST_URL:
        return value.strip() or None
    unmapped.append(f"{field}: {shown(value)}: is no text of a bounded length.")
    return None
