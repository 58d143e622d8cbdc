"""A model as somebody's SBOM lists it."""

from __future__ import annotations

from attrs import frozen

from openweights.expression import LicenseExpression
from openweights.interop.imported import Imported


@frozen(kw_only=True)
class ListedModel:
    """A model that a document lists: what it is called there, and what it says of it.

    Examples:
        >>> from openweights.sbom import from_cyclonedx, models_in_sbom
        >>> bom = '{"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model", "name": "Mistral 7B"}]}'
        >>> models_in_sbom(bom)[0].listed.place
        'components[0]'
    """

    #: Where it stands in the document.
    place: str
    #: Its name.
    name: str
    #: The group, or the supplier's part of the name, if the document gives one.
    group: str | None = None
    #: Its version.
    version: str | None = None
    #: Its package URL.
    purl: str | None = None
    #: The licence that the document declares.
    declared: LicenseExpression | None = None
    #: The licence that the author of the document concluded.
    concluded: LicenseExpression | None = None
    #: The model that the document describes, and what of it has no place in a model.
    imported: Imported
