"""Records to SPDX 3.0.1 documents with the AI and Dataset profiles, as JSON-LD. No package is needed for it.

A document claims to conform to the AI profile only if each of its models has all that the profile asks for: supplier, download
location, version, release time. It never claims the Dataset profile, which asks for the time when a data set was built; the classes and
properties of both profiles are used all the same.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from attrs import field, frozen

import openweights
from openweights.artifact import Artifact, ArtifactKind, Availability, ContentType
from openweights.catalogue import find_model
from openweights.errors import InvalidValueError
from openweights.expression import LicenseExpression
from openweights.license import NOASSERTION_ID, NONE_ID
from openweights.lineage import Resolve
from openweights.model import BaseModel, Model
from openweights.plain import Plain
from openweights.sbom.licensing import concluded_license, declared_license
from openweights.sbom.properties import Pairs, artifact_pair, base_pairs, found_pairs, model_pairs, reference_pair
from openweights.sbom.purl import hub_purl
from openweights.sbom.selection import chosen_models
from openweights.vocabulary import Modality

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"

#: How many elements one document may have: a lineage that repeats itself would fill any.
MOST_ELEMENTS = 100_000

_Table = dict[str, Plain]

NO_LICENSE = "expandedlicensing_NoneLicense"
NO_ASSERTION = "expandedlicensing_NoAssertionLicense"

#: How the data sets of each kind are related to a model.
RELATIONS = {
    ArtifactKind.DATASETS: "trainedOn",
    ArtifactKind.FINE_TUNING_DATASETS: "trainedOn",
    ArtifactKind.EVALUATION_DATA: "testedOn",
}

#: Who can get at a data set, in the words of the specification; it has none for what is partly out, or not at all.
_AVAILABILITY = {
    Availability.PUBLIC: "directDownload",
    Availability.GATED: "clickthrough",
    Availability.ON_REQUEST: "registration",
}
_DATA_TYPES = {
    Modality.TEXT: "text",
    Modality.CODE: "text",
    Modality.IMAGE: "image",
    Modality.AUDIO: "audio",
    Modality.SPEECH: "audio",
    Modality.VIDEO: "video",
}
_ASKED_BY_AI_PROFILE = ("suppliedBy", "software_downloadLocation", "software_packageVersion", "releaseTime")


def to_spdx3(models: Iterable[Model | str], *, created: datetime.datetime | None = None, resolve: Resolve = find_model) -> str:
    """Return an SPDX 3.0.1 document in JSON-LD that lists models, their data sets, licences and lineage.

    Each model is an `ai_AIPackage`, each of its data sets a `dataset_DatasetPackage`. A record is one release and has no version of its
    own, so the day of its release stands as the version. What SPDX has no field for is in the extension that it has for properties.

    Args:
        models: The models; a name stands for the record that carries it.
        created: When the document was made; now, if not given. All else depends on the models alone.
        resolve: Finds a base model that is given by name; the bundled data unless told otherwise.

    Raises:
        UnknownNameError: If a name is not known.
        InvalidValueError: If a name stands for several releases, or the lineage is too large.
        LineageError: If a model descends from itself.

    Source: SPDX 3.0.1, profiles Core, Software, SimpleLicensing, AI, Dataset and Extension.

    Examples:
        >>> document = json.loads(to_spdx3(["gpt-oss-120b"]))
        >>> [each["name"] for each in document["@graph"] if each["type"] == "ai_AIPackage"]
        ['gpt-oss-120b']
    """
    chosen = chosen_models(models)
    draft = _Writer("urn:uuid:00000000-0000-0000-0000-000000000000", resolve)
    draft.add_all(chosen)
    # The name of the document is made from its content, so that the same records give the same document.
    writer = _Writer(f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(draft.elements))}", resolve)
    return writer.document(writer.add_all(chosen), (created or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC))


@frozen
class _Writer:
    """The document as it grows."""

    namespace: str
    resolve: Resolve
    elements: list[_Table] = field(factory=list[_Table])
    agents: dict[str, str] = field(factory=dict[str, str])
    licenses: dict[str, str] = field(factory=dict[str, str])

    def document(self, roots: list[str], created: datetime.datetime) -> str:
        """Return the document as JSON-LD."""
        packages = [each for each in self.elements if each["type"] == "ai_AIPackage"]
        conforms = bool(packages) and all(key in each for each in packages for key in _ASKED_BY_AI_PROFILE)
        # The profile of the extension is left out: the published context takes its name for the property of that name.
        profiles = ["core", "software", "simpleLicensing", *(["ai"] if conforms else [])]
        tool = self._element("Tool", "tool", name=f"openweights-taxonomy {openweights.__version__}")
        author = self._element("SoftwareAgent", "author", name="openweights-taxonomy")
        info: _Table = {
            "type": "CreationInfo",
            "@id": "_:creation",
            "specVersion": "3.0.1",
            "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "createdBy": [author],
            "createdUsing": [tool],
        }
        contents = [each["spdxId"] for each in self.elements]
        bom = self._element("Bom", "bom", profileConformance=[*profiles], rootElement=[*roots], element=contents)
        self._element("SpdxDocument", "document", profileConformance=[*profiles], rootElement=[bom], element=[bom, *contents])
        return json.dumps({"@context": CONTEXT, "@graph": [info, *self.elements]}, indent=2)

    def add_all(self, models: Iterable[Model]) -> list[str]:
        """Add models with all that belongs to them, and return their ids."""
        added: list[str] = []
        for model in models:
            found = found_pairs(model, self.resolve)  # raises an error if the lineage has no end
            added.append(self._model(model, found))
        return added

    def _element(self, type: str, id: str, **fields: Plain) -> str:
        """Add an element and return its id."""
        if len(self.elements) >= MOST_ELEMENTS:
            raise InvalidValueError(f"There are more than {MOST_ELEMENTS:,} elements.", mend="Write fewer models into one document.")
        spdx_id = f"{self.namespace}#{id}-{len(self.elements)}"
        given = {key: value for key, value in fields.items() if value is not None and value != []}
        self.elements.append({"type": type, "spdxId": spdx_id, "creationInfo": "_:creation", **given})
        return spdx_id

    def _relate(self, type: str, from_: str, to: str, pairs: Pairs | None = None) -> None:
        fields: _Table = {"from": from_, "relationshipType": type, "to": [to]}
        self._element("Relationship", "relationship", **fields, extension=_extension(pairs or []))

    def _model(self, model: Model, found: Pairs) -> str:
        """Add a model, its data sets, licences and bases."""
        data = [self._data_set(model, artifact) if artifact.kind in RELATIONS else None for artifact in model.artifacts]
        pairs = model_pairs(model)
        pairs += [
            artifact_pair(artifact) if ref is None else reference_pair(ref) for artifact, ref in zip(model.artifacts, data, strict=True)
        ]
        spdx_id = self._package(model, model.name, [*pairs, *found])
        for artifact, ref in zip(model.artifacts, data, strict=True):
            if ref is not None:
                self._relate(RELATIONS[artifact.kind], spdx_id, ref)
        return spdx_id

    def _package(self, model: Model, name: str, pairs: Pairs) -> str:
        agent = self._agent(model.developer) if model.developer else None
        purl = next(filter(None, map(hub_purl, (name, *model.hub_ids))), None)
        released = model.released
        spdx_id = self._element(
            "ai_AIPackage",
            "model",
            name=name,
            comment=model.note,
            suppliedBy=agent,
            originatedBy=[agent] if agent else [],
            releaseTime=f"{released}T00:00:00Z" if released and released.day else None,
            software_primaryPurpose="model",
            software_packageVersion=str(released) if released else None,
            software_packageUrl=purl,
            software_downloadLocation=_download(model, purl),
            externalRef=_pages(model),
            extension=_extension(pairs),
        )
        self._license(spdx_id, declared_license(model), concluded_license(model, self.resolve))
        for base in model.base_models:
            self._relate("descendantOf", spdx_id, self._base(base), base_pairs(base))
        return spdx_id

    def _base(self, base: BaseModel) -> str:
        """Add a base model. One that is given by name has no id of a record: it is read as that name again."""
        if isinstance(base.model, Model):
            return self._model(base.model, [])
        return self._package(self.resolve(base.model) or Model(base.model), base.model, [])

    def _data_set(self, model: Model, artifact: Artifact) -> str:
        types = sorted({_DATA_TYPES.get(each, "other") for each in model.modalities}) if len(model.modalities) == 1 else ["noAssertion"]
        spdx_id = self._element(
            "dataset_DatasetPackage",
            "data",
            name=artifact.name or f"{model.name} {artifact.kind.value}",
            comment=artifact.note,
            software_primaryPurpose="data",
            software_downloadLocation=artifact.url,
            dataset_datasetType=[*types],
            dataset_datasetAvailability=_AVAILABILITY.get(artifact.availability),
            extension=_extension([artifact_pair(artifact)]),
        )
        self._license(spdx_id, model.license_of(artifact), None)
        return spdx_id

    def _license(self, spdx_id: str, declared: LicenseExpression | None, concluded: LicenseExpression | None) -> None:
        """Relate a package to its licences; the profiles ask for one of each kind, and have a word for what is not known."""
        self._relate("hasDeclaredLicense", spdx_id, self._expression(declared))
        self._relate("hasConcludedLicense", spdx_id, self._expression(concluded))

    def _expression(self, expression: LicenseExpression | None) -> str:
        if expression is None or expression.text == NOASSERTION_ID:
            return NO_ASSERTION
        if expression.text == NONE_ID:
            return NO_LICENSE
        if expression.text not in self.licenses:
            custom: list[Plain] = [
                {"type": "DictionaryEntry", "key": each.id, "value": each.url}
                for each in expression.licenses
                if each.url and each.id.startswith("LicenseRef-")
            ]
            self.licenses[expression.text] = self._element(
                "simplelicensing_LicenseExpression",
                "license",
                simplelicensing_licenseExpression=expression.text,
                simplelicensing_customIdToUri=custom,
            )
        return self.licenses[expression.text]

    def _agent(self, name: str) -> str:
        if name not in self.agents:
            self.agents[name] = self._element("Organization", "agent", name=name)
        return self.agents[name]


def _download(model: Model, purl: str | None) -> str | None:
    """Return where the parameters are: the page on record, else the repository on the Hub."""
    urls = [artifact.url for artifact in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS) if artifact.url]
    return urls[0] if urls else f"https://huggingface.co/{purl.removeprefix('pkg:huggingface/')}" if purl else None


def _pages(model: Model) -> list[Plain]:
    pages: list[Plain] = []
    for artifact in model.artifacts:
        if artifact.url and artifact.kind not in RELATIONS:
            kind = {ContentType.CODE: "vcs", ContentType.DOCUMENT: "documentation"}.get(artifact.kind.content_type, "altDownloadLocation")
            pages.append({"type": "ExternalRef", "externalRefType": kind, "locator": [artifact.url], "comment": artifact.label})
    return pages


def _extension(pairs: Pairs) -> list[Plain]:
    """Return properties as the extension that SPDX has for those of CycloneDX."""
    if not pairs:
        return []
    entries = [
        {"type": "extension_CdxPropertyEntry", "extension_cdxPropName": name, "extension_cdxPropValue": value} for name, value in pairs
    ]
    return [{"type": "extension_CdxPropertiesExtension", "extension_cdxProperty": cast("list[Plain]", entries)}]
