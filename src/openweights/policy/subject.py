"""What a policy is asked about: a model, the words by which it was named, and where."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from openweights import convert
from openweights.errors import InvalidValueError, shown
from openweights.model import Model
from openweights.names import LONGEST_NAME
from openweights.plain import model_from
from openweights.policy.place import Place


def _ref(value: str) -> str:
    # A longer text is no name, and would stand in every report as it is.
    return value if len(value) <= LONGEST_NAME else value[:LONGEST_NAME] + "..."


@frozen(kw_only=True, field_transformer=convert.named)
class Subject:
    """A model that somebody uses, and where that was seen.

    Args:
        ref: The words by which it was named.
        model: The model, if it is not to be looked up by the name.
        place: Where it was named.
        problem: Why nothing can be said of it, if its file cannot be read: then it does not pass, whatever the policy.
        known_as: The name to look up, if it is not the words.
        unlisted: Why no record can go by the words, if none is to be looked for.
        silenced: Why it is not to count, if the place says so; a policy can forbid that.
        remarks: What else a reader should know of it, a sentence each.

    Examples:
        >>> Subject("gpt-oss-120b", place=Place("app.py", 12)).place.line
        12
    """

    #: The words by which it was named; what is too long for a name is cut.
    ref: str = field(kw_only=False, converter=_ref)
    #: The model; nothing if it is looked up by its name.
    model: Model | None = None
    #: Where it was named.
    place: Place | None = None
    #: Why nothing can be said of it.
    problem: str | None = None
    #: The name to look up; nothing for the words themselves.
    known_as: str | None = None
    #: Why no record can go by the words; nothing if one may.
    unlisted: str | None = None
    #: Why it is not to count; nothing if it counts.
    silenced: str | None = None
    #: What else a reader should know of it, a sentence each.
    remarks: tuple[str, ...] = ()


def subject_of(value: Model | str | Mapping[str, object] | Subject) -> Subject:
    """Return `value` as something that a policy can be asked about.

    Raises:
        InvalidValueError: If it is neither a name nor a model, nor a mapping of a model's fields.
    """
    if isinstance(value, Subject):
        return value
    if isinstance(value, Mapping):
        value = model_from(value)
    if isinstance(value, Model):
        return Subject(value.name, model=value)
    if not isinstance(value, str):
        raise InvalidValueError(f"{shown(value)} is no model.", mend="Give a Model, a name, or a mapping of a model's fields.")
    return Subject(value)
