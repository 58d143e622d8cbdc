"""The models in somebody's SBOM: which record each is, and where it stands on the ladder."""

from __future__ import annotations

import os
from collections.abc import Iterator

from attrs import frozen

from openweights.catalogue import get_model, get_record
from openweights.classification import Classification
from openweights.classifier import classify
from openweights.errors import RecordError
from openweights.expression import LicenseExpression
from openweights.model import Model
from openweights.resolution import Resolution, find, resolve
from openweights.sbom.cyclonedx_reader import listed_in_cyclonedx
from openweights.sbom.document import read_document
from openweights.sbom.licensing import declared_license
from openweights.sbom.listed import ListedModel
from openweights.sbom.purl import hub_id_of
from openweights.sbom.spdx_reader import listed_in_spdx3
from openweights.verdict import Verdict

#: A longer version is a checksum or a commit, and no part of a name.
_LONGEST_VERSION = 20

#: For how many unknown names of a document names that look alike are searched, which takes long.
_MOST_SUGGESTIONS = 50


@frozen(kw_only=True)
class SbomReference:
    """A model that an SBOM names, and the record that the name means."""

    #: What the document says of it.
    listed: ListedModel
    #: What it stands for; `how` is `unknown` if no record carries the name.
    resolution: Resolution

    @property
    def name(self) -> str:
        """What the document calls it."""
        return self.listed.name

    @property
    def version(self) -> str | None:
        """The version that the document gives."""
        return self.listed.version

    @property
    def purl(self) -> str | None:
        """The package URL that the document gives."""
        return self.listed.purl

    @property
    def license(self) -> LicenseExpression | None:
        """The licence that the document declares."""
        return self.listed.declared

    @property
    def place(self) -> str:
        """Where it stands in the document."""
        return self.listed.place

    @property
    def record(self) -> Model | None:
        """The record of the release that it is; nothing if none is known, or the name stands for several."""
        return get_model(self.resolution.ids[0]) if len(self.resolution.ids) == 1 else None

    @property
    def license_agrees(self) -> Verdict:
        """Whether the document declares the licence that the record has; unknown if either is."""
        record = self.record
        recorded = declared_license(record) if record else None
        if recorded is None or self.license is None:
            return Verdict.UNKNOWN
        return Verdict.of(recorded.text == self.license.text)

    def classify(self) -> Classification:
        """Return where the model stands on the ladder: by its record if there is one, else by what the document says.

        Raises:
            LineageError: If the model descends from itself.
        """
        if self.resolution.title is None:
            return classify(self.listed.imported.model)
        found = get_record(self.resolution.title if self.resolution.how == "family" else self.resolution.ids[0])
        return classify(found if isinstance(found, Model) else found.name)


def models_in_sbom(text_or_path: str | os.PathLike[str]) -> tuple[SbomReference, ...]:
    """Return the models that a CycloneDX (1.5 to 1.7) or SPDX 3 document lists, each with the record that it is.

    A repository of the Hugging Face Hub says which model it is; only without one is the name read, with its group and its version.
    What resolves to no record is listed all the same.

    Args:
        text_or_path: The document itself, if it begins with `{`; else the path of its file.

    Raises:
        RecordError: If it cannot be read, or is neither.

    Examples:
        >>> purl = "pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct@0e9e39f249a16976918f6564b8830bc894c89659"
        >>> bom = '{"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model", "name": "chat", "purl": "%s"}]}' % purl
        >>> found = models_in_sbom(bom)[0]
        >>> found.resolution.title, found.classify().level.value
        ('Llama 3.1', 'weights-restricted')
    """
    document = read_document(text_or_path)
    if document.is_cyclonedx:
        listed = listed_in_cyclonedx(document)
    elif document.is_spdx3:
        listed = listed_in_spdx3(document)
    else:
        raise RecordError(document.file, "It is neither a CycloneDX nor an SPDX 3 document. SPDX 2 has no models.")
    references: list[SbomReference] = []
    unknown: dict[str, Resolution] = {}
    for each in listed:
        names = list(_names(each))
        resolution = next(filter(None, map(find, names)), None)
        if resolution is None:
            name = names[-1]
            if name not in unknown:
                unknown[name] = resolve(name) if len(unknown) < _MOST_SUGGESTIONS else Resolution(name, (), None, "unknown")
            resolution = unknown[name]
        references.append(SbomReference(listed=each, resolution=resolution))
    return tuple(references)


def _names(listed: ListedModel) -> Iterator[str]:
    """Yield the ways to read what a model is called, the one that says most first.

    A repository on the Hub settles it: somebody's copy may be another model. So does a group.
    """
    hub_id = hub_id_of(listed.purl or "") or next(iter(listed.imported.model.hub_ids), None)
    if hub_id:
        yield hub_id
        return
    name = f"{listed.group}/{listed.name}" if listed.group else listed.name
    if listed.version and len(listed.version) <= _LONGEST_VERSION:
        yield f"{name} {listed.version}"
    yield name
