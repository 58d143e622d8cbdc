"""What comes out of somebody else's file: the model, and what of the file has no place in it."""

from __future__ import annotations

from attrs import frozen

from openweights.model import Model


@frozen
class Imported:
    """A model read from another format, with what did not map."""

    #: The model.
    model: Model
    #: What has no place in it or could not be read as what it should be: the place in the file, and why.
    unmapped: tuple[str, ...] = ()
