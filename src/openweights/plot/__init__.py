"""Pictures of how open models are, each with its data as a table and a text that says the same.

    from openweights import plot

    picture = plot.openness_map()
    picture.rows, picture.alt, picture.savefig("map.svg")

Drawing needs the extra `plot`; the tables and the texts (`openweights.plot.tables`, `openweights.plot.wording`) need nothing.
"""

from __future__ import annotations

from openweights.plot.pictures import claims_and_findings, flags_by_publisher, ladder_over_time, openness_map
from openweights.plot.theme import Theme

__all__ = ["Theme", "claims_and_findings", "flags_by_publisher", "ladder_over_time", "openness_map"]
