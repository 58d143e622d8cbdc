"""What a scan finds: references to models, where they stand and what they mean."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import NamedTuple

from attrs import frozen

from openweights.interop.repository import Contradiction
from openweights.model import Model
from openweights.resolution import Resolution


class Certainty(IntEnum):
    """How sure a place is to name a model, whatever stands there."""

    #: The place may name a model (`model: ...`): the text must look like one.
    GENERIC = 1
    #: The place mostly names a model (`model_id: ...`, or `model: ...` in a file about language models): owner and name will do.
    LIKELY = 2
    #: The place is about language models and the like (`embedding_model: ...`): any name will do, words such as `auto` will not.
    SPECIFIC = 3
    #: The place takes nothing but a model (`from_pretrained(...)`).
    STRONG = 4


class Status(Enum):
    """What is known of the model that a reference names."""

    #: One record goes by the name.
    RELEASE = "release"
    #: The name stands for several records.
    FAMILY = "family"
    #: No record goes by the name.
    UNKNOWN = "unknown"
    #: No record goes by the name, and the bill of materials or the folder itself says what the model is.
    DESCRIBED = "described"
    #: The name is made when the code runs: an f-string, an argument, an environment variable without a default.
    DYNAMIC = "dynamic"
    #: A path or an address of files: which model they hold, the source does not say.
    LOCAL = "local"


class Mention(NamedTuple):
    """A place in a text that names a model, before the name is looked up."""

    #: Line of the text, from 1.
    line: int
    #: Column in characters, from 1, at which the name begins.
    column: int
    #: The name as written; the expression, for a name that is made when the code runs.
    text: str
    #: What takes the name: a call with its argument, a key, a command.
    call: str
    #: `DYNAMIC` or `LOCAL` if nothing is to be looked up.
    status: Status | None = None
    #: The line of the call, if the name stands elsewhere.
    used_on: int | None = None
    #: The cell of a notebook, from 1.
    cell: int | None = None
    #: Why the mention does not count, if a comment says so.
    silenced: str | None = None
    #: What the name means, if the place settles it: nothing else is looked up then.
    resolution: Resolution | None = None
    #: The model as the place describes it.
    described: Model | None = None
    #: What the place says of the model that does not go together.
    contradictions: tuple[Contradiction, ...] = ()
    #: What else a reader should know of it, a sentence each.
    remarks: tuple[str, ...] = ()


@frozen(kw_only=True)
class Reference:
    """A model that a source names."""

    #: The file, relative to what was scanned, with `/` between the parts.
    file: str
    #: Line in the file, from 1.
    line: int
    #: Column in characters, from 1.
    column: int
    #: The name as written.
    text: str
    #: What takes the name, for example `AutoModel.from_pretrained()`, `env MODEL`, `vllm serve`.
    call: str
    #: What is known of it.
    status: Status
    #: The record or the records that it names, and how the name was read; nothing for `DYNAMIC` and `LOCAL`.
    resolution: Resolution | None = None
    #: The line of the call, if the name stands elsewhere in the file.
    used_on: int | None = None
    #: The cell of a notebook, from 1.
    cell: int | None = None
    #: Why it does not count: the reason that a comment or the manifest gives; nothing if it counts.
    silenced: str | None = None
    #: For `DESCRIBED`: the model as the bill of materials or the folder describes it.
    described: Model | None = None
    #: What the bill of materials or the folder says of the model that does not go together.
    contradictions: tuple[Contradiction, ...] = ()
    #: What else a reader should know of it, a sentence each.
    remarks: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """File, line and column, as compilers print them."""
        cell = f" (cell {self.cell})" if self.cell is not None else ""
        return f"{self.file}:{self.line}:{self.column}{cell}"

    @property
    def name(self) -> str:
        """What the model is called: as on record; as written, if no record goes by it, with the file if only the file describes it."""
        title = self.resolution.title if self.resolution else None
        return title or (self.text if self.described is None else f"{self.text} ({self.file})")

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the records that it names."""
        return self.resolution.ids if self.resolution else ()


@frozen
class Note:
    """Something that a reader of the report must know: a file that was not read, or not read as what it is."""

    #: The file or folder, relative to what was scanned.
    file: str
    #: What happened, in a sentence.
    reason: str
    #: Whether nothing of it was read.
    skipped: bool = True


@frozen(kw_only=True)
class ScanReport:
    """What a scan found.

    Examples:
        >>> ScanReport(root=".", files=0, references=()).counted
        ()
    """

    #: What was scanned, as given.
    root: str
    #: How many files were read.
    files: int
    #: Every reference, in the order of files and lines, also those that are silenced.
    references: tuple[Reference, ...]
    #: Files that were not read, or not as what they are, and silencers that silence nothing.
    notes: tuple[Note, ...] = ()

    @property
    def counted(self) -> tuple[Reference, ...]:
        """The references that no comment and no manifest silences."""
        return tuple(each for each in self.references if each.silenced is None)

    @property
    def names(self) -> dict[str, tuple[Reference, ...]]:
        """The references that count by the model that they name: the name of the record or family; the text, if there is none."""
        found: dict[str, list[Reference]] = {}
        for each in self.counted:
            found.setdefault(each.name, []).append(each)
        return {name: tuple(group) for name, group in found.items()}
