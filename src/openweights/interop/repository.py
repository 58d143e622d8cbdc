"""One repository of a model on this machine: its card, licence files, configuration and weights, read and compared."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import cast

from attrs import evolve, frozen

from openweights.errors import LineageError, OpenWeightsError, RecordError, shown
from openweights.expression import LicenseExpression
from openweights.interop.cardlicense import license_of_card, one_of
from openweights.interop.modelcard import Card, card_to_model, hub_id, parse_card
from openweights.interop.weights import WeightsMetadata, read_weights
from openweights.license import NOASSERTION_ID, License
from openweights.licensetext import IdentifiedText, identify_license
from openweights.model import BaseModel, DefaultLicenses, Model, Relation
from openweights.modelfile import LARGEST, read_text
from openweights.names import name_key
from openweights.publishing import drift
from openweights.registry import find_license
from openweights.resolution import find

#: How names of files with weights end (huggingface_hub and the libraries that load them).
WEIGHTS = tuple(".safetensors .bin .pt .pth .ckpt .gguf .onnx .h5 .msgpack .mlmodel .tflite .npz .nemo .keras .pb .pkl .ggml".split())
#: Files of one folder that are looked at, at the most: licence texts and files of weights.
MOST_TEXTS = 20
MOST_WEIGHTS = 20

_CARD = re.compile(r"readme(?:\.md|\.markdown)?|model_?card\.md", re.IGNORECASE)
#: Names of files with terms.
LICENSE_FILE = re.compile(
    r"(?:.*[-_. ])?(?:un)?licen[cs]e(?:[-_. ].*)?|copying(?:[-_. ].*)?|(?:.*[-_. ])?terms[-_ ]of[-_ ]use(?:[-_. ].*)?"
    r"|.*agreement(?:\.\w+)?",
    re.IGNORECASE,
)
#: Endings of files that hold no plain text, or a program's: `LICENSE.Llama-3.1` has none of them.
_NO_TEXT = frozenset(".pdf .doc .docx .odt .json .py .js .yaml .yml .toml .png .zip".split())
_CONFIGURATIONS = ("config.json", "adapter_config.json", "model_index.json", "params.json")


class ContradictionKind(Enum):
    """Which two statements about a model do not go together."""

    #: The card and a licence file.
    CARD_FILE = "card-file"
    #: The card and the metadata of the weights.
    CARD_WEIGHTS = "card-weights"
    #: A licence file and the metadata of the weights.
    FILE_WEIGHTS = "file-weights"
    #: What is declared, and the terms of a base.
    BASE_TERMS = "base-terms"
    #: The bases that the card names, and those that the configuration or the weights name.
    LINEAGE = "lineage"
    #: A bill of materials, and the record of the model.
    SBOM_RECORD = "sbom-record"


@frozen(kw_only=True)
class Contradiction:
    """Two statements about a model that do not go together."""

    #: Which two.
    kind: ContradictionKind
    #: What each says, in one sentence.
    reason: str
    #: The files that say it.
    files: tuple[str, ...]


@frozen(kw_only=True)
class LicenseFile:
    """A file with terms, and what it was recognised as."""

    #: Its name.
    file: str
    #: The licences whose text it holds, and those that it comes near to.
    identified: IdentifiedText


@frozen(kw_only=True)
class Repository:
    """A repository of a model on this machine, with all that its files say."""

    #: The folder.
    path: str
    #: The repository on the Hub, if the place says it.
    repo_id: str | None
    #: The revision, if the place says it.
    revision: str | None
    #: The model, put together from the files: where they contradict each other, the terms are the interval over what they say.
    model: Model
    #: What the card gives as the licence; nothing if it gives none.
    declared: LicenseExpression | None
    #: The files with terms.
    license_files: tuple[LicenseFile, ...] = ()
    #: The files of weights, by name.
    weights: tuple[str, ...] = ()
    #: What does not go together.
    contradictions: tuple[Contradiction, ...] = ()
    #: What could not be read or has no place, and what is missing: a sentence each.
    remarks: tuple[str, ...] = ()

    @property
    def record_id(self) -> str | None:
        """The id of the record that the repository on the Hub is known by."""
        found = find(self.repo_id) if self.repo_id else None
        return found.ids[0] if found is not None and len(found.ids) == 1 else None


def read_repository(path: str | os.PathLike[str], *, repo_id: str | None = None, revision: str | None = None) -> Repository:
    """Return what the files of one folder say of a model, compared with each other.

    What cannot be read stands in the remarks; it never stops the others.

    Args:
        path: The folder.
        repo_id: The repository on the Hub that it is a copy of, if that is known.
        revision: The revision that it is a copy of.

    Raises:
        RecordError: If the folder cannot be read.
        MissingExtraError: If a card has metadata and PyYAML is not installed.
    """
    folder = Path(path)
    names = file_names(folder)
    remarks: list[str] = []
    card_name = next((name for name in sorted(names, key=len) if _CARD.fullmatch(name)), None)
    card = _card(folder, card_name, remarks)
    configurations = dict(_configurations(folder, names, remarks))
    texts = tuple(_license_files(folder, names, remarks))
    weights = tuple(name for name in names if name.casefold().endswith(WEIGHTS))
    metadata = dict(_weights(folder, weights, remarks))
    model = _model(card, folder, repo_id, remarks)
    said = _Statements(card_name or "card", model, texts, configurations, metadata)
    together = said.together(model, remarks)
    if model.licenses.distribution is not None and not texts and weights:
        remarks.append("license: it is declared, and no file with its text is there.")
    return Repository(
        path=str(folder),
        repo_id=repo_id,
        revision=revision,
        model=together,
        declared=model.licenses.distribution,
        license_files=texts,
        weights=weights,
        contradictions=tuple(said.contradictions(model, together, remarks)),
        remarks=tuple(remarks),
    )


def file_names(folder: Path) -> list[str]:
    """Return the names of the files of a folder, in order.

    Raises:
        RecordError: If the folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if _is_file(entry))
    except OSError as error:
        raise RecordError(str(folder), f"The folder cannot be read: {error.strerror}.") from None
    except ValueError:
        raise RecordError(str(folder).replace("\0", "\\0"), "The folder cannot be read: the path has a NUL character.") from None


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads in a circle
        return False


def _card(folder: Path, name: str | None, remarks: list[str]) -> Card:
    if name is not None:
        try:
            return parse_card(read_text(str(folder / name)), name)
        except RecordError as error:
            remarks.append(f"{name}: {error.problem}")
    return Card({}, "", has_metadata=False)


def _model(card: Card, folder: Path, repo_id: str | None, remarks: list[str]) -> Model:
    try:
        imported = card_to_model(card, "card", repo_id=repo_id, folder=folder.absolute().name)
    except RecordError as error:
        remarks.append(f"card: {error.problem}")
        imported = card_to_model(Card({}, "", has_metadata=False), "card", repo_id=repo_id, folder=folder.absolute().name)
    remarks += imported.unmapped
    return imported.model


def _configurations(folder: Path, names: Iterable[str], remarks: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    for name in names:
        if name.casefold() in _CONFIGURATIONS:
            try:
                table = _json(folder / name)
            except RecordError as error:
                remarks.append(f"{name}: {error.problem}")
            else:
                if table is not None:
                    yield name, table


def configuration(file: Path) -> dict[str, object] | None:
    """Return the JSON object that a file holds; nothing if it holds none or cannot be read.

    Args:
        file: The file.
    """
    try:
        return _json(file)
    except RecordError:
        return None


def _json(file: Path) -> dict[str, object] | None:
    text = read_text(str(file))
    try:
        table: object = json.loads(text)
    except (ValueError, RecursionError):
        raise RecordError(str(file), "It is no JSON.") from None
    return cast("dict[str, object]", table) if isinstance(table, dict) else None


def _license_files(folder: Path, names: Iterable[str], remarks: list[str]) -> Iterator[LicenseFile]:
    chosen = [name for name in names if LICENSE_FILE.fullmatch(name) and Path(name).suffix.casefold() not in _NO_TEXT]
    for name in chosen[:MOST_TEXTS]:
        try:
            yield LicenseFile(file=name, identified=identify_license(read_license_text(str(folder / name))))
        except RecordError as error:
            remarks.append(f"{name}: {error.problem}")


def read_license_text(file: str) -> str:
    """Return the text of a licence file in any encoding: what is no UTF-8 costs a few words and not the answer.

    Raises:
        RecordError: If it cannot be read, or is larger than a licence can be.
    """
    try:
        if not Path(file).is_file():
            raise RecordError(file, "It is no file.")
        with Path(file).open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise RecordError(file, f"It cannot be read: {error.strerror}.") from None
    except ValueError as error:
        if isinstance(error, RecordError):
            raise
        raise RecordError(file.replace("\0", "\\0"), "It cannot be read: the path has a NUL character.") from None
    if len(content) > LARGEST:
        raise RecordError(file, f"It has more than {LARGEST:,} bytes. Is it a licence?")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return content.decode(encoding, errors="replace")


def _weights(folder: Path, names: Iterable[str], remarks: list[str]) -> Iterator[tuple[str, WeightsMetadata]]:
    readable = [name for name in names if name.casefold().endswith((".gguf", ".safetensors"))]
    for name in readable[:MOST_WEIGHTS]:
        try:
            yield name, read_weights(folder / name)
        except RecordError as error:
            remarks.append(f"{name}: {error.problem}")


@frozen
class _Statements:
    """What the files say, each by its name."""

    card: str
    model: Model
    texts: tuple[LicenseFile, ...]
    configurations: dict[str, dict[str, object]]
    weights: dict[str, WeightsMetadata]

    def together(self, model: Model, remarks: list[str]) -> Model:
        """Return the model with what the other files add: a licence, and bases that the card does not name."""
        declared = model.licenses.distribution
        said = [each for each in (declared, *self._of_files(further=False), *self._of_weights()) if each is not None and _says(each)]
        further = [each for each in self._of_files(further=True) if not any(set(each.licenses) & set(one.licenses) for one in said)]
        if further and not said:
            # Conditions that nobody knows can only take away from a licence.
            terms: LicenseExpression | None = one_of(further) & LicenseExpression("LicenseRef-further-conditions")
        else:
            terms = one_of([*said, *further]) if said else declared
        bases = list(model.base_models)
        for file, base, relation in self.undeclared_bases():
            bases.append(BaseModel(base, relation=relation))
            remarks.append(f"{file}: names the base {shown(base)}, which the card does not.")
        try:
            return evolve(model, licenses=DefaultLicenses(distribution=terms), base_models=tuple(bases))
        except OpenWeightsError as error:
            remarks.append(f"base_models: {error}")
            return evolve(model, licenses=DefaultLicenses(distribution=terms))

    def _of_files(self, *, further: bool) -> list[LicenseExpression]:
        """The licences of the files that hold nothing else, or of those that hold further text."""
        held = [text.identified for text in self.texts if text.identified.has_further_text is further]
        return [LicenseExpression.of(license) for identified in held for license in identified.licenses]

    def _of_weights(self) -> list[LicenseExpression]:
        found = [license for metadata in self.weights.values() if (license := license_of_weights(metadata)) is not None]
        return list(dict.fromkeys(found))

    def undeclared_bases(self) -> list[tuple[str, str, Relation]]:
        """The bases that a configuration or the weights name and the card does not, each once."""
        known = [base.name for base in self.model.base_models]
        found: list[tuple[str, str, Relation]] = []
        for file, base, relation in self._named_bases():
            if not any(_same(base, other) for other in (*known, *self.model.names)):
                known.append(base)
                found.append((file, base, relation))
        return found

    def _named_bases(self) -> Iterator[tuple[str, str, Relation]]:
        for file, table in self.configurations.items():
            adapter = file.casefold() == "adapter_config.json"
            base = table.get("base_model_name_or_path" if adapter else "_name_or_path")
            # The path from which a configuration was loaded is often the author's own; a model on record is none.
            if isinstance(base, str) and 0 < len(base) <= 500 and (adapter or find(base) is not None):
                yield file, base, Relation.ADAPTER if adapter else Relation.FINETUNE
        for file, metadata in self.weights.items():
            for base in metadata.base_models:
                if 0 < len(base) <= 500:
                    yield file, hub_id(base), Relation.QUANTIZED

    def contradictions(self, model: Model, together: Model, remarks: list[str]) -> Iterator[Contradiction]:
        """Yield what does not go together."""
        declared = model.licenses.distribution
        for text in self.texts:
            held = text.identified.licenses
            if declared is not None and held and _apart(declared, held):
                yield _contradiction(ContradictionKind.CARD_FILE, self.card, declared.text, text.file, _ids(held))
        for file, metadata in self.weights.items():
            license = license_of_weights(metadata)
            if license is None or not _says(license):
                continue
            if declared is not None and _apart(declared, license.licenses):
                yield _contradiction(ContradictionKind.CARD_WEIGHTS, self.card, declared.text, file, license.text)
            for text in self.texts:
                held = text.identified.licenses
                if held and _apart(license, held):
                    yield _contradiction(ContradictionKind.FILE_WEIGHTS, text.file, _ids(held), file, license.text)
        for file, base, _ in self.undeclared_bases():
            if model.base_models:
                named = ", ".join(each.name for each in model.base_models)
                reason = f"{self.card} names {named} as the base, {file} names {base}."
                yield Contradiction(kind=ContradictionKind.LINEAGE, reason=reason, files=(self.card, file))
        yield from self._with_bases(together, declared, remarks)

    def _with_bases(self, together: Model, declared: LicenseExpression | None, remarks: list[str]) -> Iterator[Contradiction]:
        if not _says(declared):
            return
        labelled = evolve(together, licenses=DefaultLicenses(distribution=declared))
        try:
            drifts = drift(labelled)
        except LineageError as error:
            remarks.append(f"base_models: {error}")
            return
        for each in drifts:
            licenses = ", ".join(dict.fromkeys(term.license for term in each.missing))
            reason = f"{self.card} says {each.declared}; its base {each.base} is under {licenses}, whose terms come along."
            yield Contradiction(kind=ContradictionKind.BASE_TERMS, reason=reason, files=(self.card,))


def license_of_weights(metadata: WeightsMetadata) -> LicenseExpression | None:
    """Return the licence that the metadata of a file of weights name; nothing if they name none that is known."""
    said = {"license": metadata.license, "license_name": metadata.license_name, "license_link": metadata.license_link}
    license = license_of_card({key: value for key, value in said.items() if value}, [])
    return license if _says(license) else None


def _says(license: LicenseExpression | None) -> bool:
    """Whether it names a licence that is known, and not only that there is one."""
    return license is not None and all(map(is_known, license.licenses))


def is_known(license: License) -> bool:
    """Return whether a licence has terms that are known here, as far as they are."""
    return license.id != NOASSERTION_ID and (bool(license.members) or find_license(license.id) is not None)


def _apart(license: LicenseExpression, others: Iterable[License]) -> bool:
    """Whether none of the licences that one side stands for is among those of the other; what is not known is apart from nothing."""
    return _says(license) and _all_ids(license.licenses).isdisjoint(_all_ids(others))


def _all_ids(licenses: Iterable[License]) -> set[str]:
    return {re.sub(r"-(?:only|or-later)$", "", each.id) for license in licenses for each in (license, *license.members)}


def _ids(licenses: Iterable[License]) -> str:
    return ", ".join(license.id for license in licenses)


def _contradiction(kind: ContradictionKind, one: str, says: str, other: str, holds: str) -> Contradiction:
    return Contradiction(kind=kind, reason=f"{one} says {says}, {other} is {holds}.", files=(one, other))


def _same(one: str, other: str) -> bool:
    if name_key(hub_id(one)) == name_key(hub_id(other)):
        return True
    found, also = find(one), find(other)
    return found is not None and also is not None and not set(found.ids).isdisjoint(also.ids)
