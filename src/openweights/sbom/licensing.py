"""The licences of a model as an SBOM states them: declared by the publisher, and concluded from the lineage."""

from __future__ import annotations

from collections.abc import Sequence

from openweights.artifact import ArtifactKind
from openweights.errors import InvalidValueError, shown
from openweights.expression import LicenseExpression
from openweights.license import NOASSERTION_ID
from openweights.lineage import Resolve, ancestors
from openweights.model import Model
from openweights.names import slug
from openweights.registry import find_license

#: More licences than this on one thing are no statement that anybody could follow.
MOST_LICENSES = 50


def declared_license(model: Model) -> LicenseExpression | None:
    """Return the licence that a model's own record puts on its parameters: that of all its parameter artifacts together.

    Nothing, if there are no parameters on record or the licence of some is not.
    """
    parameters = model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)
    return joined([model.license_of(artifact) for artifact in parameters])


def concluded_license(model: Model, resolve: Resolve) -> LicenseExpression | None:
    """Return the licence that the parameters are under with what comes from the bases whose weights they contain (rule 2.4).

    A base whose owner licensed the release anew adds nothing, a distillation neither: what it passes on is no licence of these
    weights. Nothing, if the licence of the model or of such a base is not known.

    Args:
        model: The model.
        resolve: Finds a base that is given by name.

    Raises:
        LineageError: If the lineage has no end.
    """
    bases = [ancestor.model for ancestor in ancestors(model, resolve) if ancestor.contained and not ancestor.relicensed]
    return joined([declared_license(each) if each else None for each in (model, *bases)])


def joined(expressions: Sequence[LicenseExpression | None]) -> LicenseExpression | None:
    """Return the expression under which all of several hold; nothing if one is not known, or none is given."""
    distinct: dict[str, LicenseExpression] = {}
    for expression in expressions:
        if expression is None or expression.text == NOASSERTION_ID:
            return None
        distinct.setdefault(expression.text, expression)
    if len(distinct) > MOST_LICENSES:
        return None
    if len(distinct) > 1 and any(each.is_none for expression in distinct.values() for each in expression.licenses):
        return None  # `NONE` stands alone in SPDX: no expression says "MIT, and a part without any licence"
    result: LicenseExpression | None = None
    for expression in distinct.values():
        try:
            result = expression if result is None else result & expression
        except InvalidValueError:  # too long, or nested too deeply, for an expression
            return None
    return result


def license_named(title: str, url: str | None, place: str, unmapped: list[str]) -> LicenseExpression | None:
    """Return the licence that a stranger's title, or the address beside it, names.

    A title that nobody knows is one licence with unknown terms.

    Args:
        title: What stands where a name of a licence should, an expression included.
        url: The address of its text, if one is given.
        place: Where it stands, for `unmapped`.
        unmapped: Takes what could not be read as what it should be.
    """
    known = find_license(title) or (find_license(url) if url else None)
    if known is not None:
        return None if known.id == NOASSERTION_ID else LicenseExpression(known.id)
    try:
        expression = LicenseExpression(title)
    except InvalidValueError:
        expression = None
    unknown = [each.id for each in expression.licenses if find_license(each.id) is None] if expression else []
    # A title in words, such as "MIT or similar", parses too: what it does not spell as an id of its own was not meant as one.
    if expression is not None and all(each in title for each in unknown):
        unmapped += [f"{place}: no licence is known as {shown(each)}, so its terms are unknown." for each in unknown]
        return expression
    unmapped.append(f"{place}: {shown(title)}: no licence is known by this name, so its terms are unknown.")
    return LicenseExpression(f"LicenseRef-{slug(title[:200]) or 'unknown'}")
