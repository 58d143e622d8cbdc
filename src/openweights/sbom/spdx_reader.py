"""SPDX 3 documents in JSON-LD, from whoever wrote them, to models.

Read is the compact form that the specification prescribes for JSON: an `@graph` of elements that refer to each other by `spdxId`. No
JSON-LD processor runs and no context is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from attrs import field, frozen

from openweights import convert
from openweights.artifact import Artifact, ArtifactKind
from openweights.errors import InvalidValueError, RecordError, shown
from openweights.expression import LicenseExpression
from openweights.interop.imported import Imported
from openweights.license import NONE_ID
from openweights.model import BaseModel, Model, Relation
from openweights.names import LONGEST_NAME
from openweights.sbom.assembly import DataLicenses, assembled, bounded
from openweights.sbom.document import MOST_COMPONENTS, Document, Table, items_of, read_document, tables_of, text_of
from openweights.sbom.licensing import MOST_LICENSES, joined, license_named
from openweights.sbom.listed import ListedModel
from openweights.sbom.properties import ID, RELATION, Pairs, artifact_in, base_model, model_fields
from openweights.sbom.purl import hub_id_of, hub_id_of_page

_PACKAGE = "ai_AIPackage"
_DATA = {"trainedOn": ArtifactKind.DATASETS, "testedOn": ArtifactKind.EVALUATION_DATA}

#: How deep a lineage is followed, and how many bases in all: what descends from one model on two ways stands there twice.
_DEEPEST = 60
_MOST_BASES = 10_000

_LISTED = "https://spdx.org/licenses/"

#: Keys of a package that are read here.
_READ = frozenset(
    "type spdxId @id creationInfo name comment description summary suppliedBy originatedBy software_primaryPurpose software_packageUrl"
    " software_downloadLocation externalRef extension".split()
)


def from_spdx3(text_or_path: str | os.PathLike[str]) -> tuple[Imported, ...]:
    """Return the models that an SPDX 3 document lists, each with what of it has no place in a model.

    Models are the elements of type `ai_AIPackage` and the packages whose package URL lies on the Hugging Face Hub, except those that
    only stand as what another of them descends from.

    Args:
        text_or_path: The document itself, if it begins with `{`; else the path of its file.

    Raises:
        RecordError: If it cannot be read, is no SPDX 3 document in JSON-LD, or is larger or nested deeper than such documents are.

    Source: SPDX 3.0.1, serialisation in JSON-LD; profiles Core, Software, SimpleLicensing, ExpandedLicensing, AI, Dataset.

    Examples:
        >>> document = {
        ...     "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        ...     "@graph": [{"type": "ai_AIPackage", "spdxId": "urn:m", "name": "Mistral 7B"}],
        ... }
        >>> import json
        >>> from_spdx3(json.dumps(document))[0].model.name
        'Mistral 7B'
    """
    return tuple(each.imported for each in listed_in_spdx3(read_document(text_or_path)))


def listed_in_spdx3(document: Document) -> Iterator[ListedModel]:
    """Yield the models that an SPDX 3 document lists, in its order.

    Raises:
        RecordError: As for `from_spdx3`.
    """
    if not document.is_spdx3:
        raise RecordError(document.file, 'It is no SPDX 3 document: "@context" is not that of SPDX 3.')
    elements = list(tables_of(document.table.get("@graph"))) or [(0, document.table)]
    if len(elements) > MOST_COMPONENTS:
        raise RecordError(document.file, f"It has more than {MOST_COMPONENTS:,} elements. Split it.")
    reader = _Reader()
    for position, element in elements:
        reader.index(element, f"@graph[{position}]")
    bases = reader.bases()
    for spdx_id, (place, element) in reader.elements.items():
        if _is_model(element) and spdx_id not in bases:
            yield reader.listed(spdx_id, element, place)


def _is_model(element: Table) -> bool:
    purl = text_of(element, "software_packageUrl")
    return element.get("type") == _PACKAGE or (element.get("type") == "software_Package" and hub_id_of(purl or "") is not None)


@frozen
class _Reader:
    """The elements of a document by their id, and what is related to what."""

    elements: dict[str, tuple[str, Table]] = field(factory=dict[str, tuple[str, Table]])
    #: For an element and a type of relationship: the relationships, in order.
    relations: dict[tuple[str, str], list[Table]] = field(factory=dict[tuple[str, str], list[Table]])
    #: Licences that were looked up: by their own id, and by the element and the relationship.
    licenses: dict[str, LicenseExpression | None] = field(factory=dict[str, LicenseExpression | None])
    licensed: dict[tuple[str, str], LicenseExpression | None] = field(factory=dict[tuple[str, str], LicenseExpression | None])
    #: Data sets of records that were looked up.
    data: dict[str, Artifact] = field(factory=dict[str, Artifact])
    #: The bases that were followed.
    followed: list[str] = field(factory=list[str])

    def index(self, element: Table, place: str) -> None:
        """Take an element in."""
        source, kind = element.get("from"), element.get("relationshipType")
        if isinstance(source, str) and isinstance(kind, str):
            self.relations.setdefault((source, kind), []).append(element)
        self.elements.setdefault(text_of(element, "spdxId") or text_of(element, "@id") or place, (place, element))

    def bases(self) -> set[str]:
        """Return what other packages descend from. Whatever descends from itself is no base only."""
        bases: set[str] = set()
        for (source, kind), relations in self.relations.items():
            if kind == "descendantOf":
                bases |= {each for relation in relations for each in _targets(relation) if each != source}
        roots = {each for _, element in self.elements.values() for each in items_of(element.get("rootElement")) if isinstance(each, str)}
        return bases - roots

    def related(self, spdx_id: str, kind: str) -> Iterator[tuple[str, Table]]:
        """Yield what an element is related to, each with the relationship."""
        for relation in self.relations.get((spdx_id, kind), ()):
            for target in _targets(relation):
                yield target, relation

    def listed(self, spdx_id: str, element: Table, place: str) -> ListedModel:
        """Return the model that a package describes."""
        unmapped: list[str] = []
        model = self._model(spdx_id, unmapped, chain=())
        return ListedModel(
            place=place,
            name=model.name,
            version=text_of(element, "software_packageVersion"),
            purl=_purl(element),
            declared=self._license(spdx_id, "hasDeclaredLicense", place, []),
            concluded=self._license(spdx_id, "hasConcludedLicense", place, []),
            imported=Imported(model, tuple(dict.fromkeys(unmapped))),
        )

    def _model(self, spdx_id: str, unmapped: list[str], chain: tuple[str, ...]) -> Model:
        place, element = self.elements[spdx_id]
        remarks: list[str] = []
        declared = self._license(spdx_id, "hasDeclaredLicense", place, remarks)
        data: DataLicenses = {}

        def referred(ref: str) -> Artifact:
            if ref not in self.elements:
                raise InvalidValueError(f"No element has the id {shown(ref)}.", mend="Add it, or remove the reference.")
            artifact = self.data.get(ref) or artifact_in(_pairs(self.elements[ref][1]))
            self.data[ref] = artifact
            data[artifact.kind, artifact.name] = self._license(ref, "hasDeclaredLicense", ref, [])
            return artifact

        fields = model_fields(_pairs(element), place, unmapped, referred)
        hub_id = hub_id_of(_purl(element) or "") or hub_id_of_page(text_of(element, "software_downloadLocation") or "")
        if "id" not in fields:  # a record of ours brings the profiles of its licences along
            unmapped += remarks
            fields["hub_ids"] = fields.get("hub_ids") or ([hub_id] if hub_id else [])
            fields["artifacts"] = fields.get("artifacts") or self._artifacts(spdx_id, element, declared, unmapped)
            _list_unread(element, place, unmapped)
        fields["name"] = _name(element, hub_id, place, unmapped)
        fields["developer"] = bounded(self._developer(element), convert.name, place, unmapped)
        note = next(filter(None, (text_of(element, key, strip=False) for key in ("comment", "description", "summary"))), None)
        fields["note"] = bounded(note, convert.text, f"{place}.comment", unmapped)
        fields["base_models"] = self._bases(spdx_id, unmapped, (*chain, spdx_id))
        return assembled(fields, declared, data, place, unmapped)

    def _bases(self, spdx_id: str, unmapped: list[str], chain: tuple[str, ...]) -> list[BaseModel]:
        bases: list[BaseModel] = []
        related = list(dict(self.related(spdx_id, "descendantOf")).items())
        for target, relation in related:
            here = self.elements[spdx_id][0]
            if target not in self.elements:
                unmapped.append(f"{here}: descends from {shown(target)}, which no element is.")
                continue
            if target in chain or len(chain) > _DEEPEST or len(self.followed) >= _MOST_BASES:
                unmapped.append(f"{here}: {shown(target)} was not followed: it descends from itself, or the lineage is too large.")
                continue
            self.followed.append(target)
            place, element = self.elements[target]
            pairs = _pairs(relation)
            hub_id = hub_id_of(_purl(element) or "")
            model: Model | str
            if any(name == ID for name, _ in _pairs(element)):
                model = self._model(target, unmapped, chain)
            else:
                model = hub_id if hub_id and RELATION not in dict(pairs) else _name(element, hub_id, place, unmapped)
            base = base_model(model, pairs, here, unmapped, Relation.MERGE if len(related) > 1 else Relation.FINETUNE)
            if base is not None:
                bases.append(base)
        return bases

    def _artifacts(self, spdx_id: str, element: Table, declared: LicenseExpression | None, unmapped: list[str]) -> list[Artifact]:
        """Return the parts that a package written by others has. That there is a download location does not say who can use it."""
        place = self.elements[spdx_id][0]
        location = bounded(text_of(element, "software_downloadLocation"), convert.url, f"{place}.software_downloadLocation", unmapped)
        artifacts = [Artifact(ArtifactKind.MODEL_PARAMETERS, license=declared, url=location)]
        for relation, kind in _DATA.items():
            for target in dict(self.related(spdx_id, relation)):
                where, data = self.elements.get(target, (target, {}))
                artifacts.append(
                    Artifact(
                        kind,
                        name=bounded(text_of(data, "name"), convert.name, f"{where}.name", unmapped),
                        license=self._license(target, "hasDeclaredLicense", where, unmapped),
                        url=bounded(text_of(data, "software_downloadLocation"), convert.url, where, unmapped),
                    )
                )
        return artifacts

    def _developer(self, element: Table) -> str | None:
        makers = [*items_of(element.get("originatedBy")), element.get("suppliedBy")]
        found = (text_of(self.elements[each][1], "name") for each in makers if isinstance(each, str) and each in self.elements)
        return next(filter(None, found), None)

    def _license(self, spdx_id: str, kind: str, place: str, unmapped: list[str]) -> LicenseExpression | None:
        if (spdx_id, kind) not in self.licensed:
            targets = dict(self.related(spdx_id, kind))
            self.licensed[spdx_id, kind] = joined([self._expression(target, place, unmapped) for target in targets])
        return self.licensed[spdx_id, kind]

    def _expression(self, spdx_id: str, place: str, unmapped: list[str], deepest: int = _DEEPEST) -> LicenseExpression | None:
        """Return the licence that an element of either licensing profile stands for; a set inside itself is nothing."""
        if spdx_id not in self.licenses:
            self.licenses[spdx_id] = None
            self.licenses[spdx_id] = self._read_expression(spdx_id, place, unmapped, deepest)
        return self.licenses[spdx_id]

    def _read_expression(self, spdx_id: str, place: str, unmapped: list[str], deepest: int) -> LicenseExpression | None:
        word = spdx_id.rpartition("/")[2].removeprefix("expandedlicensing_")
        if word in ("NoneLicense", "NoAssertionLicense"):
            return LicenseExpression(NONE_ID) if word == "NoneLicense" else None
        _, element = self.elements.get(spdx_id, ("", {}))
        expression = text_of(element, "simplelicensing_licenseExpression")
        if expression is not None:
            return license_named(expression, None, place, unmapped)
        members = [each for each in items_of(element.get("expandedlicensing_member")) if isinstance(each, str)]
        if members:
            within = dict.fromkeys(members) if deepest else ()
            inside = [self._expression(each, place, unmapped, deepest - 1) for each in within]
            return joined(inside) if "Conjunctive" in str(element.get("type")) else _either(inside)
        title = spdx_id.removeprefix(_LISTED) if spdx_id.startswith(_LISTED) else text_of(element, "name")
        if title is None:
            unmapped.append(f"{place}: {shown(spdx_id)} names no licence.")
            return None
        return license_named(title, None, place, unmapped)


def _either(expressions: list[LicenseExpression | None]) -> LicenseExpression | None:
    result: LicenseExpression | None = None
    if len(expressions) > MOST_LICENSES:
        return None
    for expression in expressions:
        if expression is None or expression.text == NONE_ID:
            return None
        try:
            result = expression if result is None else result | expression
        except InvalidValueError:  # too long, or nested too deeply, for an expression
            return None
    return result


def _targets(relation: Table) -> list[str]:
    """Return what a relationship points to."""
    target = relation.get("to")
    return [target] if isinstance(target, str) else [each for each in items_of(target) if isinstance(each, str)]


def _purl(element: Table) -> str | None:
    """Return the package URL of a package, from its own field or from an external identifier."""
    identifiers = [each for _, each in tables_of(element.get("externalIdentifier")) if each.get("externalIdentifierType") == "packageUrl"]
    return text_of(element, "software_packageUrl") or next(filter(None, (text_of(each, "identifier") for each in identifiers)), None)


def _pairs(element: Table) -> Pairs:
    """Return the properties in the extension that SPDX has for those of CycloneDX."""
    pairs: Pairs = []
    for _, extension in tables_of(element.get("extension")):
        for _, entry in tables_of(extension.get("extension_cdxProperty")):
            name, value = entry.get("extension_cdxPropName"), entry.get("extension_cdxPropValue", "")
            if isinstance(name, str) and isinstance(value, str):
                pairs.append((name, value))
    return pairs


def _name(element: Table, hub_id: str | None, place: str, unmapped: list[str]) -> str:
    name = text_of(element, "name")
    if name is None or len(name) > LONGEST_NAME:
        unmapped.append(f"{place}.name: {shown(element.get('name'))}: it is no name.")
        name = hub_id or f"unnamed {place[-100:]}"
    return name


def _list_unread(element: Table, place: str, unmapped: list[str]) -> None:
    """List what somebody else's package says and a model has no field for."""
    unmapped += [f"{place}.{key[:80]}: {shown(value)}: a model has no such field." for key, value in element.items() if key not in _READ]
