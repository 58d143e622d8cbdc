"""CycloneDX 1.5 to 1.7 in JSON, from whoever wrote it, to models.

The document is read as plain JSON and no package is needed: the reader of `cyclonedx-python-lib` drops model cards and component data,
and refuses a whole document for one value out of its vocabulary. What is malformed is listed and says nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from openweights import convert
from openweights.artifact import Artifact, ArtifactKind
from openweights.errors import InvalidValueError, RecordError, shown
from openweights.expression import LicenseExpression
from openweights.interop.imported import Imported
from openweights.model import BaseModel, Model, Relation
from openweights.names import LONGEST_NAME
from openweights.sbom.assembly import DataLicenses, assembled, bounded
from openweights.sbom.document import MOST_COMPONENTS, Document, Table, read_document, table_of, tables_of, text_of
from openweights.sbom.licensing import joined, license_named
from openweights.sbom.listed import ListedModel
from openweights.sbom.properties import (
    APPLIES_TO,
    ID,
    LICENSE_ID,
    RELATION,
    SERVICE,
    Pairs,
    artifact_in,
    base_model,
    model_fields,
)
from openweights.sbom.purl import hub_id_of

_MODEL = "machine-learning-model"

#: Keys of a component that are read here.
_READ = frozenset(
    "type name bom-ref description manufacturer supplier publisher authors author purl licenses evidence pedigree"
    " externalReferences properties modelCard components data".split()
)


def from_cyclonedx(text_or_path: str | os.PathLike[str]) -> tuple[Imported, ...]:
    """Return the models that a CycloneDX document lists, each with what of it has no place in a model.

    Models are the components of type `machine-learning-model`, those with a model card and those whose package URL lies on the
    Hugging Face Hub, wherever they are nested. What `openweights:` properties say is taken from them; where a licence in a field of
    the format says otherwise, the field counts.

    Args:
        text_or_path: The document itself, if it begins with `{`; else the path of its file.

    Raises:
        RecordError: If it cannot be read, is no CycloneDX document in JSON, or is larger or nested deeper than such documents are.

    Source: CycloneDX 1.5 to 1.7, `bom-1.5.schema.json` to `bom-1.7.schema.json`.

    Examples:
        >>> bom = '{"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model", "name": "M", "cpe": "cpe:2.3:a:m"}]}'
        >>> from_cyclonedx(bom)[0].model.name, from_cyclonedx(bom)[0].unmapped
        ('M', ("components[0].cpe: 'cpe:2.3:a:m': a model has no such field.",))
    """
    return tuple(each.imported for each in listed_in_cyclonedx(read_document(text_or_path)))


def listed_in_cyclonedx(document: Document) -> Iterator[ListedModel]:
    """Yield the models that a CycloneDX document lists, in its order.

    Raises:
        RecordError: As for `from_cyclonedx`.
    """
    if not document.is_cyclonedx:
        raise RecordError(document.file, 'It is no CycloneDX document in JSON: "bomFormat" is not "CycloneDX".')
    placed = list(_components(document))
    reader = _Reader({ref: component for _, component in placed if (ref := text_of(component, "bom-ref"))})
    for place, component in placed:
        if _is_model(component):
            yield reader.listed(component, place)


def _components(document: Document) -> Iterator[tuple[str, Table]]:
    """Yield every component of the document, a component before those inside it."""
    subject = table_of(table_of(document.table.get("metadata")).get("component"))
    waiting = [(f"components[{position}]", each) for position, each in tables_of(document.table.get("components"))][::-1]
    if subject:
        waiting.append(("metadata.component", subject))
    count = 0
    while waiting:
        count += 1
        if count > MOST_COMPONENTS:
            raise RecordError(document.file, f"It has more than {MOST_COMPONENTS:,} components. Split it.")
        place, component = waiting.pop()
        yield place, component
        waiting += [(f"{place}.components[{position}]", each) for position, each in tables_of(component.get("components"))][::-1]


def _is_model(component: Table) -> bool:
    purl = text_of(component, "purl")
    return component.get("type") == _MODEL or "modelCard" in component or (purl is not None and hub_id_of(purl) is not None)


@frozen
class _Reader:
    """What a component refers to elsewhere in its document."""

    by_ref: Mapping[str, Table]
    #: Data sets that were looked up, as many models may be trained on one.
    read: dict[str, tuple[Artifact, LicenseExpression | None]] = field(factory=dict[str, tuple[Artifact, LicenseExpression | None]])

    def listed(self, component: Table, place: str) -> ListedModel:
        """Return the model that a component describes."""
        unmapped: list[str] = []
        model = self._model(component, place, unmapped)
        declared, concluded = _licenses(component, place, [])
        if concluded is not None and declared is None:
            unmapped.append(f"{place}: {shown(concluded.text)} is concluded, not declared: a model records what its publisher says.")
        return ListedModel(
            place=place,
            name=model.name,
            group=text_of(component, "group"),
            version=text_of(component, "version"),
            purl=text_of(component, "purl"),
            declared=declared,
            concluded=concluded,
            imported=Imported(model, tuple(dict.fromkeys(unmapped))),
        )

    def _model(self, component: Table, place: str, unmapped: list[str]) -> Model:
        pairs = _pairs(component, place, unmapped)
        remarks: list[str] = []
        declared, _ = _licenses(component, place, remarks)
        hub_id = hub_id_of(text_of(component, "purl") or "")
        data: DataLicenses = {}

        def referred(ref: str) -> Artifact:
            if ref not in self.by_ref:
                raise InvalidValueError(f"No component has the reference {shown(ref)}.", mend="Add it, or remove the reference.")
            if ref not in self.read:
                component = self.by_ref[ref]
                self.read[ref] = artifact_in(_pairs(component, ref, [])), _licenses(component, ref, [])[0]
            artifact, license = self.read[ref]
            data[artifact.kind, artifact.name] = license
            return artifact

        fields = model_fields(pairs, f"{place}.properties", unmapped, referred)
        if "id" not in fields:  # a record of ours brings the profiles of its licences along
            unmapped += remarks
            fields["hub_ids"] = fields.get("hub_ids") or ([hub_id] if hub_id else [])
            fields["artifacts"] = fields.get("artifacts") or self._artifacts(component, declared, place, unmapped)
            _list_unread(component, place, unmapped)
        fields["name"] = _name(component, hub_id, place, unmapped)
        fields["developer"] = bounded(_developer(component), convert.name, place, unmapped)
        fields["note"] = bounded(text_of(component, "description", strip=False), convert.text, f"{place}.description", unmapped)
        fields["base_models"] = self._bases(component, place, unmapped)
        return assembled(fields, declared, data, place, unmapped)

    def _bases(self, component: Table, place: str, unmapped: list[str]) -> list[BaseModel]:
        """Return the ancestors; one that the document knows only by name stays a name, that of its repository if it has one."""
        ancestors = list(tables_of(table_of(component.get("pedigree")).get("ancestors")))
        bases: list[BaseModel] = []
        for position, ancestor in ancestors:
            here = f"{place}.pedigree.ancestors[{position}]"
            pairs = _pairs(ancestor, here, unmapped)
            names = {name for name, _ in pairs}
            hub_id = hub_id_of(text_of(ancestor, "purl") or "")
            model: Model | str
            if ID in names:
                model = self._model(ancestor, here, unmapped)
            else:
                model = hub_id if hub_id and RELATION not in names else _name(ancestor, hub_id, here, unmapped)
            # A document that does not say how: what came from several is a merge, as the Hub has it.
            unsaid = Relation.MERGE if len(ancestors) > 1 else Relation.FINETUNE
            base = base_model(model, pairs, here, unmapped, unsaid)
            if base is not None:
                bases.append(base)
        return bases

    def _artifacts(self, component: Table, declared: LicenseExpression | None, place: str, unmapped: list[str]) -> list[Artifact]:
        """Return the parts that a component written by others has. A document does not say whether they can be had."""
        pages = {kind: _page(component, kind) for kind in ("distribution", "model-card")}
        parameters = Artifact(ArtifactKind.MODEL_PARAMETERS, license=declared, url=pages["distribution"])
        card = [Artifact(ArtifactKind.MODEL_CARD, url=pages["model-card"])] if pages["model-card"] else []
        parameters_of_card = table_of(table_of(component.get("modelCard")).get("modelParameters"))
        data = [
            self._data_set(item, f"{place}.modelCard.modelParameters.datasets[{position}]", unmapped)
            for position, item in tables_of(parameters_of_card.get("datasets"))
        ]
        return [parameters, *card, *(each for each in data if each is not None)]

    def _data_set(self, item: Table, place: str, unmapped: list[str]) -> Artifact | None:
        ref = text_of(item, "ref")
        if ref is not None and ref not in self.by_ref:
            unmapped.append(f"{place}.ref: {shown(ref)}: no component has this reference.")
            return None
        if ref is not None and ref in self.read:
            return self.read[ref][0]
        component = self.by_ref[ref] if ref is not None else item
        contents = table_of((next(tables_of(component.get("data")), (0, item))[1]).get("contents"))
        address = text_of(contents, "url")
        license, _ = _licenses(component, place, unmapped)
        artifact = Artifact(
            ArtifactKind.DATASETS,
            name=bounded(text_of(component, "name"), convert.name, place, unmapped),
            license=license,
            url=_page(component, "distribution") or bounded(address, convert.url, f"{place}.contents.url", unmapped),
        )
        if ref is not None:
            self.read[ref] = artifact, license
        return artifact


def _name(component: Table, hub_id: str | None, place: str, unmapped: list[str]) -> str:
    name = text_of(component, "name")
    if name is None or len(name) > LONGEST_NAME:
        unmapped.append(f"{place}.name: {shown(component.get('name'))}: it is no name.")
        name = hub_id or f"unnamed {place[-100:]}"
    return name


def _developer(component: Table) -> str | None:
    """Return who made the model, as the fields of 1.6 and their forerunners say it."""
    for key in ("manufacturer", "supplier"):
        name = text_of(table_of(component.get(key)), "name")
        if name:
            return name
    authors = (text_of(author, "name") for _, author in tables_of(component.get("authors")))
    return text_of(component, "publisher") or next(filter(None, authors), None) or text_of(component, "author")


def _page(component: Table, kind: str) -> str | None:
    """Return the first web address of a kind among the external references."""
    for _, reference in tables_of(component.get("externalReferences")):
        if reference.get("type") == kind:
            url = bounded(text_of(reference, "url"), convert.url, "", [])
            if url is not None:
                return url
    return None


def _pairs(component: Table, place: str, unmapped: list[str]) -> Pairs:
    pairs: Pairs = []
    for position, each in tables_of(component.get("properties")):
        name, value = each.get("name"), each.get("value", "")
        if isinstance(name, str) and isinstance(value, str):
            pairs.append((name, value))
        else:
            unmapped.append(f"{place}.properties[{position}]: it is no property with a name and a text.")
    return pairs


def _licenses(component: Table, place: str, unmapped: list[str]) -> tuple[LicenseExpression | None, LicenseExpression | None]:
    """Return the licence that is declared, or said without a word on which it is, and the one that is concluded."""
    declared: list[LicenseExpression | None] = []
    concluded: list[LicenseExpression | None] = []
    evidence = table_of(component.get("evidence"))
    for where, listed in (("licenses", component.get("licenses")), ("evidence.licenses", evidence.get("licenses"))):
        for position, choice in tables_of(listed):
            here = f"{place}.{where}[{position}]"
            license = table_of(choice.get("license")) or choice
            marks = dict(_pairs(license, here, []))
            if marks.get(APPLIES_TO) == SERVICE:
                continue
            title = marks.get(LICENSE_ID) or next(filter(None, (text_of(license, key) for key in ("id", "expression", "name"))), None)
            is_concluded = license.get("acknowledgement") == "concluded" or where != "licenses"
            if title is None:
                unmapped.append(f"{here}: it names no licence.")
                (concluded if is_concluded else declared).append(None)
                continue
            (concluded if is_concluded else declared).append(license_named(title, text_of(license, "url"), here, unmapped))
    if len(declared) > 1:
        unmapped.append(f"{place}.licenses: {len(declared)} licences: the format does not say how they go together, read as all holding.")
    return joined(declared), joined(concluded)


def _list_unread(component: Table, place: str, unmapped: list[str]) -> None:
    """List what somebody else's component says and a model has no field for."""
    for key, value in component.items():
        if key not in _READ:
            unmapped.append(f"{place}.{key[:80]}: {shown(value)}: a model has no such field.")
    card = table_of(component.get("modelCard"))
    unread = [f"modelParameters.{key}" for key in table_of(card.get("modelParameters")) if key != "datasets"]
    unread += [key for key in card if key not in ("modelParameters", "bom-ref")]
    unmapped += [f"{place}.modelCard.{key[:80]}: a model has no such field." for key in unread]
    kinds = {str(each.get("type"))[:80] for _, each in tables_of(component.get("externalReferences"))}
    unmapped += [f"{place}.externalReferences: {kind}: not read." for kind in sorted(kinds - {"distribution", "model-card"})]
