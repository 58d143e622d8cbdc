"""Answers for tables of millions of rows, on the engine that holds them; and the bundled records as tables.

These need the extra `frames`.
"""

from __future__ import annotations

from openweights.frames.classifying import classify_frame
from openweights.frames.tables import to_frame

__all__ = ["classify_frame", "to_frame"]
