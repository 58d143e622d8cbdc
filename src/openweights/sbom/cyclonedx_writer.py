"""Records to CycloneDX 1.6 and 1.7 ML-BOMs."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from attrs import field, frozen

from openweights.artifact import Artifact, ArtifactKind, ContentType
from openweights.catalogue import find_model
from openweights.errors import InvalidValueError, shown
from openweights.license import NOASSERTION_ID
from openweights.lineage import Resolve, is_service_only
from openweights.model import BaseModel, Model
from openweights.plain import Plain
from openweights.sbom.cyclonedx_objects import (
    Page,
    SpecVersion,
    Table,
    check_installed,
    component as new_component,
    envelope,
    license_choice,
    named_license,
)
from openweights.sbom.licensing import concluded_license, declared_license
from openweights.sbom.properties import Pairs, artifact_pair, base_pairs, found_pairs, model_pairs, reference_pair
from openweights.sbom.purl import hub_purl
from openweights.sbom.selection import chosen_models

#: The versions of the specification that are written.
SPEC_VERSIONS: tuple[SpecVersion, ...] = ("1.6", "1.7")

#: How many components one document may have: a lineage that repeats itself would fill any.
MOST_COMPONENTS = 20_000

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
    check_installed()
    writer = _Writer(spec_version, resolve)
    for model in chosen_models(models):
        writer.add(model)
    return writer.document(created or datetime.datetime.now(datetime.UTC))


@frozen
class _Writer:
    """The document as it grows."""

    spec_version: SpecVersion
    resolve: Resolve
    components: list[Table] = field(factory=list[Table])
    dependencies: list[Table] = field(factory=list[Table])
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
        serial = uuid5(NAMESPACE_URL, json.dumps([self.components, self.dependencies]))
        table = envelope(self.spec_version, serial, created)
        return json.dumps(table | {"components": [*self.components], "dependencies": [*self.dependencies]}, indent=2)

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

    def _model(self, model: Model, ref: str, data: Mapping[Artifact, str]) -> Table:
        """Return the component of a model; the data sets that are components of their own stand in it by reference."""
        component = self._component(model, ref, model.name, next(filter(None, map(hub_purl, model.hub_ids)), None))
        pairs = model_pairs(model)
        pairs += [reference_pair(data[artifact]) if artifact in data else artifact_pair(artifact) for artifact in model.artifacts]
        component["properties"] = _properties(pairs)
        return component

    def _component(self, model: Model, ref: str, name: str, purl: str | None) -> Table:
        """Return what is known of a model in fields of the format."""
        component = new_component(
            self.spec_version,
            "machine-learning-model",
            ref,
            name,
            description=model.note,
            developer=model.developer,
            purl=purl,
            pages=_pages(model),
        )
        self._add_licenses(component, model)
        if model.base_models:
            ancestors: list[Plain] = [self._base(base, f"{ref}/base") for base in model.base_models]
            component["pedigree"] = {"ancestors": ancestors}
        return component

    def _base(self, base: BaseModel, wanted: str) -> Table:
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

    def _data_set(self, model: Model, artifact: Artifact, ref: str) -> Table:
        name = artifact.name or f"{model.name} {artifact.kind.value}"
        pages: list[Page] = [("distribution", artifact.url, None)] if artifact.url else []
        component = new_component(self.spec_version, "data", ref, name, description=artifact.note, pages=pages)
        license = model.license_of(artifact)
        if license is not None and license.text != NOASSERTION_ID:
            component["licenses"] = [license_choice(self.spec_version, license, "declared")]
        component["data"] = [{"type": "dataset", "name": name}]
        component["properties"] = _properties([artifact_pair(artifact)])
        return component

    def _add_licenses(self, component: Table, model: Model) -> None:
        """Add the licences: 1.6 takes either one expression or a list of others, so there the concluded one may go with the evidence."""
        declared, concluded = declared_license(model), concluded_license(model, self.resolve)
        if declared is None:
            if is_service_only(model) and model.service_terms:
                component["licenses"] = self._service_licenses(model)
            return
        said = license_choice(self.spec_version, declared, "declared")
        found = license_choice(self.spec_version, concluded, "concluded") if concluded is not None else None
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
        return [named_license(self.spec_version, license, "declared", service=True) for license in licenses]


#: The type of a reference to an artifact, by its kind, else by what it is made of.
_PAGES = {ArtifactKind.MODEL_CARD: "model-card", ArtifactKind.EVALUATION_RESULTS: "quality-metrics"}
_PAGES_OF_TYPE = {ContentType.CODE: "vcs", ContentType.DOCUMENT: "documentation"}


def _pages(model: Model) -> list[Page]:
    """Return the pages that belong to a model: its repositories, its parts, the sources of what is said of it."""
    pages: list[Page] = [("distribution", f"https://huggingface.co/{each}", None) for each in model.hub_ids if hub_purl(each)]
    for artifact in model.artifacts:
        if artifact.url and artifact.kind not in _DATA_SETS:
            kind = _PAGES_OF_TYPE.get(artifact.kind.content_type, "distribution")
            pages.append((_PAGES.get(artifact.kind, kind), artifact.url, None))
    sources: list[Page] = [
        ("evidence", each.url, f"Supports: {', '.join(each.supports)}" if each.supports else None) for each in model.sources
    ]
    return pages + sources


def _properties(pairs: Pairs) -> list[Plain]:
    return [{"name": name, "value": value} for name, value in pairs]


def _pairs_of(component: Table) -> Pairs:
    listed = cast("list[dict[str, str]]", component.get("properties", []))
    return [(each["name"], each["value"]) for each in listed]
