"""Records to CycloneDX 1.6 and 1.7 ML-BOMs.

`cyclonedx-python-lib` (11.12) writes what it models: the document, its tools, components with names, suppliers, package URLs, licences
and external references, as each version of the specification spells them. It has no model card, no component data, it sorts what has an
order, and it does not write an expression beside another licence, which 1.7 allows: these parts are added to its JSON here.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, cast
from uuid import NAMESPACE_URL, uuid5

from attrs import field, frozen

import openweights
from openweights.artifact import Artifact, ArtifactKind, ContentType
from openweights.catalogue import find_model
from openweights.errors import InvalidValueError, MissingExtraError, shown
from openweights.expression import LicenseExpression
from openweights.license import NOASSERTION_ID, License
from openweights.lineage import Resolve, is_service_only
from openweights.model import BaseModel, Model
from openweights.plain import Plain
from openweights.sbom.licensing import concluded_license, declared_license
from openweights.sbom.properties import (
    APPLIES_TO,
    LICENSE_ID,
    SERVICE,
    Pairs,
    artifact_pair,
    base_pairs,
    found_pairs,
    model_pairs,
    reference_pair,
)
from openweights.sbom.purl import hub_purl
from openweights.sbom.selection import chosen_models

if TYPE_CHECKING:
    from cyclonedx.model import ExternalReference
    from cyclonedx.model.license import DisjunctiveLicense
    from cyclonedx.model.tool import ToolRepository

SpecVersion = Literal["1.6", "1.7"]

#: The versions of the specification that are written.
SPEC_VERSIONS: tuple[SpecVersion, ...] = ("1.6", "1.7")

#: How many components one document may have: a lineage that repeats itself would fill any.
MOST_COMPONENTS = 20_000

_Table = dict[str, Plain]

#: The data sets that a model card of CycloneDX is about: those the model was made from.
_TRAINING = (ArtifactKind.DATASETS, ArtifactKind.FINE_TUNING_DATASETS)
_DATA_SETS = (*_TRAINING, ArtifactKind.EVALUATION_DATA)


def to_cyclonedx(
    models: Iterable[Model | str],
    *,
    spec_version: SpecVersion = "1.6",
    created: datetime.datetime | None = None,
    resolve: Resolve = find_model,
) -> str:
    """Return a CycloneDX ML-BOM in JSON that lists models, their data sets, licences and lineage.

    Each model is a component of type `machine-learning-model`, each of its data sets one of type `data`, each base model an ancestor in
    its pedigree. Licences are `declared` (what the publisher put on the parameters) and `concluded` (with what comes from the bases).
    What CycloneDX has no field for is in properties under `openweights:`.

    Args:
        models: The models; a name stands for the record that carries it.
        spec_version: The version of the specification.
        created: When the document was made; now, if not given. All else depends on the models alone.
        resolve: Finds a base model that is given by name; the bundled data unless told otherwise.

    Raises:
        UnknownNameError: If a name is not known.
        InvalidValueError: If a name stands for several releases, the version is not written here, or the lineage is too large.
        LineageError: If a model descends from itself.
        MissingExtraError: If `cyclonedx-python-lib` is not installed.

    Source: CycloneDX 1.6 and 1.7, `bom-1.6.schema.json`, `bom-1.7.schema.json`.

    Examples:
        >>> bom = json.loads(to_cyclonedx(["gpt-oss-120b"]))
        >>> bom["components"][0]["licenses"][0]
        {'license': {'acknowledgement': 'declared', 'id': 'Apache-2.0'}}
    """
    if spec_version not in SPEC_VERSIONS:
        raise InvalidValueError(f"{shown(spec_version)} is no version that is written.", mend=f"Use one of: {', '.join(SPEC_VERSIONS)}.")
    try:
        import cyclonedx  # noqa: F401
    except ModuleNotFoundError:
        raise MissingExtraError("Writing CycloneDX", "sbom") from None
    writer = _Writer(spec_version, resolve)
    for model in chosen_models(models):
        writer.add(model)
    return writer.document(created or datetime.datetime.now(datetime.UTC))


@frozen
class _Writer:
    """The document as it grows."""

    spec_version: SpecVersion
    resolve: Resolve
    components: list[_Table] = field(factory=list[_Table])
    dependencies: list[_Table] = field(factory=list[_Table])
    refs: set[str] = field(factory=set[str])

    def add(self, model: Model) -> None:
        """Add a model, and behind it its data sets."""
        found = found_pairs(model, self.resolve)  # raises an error if the lineage has no end
        ref = self._ref(f"model:{model.id}")
        refs = {artifact: self._ref(f"{ref}/{artifact.kind.value}") for artifact in model.artifacts_of(*_DATA_SETS)}
        component = self._model(model, ref, refs)
        component["properties"] = _properties([*_pairs_of(component), *found])
        training = [data for artifact, data in refs.items() if artifact.kind in _TRAINING]
        if training:
            component["modelCard"] = {"modelParameters": {"datasets": [{"ref": data} for data in training]}}
        self.components.append(component)
        self.components.extend(self._data_set(model, artifact, data) for artifact, data in refs.items())
        self.dependencies.append({"ref": ref, "dependsOn": list(refs.values())})

    def document(self, created: datetime.datetime) -> str:
        """Return the document as JSON."""
        from cyclonedx.model.bom import Bom, BomMetaData
        from cyclonedx.output import make_outputter
        from cyclonedx.schema import OutputFormat, SchemaVersion

        serial = uuid5(NAMESPACE_URL, json.dumps([self.components, self.dependencies]))
        bom = Bom(serial_number=serial, metadata=BomMetaData(timestamp=created.astimezone(datetime.UTC), tools=_tools()))
        schema = SchemaVersion.from_version(self.spec_version)
        table = cast("_Table", json.loads(make_outputter(bom, OutputFormat.JSON, schema).output_as_string()))
        table |= {"components": [*self.components], "dependencies": [*self.dependencies]}
        return json.dumps(table, indent=2)

    def _ref(self, wanted: str) -> str:
        """Return a reference that no other component has."""
        if len(self.refs) >= MOST_COMPONENTS:
            raise InvalidValueError(f"There are more than {MOST_COMPONENTS:,} components.", mend="Write fewer models into one document.")
        ref, number = wanted, 1
        while ref in self.refs:
            number += 1
            ref = f"{wanted}#{number}"
        self.refs.add(ref)
        return ref

    def _model(self, model: Model, ref: str, data: Mapping[Artifact, str]) -> _Table:
        """Return the component of a model; the data sets that are components of their own stand in it by reference."""
        component = self._component(model, ref, model.name, next(filter(None, map(hub_purl, model.hub_ids)), None))
        pairs = model_pairs(model)
        pairs += [reference_pair(data[artifact]) if artifact in data else artifact_pair(artifact) for artifact in model.artifacts]
        component["properties"] = _properties(pairs)
        return component

    def _component(self, model: Model, ref: str, name: str, purl: str | None) -> _Table:
        """Return what is known of a model in fields of the format."""
        from cyclonedx.model.component import Component, ComponentType
        from cyclonedx.model.contact import OrganizationalEntity
        from packageurl import PackageURL

        developer = OrganizationalEntity(name=model.developer) if model.developer else None
        component = self._plain(
            Component(
                type=ComponentType.MACHINE_LEARNING_MODEL,
                bom_ref=ref,
                name=name,
                description=model.note,
                manufacturer=developer,
                supplier=developer,
                purl=PackageURL.from_string(purl) if purl else None,
                external_references=_references(model),
            )
        )
        self._add_licenses(component, model)
        if model.base_models:
            ancestors: list[Plain] = [self._base(base, f"{ref}/base") for base in model.base_models]
            component["pedigree"] = {"ancestors": ancestors}
        return component

    def _base(self, base: BaseModel, wanted: str) -> _Table:
        """Return a base model as an ancestor. One that is given by name has no id: it is read as that name again."""
        ref = self._ref(wanted)
        if isinstance(base.model, Model):
            component = self._model(base.model, ref, {})
        else:
            known = self.resolve(base.model)
            purls = map(hub_purl, (base.model, *(known.hub_ids if known else ())))
            component = self._component(known or Model(base.model), ref, base.model, next(filter(None, purls), None))
        component["properties"] = _properties([*base_pairs(base), *_pairs_of(component)])
        return component

    def _data_set(self, model: Model, artifact: Artifact, ref: str) -> _Table:
        from cyclonedx.model.component import Component, ComponentType

        name = artifact.name or f"{model.name} {artifact.kind.value}"
        references = _reference("DISTRIBUTION", artifact.url) if artifact.url else []
        component = self._plain(
            Component(type=ComponentType.DATA, bom_ref=ref, name=name, description=artifact.note, external_references=references)
        )
        license = model.license_of(artifact)
        if license is not None and license.text != NOASSERTION_ID:
            component["licenses"] = [self._license(license, "declared")]
        contents: _Table = {"contents": {"url": references[0].url.uri}} if references else {}
        component["data"] = [{"type": "dataset", "name": name, **contents}]
        component["properties"] = _properties([artifact_pair(artifact)])
        return component

    def _add_licenses(self, component: _Table, model: Model) -> None:
        """Add the licences: 1.6 takes either one expression or a list of others, so there the concluded one may go with the evidence."""
        declared, concluded = declared_license(model), concluded_license(model, self.resolve)
        if declared is None:
            if is_service_only(model):
                component["licenses"] = self._service_licenses(model)
            return
        said = self._license(declared, "declared")
        found = self._license(concluded, "concluded") if concluded is not None else None
        component["licenses"] = [said]
        if found is None:
            return
        if self.spec_version == "1.6" and ("expression" in said or "expression" in found):
            component["evidence"] = {"licenses": [found]}
        else:
            component["licenses"] = [said, found]

    def _service_licenses(self, model: Model) -> list[Plain]:
        """Return the terms of a service, marked as such: they are no licence of parameters that nobody can have."""
        licenses = dict.fromkeys(license for terms in model.service_terms for license in terms.license.licenses)
        return [self._plain_license(_named(license, "declared", service=True)) for license in licenses]

    def _license(self, expression: LicenseExpression, acknowledgement: str) -> _Table:
        from cyclonedx.model import XsUri
        from cyclonedx.model.license import LicenseAcknowledgement, LicenseExpression as CdxExpression, LicenseExpressionDetails

        if len(expression.licenses) == 1 and expression.licenses[0].id == expression.text:
            return self._plain_license(_named(expression.licenses[0], acknowledgement))
        details = [LicenseExpressionDetails(each.id, url=XsUri(each.url)) for each in expression.licenses if each.url]
        return self._plain(CdxExpression(expression.text, acknowledgement=LicenseAcknowledgement(acknowledgement), details=details))

    def _plain_license(self, license: DisjunctiveLicense) -> _Table:
        return {"license": self._plain(license)}

    def _plain(self, item: object) -> _Table:
        """Return an object of the library as JSON in this version of the specification."""
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.schema.schema import SCHEMA_VERSIONS

        view = SCHEMA_VERSIONS[SchemaVersion.from_version(self.spec_version)]
        return cast("_Table", json.loads(cast("Any", item).as_json(view_=view)))


def _named(license: License, acknowledgement: str, *, service: bool = False) -> DisjunctiveLicense:
    from cyclonedx.model import Property, XsUri
    from cyclonedx.model.license import DisjunctiveLicense, LicenseAcknowledgement
    from cyclonedx.spdx import is_supported_id

    listed = is_supported_id(license.id)
    marks = [] if listed else [Property(name=LICENSE_ID, value=license.id)]
    return DisjunctiveLicense(
        id=license.id if listed else None,
        name=None if listed else license.id if license.is_none else license.name,
        url=XsUri(license.url) if license.url and not listed else None,
        acknowledgement=LicenseAcknowledgement(acknowledgement),
        properties=[*marks, Property(name=APPLIES_TO, value=SERVICE)] if service else marks,
    )


_CODE_OR_DOCUMENT = {ContentType.CODE: "VCS", ContentType.DOCUMENT: "DOCUMENTATION"}


def _references(model: Model) -> list[ExternalReference]:
    """Return the pages that belong to a model: its repositories, its parts, the sources of what is said of it."""
    found: list[ExternalReference] = []
    for hub_id in model.hub_ids:
        if hub_purl(hub_id):
            found += _reference("DISTRIBUTION", f"https://huggingface.co/{hub_id}")
    for artifact in model.artifacts:
        if artifact.url and artifact.kind not in _DATA_SETS:
            kind = "DISTRIBUTION" if artifact.kind not in _PAGES else _PAGES[artifact.kind]
            found += _reference(_CODE_OR_DOCUMENT.get(artifact.kind.content_type, kind) if kind == "DISTRIBUTION" else kind, artifact.url)
    for source in model.sources:
        found += _reference("EVIDENCE", source.url, f"Supports: {', '.join(source.supports)}" if source.supports else None)
    return found


_PAGES = {ArtifactKind.MODEL_CARD: "MODEL_CARD", ArtifactKind.EVALUATION_RESULTS: "QUALITY_METRICS"}


def _reference(kind: str, url: str, comment: str | None = None) -> list[ExternalReference]:
    """Return a reference to a page, or none if the specification does not take the address: the record keeps it anyway."""
    from cyclonedx.exception.model import InvalidUriException
    from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri

    try:
        return [ExternalReference(type=ExternalReferenceType[kind], url=XsUri(url), comment=comment)]
    except InvalidUriException:
        return []


def _properties(pairs: Pairs) -> list[Plain]:
    return [{"name": name, "value": value} for name, value in pairs]


def _pairs_of(component: _Table) -> Pairs:
    listed = cast("list[dict[str, str]]", component.get("properties", []))
    return [(each["name"], each["value"]) for each in listed]


def _tools() -> ToolRepository:
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.tool import ToolRepository

    return ToolRepository(
        components=[Component(type=ComponentType.APPLICATION, name="openweights-taxonomy", version=openweights.__version__)]
    )
