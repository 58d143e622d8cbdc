"""A model of the Hugging Face Hub as its repository describes it now, with the bases that it names. This asks the network."""

from __future__ import annotations

import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar, cast

from attrs import evolve, field, frozen

from openweights.artifact import Availability
from openweights.errors import HubError, InvalidValueError, MissingExtraError, RecordError, shown
from openweights.expression import LicenseExpression
from openweights.interop.imported import Imported
from openweights.interop.modelcard import Card, card_to_model
from openweights.interop.repository import LICENSE_FILE, WEIGHTS, is_known, read_license_text
from openweights.licensetext import identify_license
from openweights.model import BaseModel, DefaultLicenses, Model, Source
from openweights.modelfile import LARGEST
from openweights.names import name_key
from openweights.resolution import find

if TYPE_CHECKING:
    from huggingface_hub import HfApi, ModelInfo

T = TypeVar("T")

#: How many generations of bases are asked for, and how many repositories in all.
MOST_GENERATIONS = 5
MOST_REPOSITORIES = 20

#: Seconds until a request is given up.
TIMEOUT = 10.0

#: Seconds for one request as a whole, and for all of them: a server that sends a byte now and then keeps every single wait short.
REQUEST_DEADLINE = 30.0
WHOLE_DEADLINE = 180.0

_REPO_ID = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)

_GATES = {"auto": Availability.GATED, "manual": Availability.ON_REQUEST}


def from_hub(repo_id: str, *, revision: str | None = None, token: str | bool | None = None, endpoint: str | None = None) -> Imported:
    """Return the model that a repository of the Hugging Face Hub holds, with its bases, and what did not map.

    One request gives the card's metadata, the gate and the list of files. Where the card leaves the licence open and there is a licence
    file, the file is downloaded into the cache of `huggingface_hub` and identified by its text. A base that is on record here is given
    by its name; any other is asked for, up to five generations and twenty repositories. A base that cannot be read is given by its name,
    so that its terms are unknown, and `unmapped` says why.

    Args:
        repo_id: The repository: `owner/name`.
        revision: A branch, a tag or a commit; the newest state without one. Bases are always read in their newest state.
        token: A token of the Hub; `None` for the one that is saved on this machine, `False` for none.
        endpoint: Another address than the Hub's.

    Raises:
        HubError: If the repository cannot be read: it is missing or private, disabled, the requests are too many, time is out, or this
            machine is offline; `reason` says which.
        InvalidValueError: If `repo_id` is none.
        MissingExtraError: If `huggingface_hub` is not installed.
    """
    if not isinstance(repo_id, str) or not _REPO_ID.fullmatch(repo_id) or len(repo_id) > 200:
        raise InvalidValueError(f"{shown(repo_id)} is no repository of the Hub.", mend="Give it as 'owner/name'.")
    try:
        from huggingface_hub import HfApi
    except ModuleNotFoundError:
        raise MissingExtraError("Asking the Hub", "hub") from None
    reader = _Reader(HfApi(endpoint=endpoint, token=token))
    model = reader.model(repo_id, revision, ())
    return Imported(model, tuple(reader.unmapped))


@frozen
class _Reader:
    """Asks for a repository and for its bases, each once."""

    api: HfApi
    unmapped: list[str] = field(factory=list[str])
    models: dict[str, Model] = field(factory=dict[str, Model])
    #: When time is out for all requests together.
    until: float = field(factory=lambda: time.monotonic() + WHOLE_DEADLINE)

    def model(self, repo_id: str, revision: str | None, chain: tuple[str, ...]) -> Model:
        info = self.info(repo_id, revision)
        files = [str(each.rfilename) for each in info.siblings or ()]
        remarks: list[str] = []
        card = Card(_metadata(info), "", has_metadata=info.card_data is not None)
        try:
            imported = card_to_model(card, repo_id, repo_id=repo_id, parameters=_availability(info, files, remarks))
        except RecordError as error:
            raise HubError(repo_id, "malformed", f"Its card holds what no model can have: {error.problem}") from None
        model = self._with_license_file(imported.model, info, revision, remarks)
        page = f"{self.api.endpoint}/{repo_id}/tree/{info.sha}"
        if info.sha and self.api.endpoint.startswith(("http://", "https://")):
            model = evolve(model, sources=(Source(page, supports=("access", "artifacts", "licenses", "base_models")),))
        self.unmapped.extend(f"{repo_id}: {each}" if chain else each for each in (*imported.unmapped, *remarks))
        self.models[name_key(repo_id)] = model
        return evolve(model, base_models=tuple(self._bases(model, (*chain, repo_id))))

    def _bases(self, model: Model, chain: tuple[str, ...]) -> Iterator[BaseModel]:
        for base in model.base_models:
            if name_key(base.name) in map(name_key, chain):
                self.unmapped.append(f"{chain[-1]}: base_model: {shown(base.name)}: came from this model itself, so it adds no terms.")
                continue
            found = self._base(base.name, chain)
            yield base if found is None else evolve(base, model=found)

    def _base(self, name: str, chain: tuple[str, ...]) -> Model | None:
        """Return a base as its repository describes it; nothing if it is on record here or cannot be read."""
        if find(name) is not None or not _REPO_ID.fullmatch(name):
            return None
        if name_key(name) in self.models and not self.models[name_key(name)].base_models:
            return self.models[name_key(name)]
        if len(chain) > MOST_GENERATIONS or len(self.models) >= MOST_REPOSITORIES:
            self.unmapped.append(f"{chain[-1]}: base_model: {shown(name)}: was not asked for: the lineage is longer than is followed.")
            return None
        try:
            return self.model(name, None, chain)
        except HubError as error:
            self.unmapped.append(f"{chain[-1]}: base_model: {shown(name)}: {error.problem} Its terms are unknown.")
            return None

    def info(self, repo_id: str, revision: str | None) -> ModelInfo:
        """Ask for what the Hub knows of a repository."""
        from huggingface_hub import errors

        try:
            return self.in_time(lambda: self.api.model_info(repo_id, revision=revision, files_metadata=True, timeout=TIMEOUT))
        except (_transport_error(), errors.HFValidationError, errors.LocalTokenNotFoundError, OSError) as error:
            raise _hub_error(repo_id, error) from None
        except (TypeError, ValueError, KeyError, AttributeError):
            raise HubError(repo_id, "malformed", "The answer is not of the Hub's form. Is the endpoint right?") from None

    def in_time(self, request: Callable[[], T]) -> T:
        """Return what a request gives, or raise TimeoutError: the client bounds each wait, not their sum."""
        seconds = min(REQUEST_DEADLINE, self.until - time.monotonic())
        answers: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put((request(), None))
            except Exception as error:  # noqa: BLE001 - it is raised again below, where it was asked for
                answers.put((None, error))

        # A thread that is given up must not keep the program from ending.
        threading.Thread(target=ask, daemon=True).start()
        try:
            answer, error = answers.get(timeout=max(0.0, seconds))
        except queue.Empty:
            raise TimeoutError from None
        if error is not None:
            raise error
        return cast("T", answer)

    def _with_license_file(self, model: Model, info: ModelInfo, revision: str | None, remarks: list[str]) -> Model:
        """Return the model with the licence that its licence file is, where the card leaves it open."""
        declared = model.licenses.distribution
        if declared is not None and all(map(is_known, declared.licenses)):
            return model
        sizes = {str(each.rfilename): each.size for each in info.siblings or ()}
        file = next((name for name in sorted(sizes, key=lambda name: (len(name), name)) if LICENSE_FILE.fullmatch(name)), None)
        if file is None:
            return model
        if (sizes[file] or 0) > LARGEST:
            remarks.append(f"{file}: has more than {LARGEST:,} bytes, so it was not read.")
            return model
        text = self._text(str(info.id), file, info.sha or revision, remarks)
        identified = identify_license(text) if text is not None else None
        if identified is None or len(identified.licenses) != 1:
            remarks.append(f"{file}: no licence was recognised by its text." if identified else f"{file}: was not read.")
            return model
        terms = LicenseExpression.of(identified.licenses[0])
        if identified.has_further_text:
            terms &= LicenseExpression("LicenseRef-further-conditions")
            remarks.append(f"{file}: holds about {identified.further_words} words besides {terms.licenses[0].id}.")
        return evolve(model, licenses=DefaultLicenses(distribution=terms))

    def _text(self, repo_id: str, file: str, revision: str | None, remarks: list[str]) -> str | None:
        from huggingface_hub import errors

        try:
            path = self.in_time(lambda: self.api.hf_hub_download(repo_id, file, revision=revision, etag_timeout=TIMEOUT))  # pyright: ignore[reportUnknownMemberType,reportUnknownLambdaType]
            return read_license_text(path)
        except (_transport_error(), errors.EntryNotFoundError, errors.HFValidationError, OSError, RecordError) as error:
            remarks.append(f"{file}: {error.problem if isinstance(error, RecordError) else _hub_error(repo_id, error).problem}")
            return None


def _metadata(info: ModelInfo) -> dict[str, object]:
    """Return the card's metadata; what it lacks, as the Hub has it in the repository's tags."""
    from huggingface_hub import ModelCardData

    metadata: dict[str, object] = {}
    if isinstance(info.card_data, ModelCardData):
        metadata |= cast("dict[str, object]", info.card_data.to_dict())  # type: ignore[no-untyped-call]
    tags = [each for each in info.tags or () if isinstance(each, str)]
    if not metadata.get("license"):
        said = [tag.removeprefix("license:") for tag in tags if tag.startswith("license:")]
        if said:
            metadata["license"] = said
    if not metadata.get("base_model"):
        bases = [tag.split(":")[1:] for tag in tags if tag.startswith("base_model:")]
        # `base_model:ID`, and once more with the relation: `base_model:RELATION:ID`.
        metadata["base_model"] = [parts[-1] for parts in bases]
        metadata.setdefault("base_model_relation", next((parts[0] for parts in bases if len(parts) == 2), None))
    if not metadata.get("pipeline_tag") and info.pipeline_tag:
        metadata["pipeline_tag"] = info.pipeline_tag
    return metadata


def _availability(info: ModelInfo, files: list[str], remarks: list[str]) -> Availability:
    if info.private:
        remarks.append("private: the repository is private: nobody outside can have it.")
        return Availability.NOT_PUBLISHED
    if info.disabled:
        remarks.append("disabled: the Hub has disabled the repository.")
        return Availability.UNKNOWN
    if not any(name.casefold().endswith(WEIGHTS) for name in files):
        remarks.append("files: no file of weights is listed.")
        return Availability.UNKNOWN
    if info.gated:
        return _GATES.get(str(info.gated), Availability.ON_REQUEST)
    return Availability.PUBLIC


def _transport_error() -> type[Exception]:
    """Return the error of the client's transport, from which that of the Hub derives; its package differs between versions."""
    from huggingface_hub.errors import HfHubHTTPError

    return HfHubHTTPError.__mro__[1]


def _hub_error(repo_id: str, error: Exception) -> HubError:
    """Return what went wrong in words of ours."""
    from huggingface_hub import errors

    if isinstance(error, errors.LocalEntryNotFoundError) and isinstance(error.__cause__, Exception):
        return _hub_error(repo_id, error.__cause__)
    if isinstance(error, errors.GatedRepoError):
        return HubError(repo_id, "gated", "It is gated. Accept its terms on its page, and give a token of that account.")
    if isinstance(error, errors.RepositoryNotFoundError):
        return HubError(repo_id, "not-found", "It does not exist, or it is private. Check the name, or give a token that may read it.")
    if isinstance(error, errors.RevisionNotFoundError):
        return HubError(repo_id, "no-such-revision", "It has no such revision. Check the branch, tag or commit.")
    if isinstance(error, errors.DisabledRepoError):
        return HubError(repo_id, "disabled", "The Hub has disabled it.")
    if isinstance(error, errors.HfHubHTTPError):
        status = error.response.status_code
        if status == 429:
            return HubError(repo_id, "rate-limited", "Too many requests were made. Wait a few minutes, or give a token.")
        if status in (401, 403):
            return HubError(repo_id, "refused", f"The Hub refused (HTTP {status}). Check the token and its permissions.")
        return HubError(repo_id, "unreachable", f"The Hub answered with HTTP {status}. Try again later.")
    if isinstance(error, errors.OfflineModeIsEnabled):
        return HubError(repo_id, "offline", "The variable HF_HUB_OFFLINE forbids the network. Unset it, or scan the cache.")
    if isinstance(error, errors.LocalTokenNotFoundError):
        return HubError(repo_id, "refused", "A token is asked for and none is saved on this machine. Log in, or give one.")
    if isinstance(error, errors.HFValidationError):
        return HubError(repo_id, "not-found", "Its name is none that the Hub takes.")
    timeouts: type[Exception] = import_module(_transport_error().__module__.partition(".")[0]).TimeoutException
    if isinstance(error, (TimeoutError, timeouts)):
        return HubError(repo_id, "timeout", "The Hub did not answer in time. Try again later.")
    return HubError(repo_id, "unreachable", "The Hub cannot be reached. Check the network and the endpoint.")
