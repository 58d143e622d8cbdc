"""What `cyclonedx-python-lib` writes, as JSON: the document, components, licences and references to pages.

The library (11.12) spells each of them as a version of the specification wants it. It has no model card and no component data, it sorts
what has an order, and of an expression beside another licence, which 1.7 allows, it writes the expression alone; those parts
[`cyclonedx_writer`][openweights.sbom.cyclonedx_writer] adds.
"""

# Its classes go through an untyped decorator, behind which pyright sees no constructor; mypy checks the calls.
# pyright: reportCallIssue=false, reportAttributeAccessIssue=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, cast
from uuid import UUID

import openweights
from openweights.errors import MissingExtraError
from openweights.expression import LicenseExpression
from openweights.license import License
from openweights.plain import Plain
from openweights.sbom.properties import APPLIES_TO, LICENSE_ID, SERVICE

if TYPE_CHECKING:
    from cyclonedx.model import ExternalReference, XsUri

SpecVersion = Literal["1.6", "1.7"]
Table = dict[str, Plain]

#: A page: the type of reference in the words of the format, the address, and what is said of it.
Page = tuple[str, str, str | None]


def check_installed() -> None:
    """Raise an error if the library is not there.

    Raises:
        MissingExtraError: If it is not.
    """
    if find_spec("cyclonedx") is None:
        raise MissingExtraError("Writing CycloneDX", "sbom")


def envelope(version: SpecVersion, serial: UUID, created: datetime.datetime) -> Table:
    """Return a document without components."""
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.tool import ToolRepository
    from cyclonedx.output import make_outputter
    from cyclonedx.schema import OutputFormat, SchemaVersion

    library = Component(type=ComponentType.APPLICATION, name="openweights-taxonomy", version=openweights.__version__)
    metadata = BomMetaData(timestamp=created.astimezone(datetime.UTC), tools=ToolRepository(components=[library]))
    outputter = make_outputter(Bom(serial_number=serial, metadata=metadata), OutputFormat.JSON, SchemaVersion.from_version(version))
    table: Table = json.loads(outputter.output_as_string())
    return table


def component(
    version: SpecVersion,
    type: str,
    ref: str,
    name: str,
    *,
    description: str | None = None,
    developer: str | None = None,
    purl: str | None = None,
    pages: Iterable[Page] = (),
) -> Table:
    """Return a component of a type, in the words of the format."""
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.contact import OrganizationalEntity
    from packageurl import PackageURL

    organization = OrganizationalEntity(name=developer) if developer else None
    return _plain(
        version,
        Component(
            type=ComponentType(type),
            bom_ref=ref,
            name=name,
            description=description,
            manufacturer=organization,
            supplier=organization,
            purl=PackageURL.from_string(purl) if purl else None,
            external_references=[reference for page in pages if (reference := _reference(page)) is not None],
        ),
    )


def license_choice(version: SpecVersion, expression: LicenseExpression, acknowledgement: str) -> Table:
    """Return a licence, or an expression of several, as the item of a list of licences."""
    from cyclonedx.model.license import LicenseAcknowledgement, LicenseExpression as Expression, LicenseExpressionDetails

    if len(expression.licenses) == 1 and expression.licenses[0].id == expression.text:
        return named_license(version, expression.licenses[0], acknowledgement)
    details = [LicenseExpressionDetails(each.id, url=_address(each.url)) for each in expression.licenses if each.url]
    return _plain(version, Expression(expression.text, acknowledgement=LicenseAcknowledgement(acknowledgement), details=details))


def named_license(version: SpecVersion, license: License, acknowledgement: str, *, service: bool = False) -> Table:
    """Return one licence: by its id if the list that the format knows has it, else by name, with our id beside it.

    Args:
        version: The version of the specification.
        license: The licence.
        acknowledgement: Whether it is `declared` or `concluded`.
        service: Whether it is about the hosted service and not the parameters.
    """
    from cyclonedx.model import Property
    from cyclonedx.model.license import DisjunctiveLicense, LicenseAcknowledgement
    from cyclonedx.spdx import is_supported_id

    listed = is_supported_id(license.id)
    marks = [] if listed else [Property(name=LICENSE_ID, value=license.id)]
    written = DisjunctiveLicense(
        id=license.id if listed else None,
        name=None if listed else license.id if license.is_none else license.name,
        url=_address(license.url) if license.url and not listed else None,
        acknowledgement=LicenseAcknowledgement(acknowledgement),
        properties=[*marks, Property(name=APPLIES_TO, value=SERVICE)] if service else marks,
    )
    return {"license": _plain(version, written)}


def _reference(page: Page) -> ExternalReference | None:
    """Return a reference to a page, or none if the format does not take the address: the record keeps it anyway."""
    from cyclonedx.model import ExternalReference, ExternalReferenceType

    kind, url, comment = page
    address = _address(url)
    return None if address is None else ExternalReference(type=ExternalReferenceType(kind), url=address, comment=comment)


def _address(url: str) -> XsUri | None:
    from cyclonedx.exception.model import InvalidUriException
    from cyclonedx.model import XsUri

    try:
        return XsUri(url)
    except InvalidUriException:
        return None


def _plain(version: SpecVersion, item: object) -> Table:
    """Return an object of the library as JSON in a version of the specification."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.schema.schema import SCHEMA_VERSIONS

    table: Table = json.loads(cast("Any", item).as_json(view_=SCHEMA_VERSIONS[SchemaVersion.from_version(version)]))
    return table
