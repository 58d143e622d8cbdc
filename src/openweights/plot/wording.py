"""What the pictures show, in words: for those who do not see them, and for those who want to quote them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openweights.flags import INFORMATION, FlagName
from openweights.ladder import Completeness, Freedom
from openweights.plot.tables import ClaimRow, FlagRow, LadderRow, MapRow

#: The longest name that is written or drawn; a longer one is cut.
_LONGEST = 160

#: How many names a sentence gives.
_NAMED = 5


def of_map(rows: Sequence[MapRow]) -> str:
    """Return the map in words: the fields with releases in them, from the most closed to the most open."""
    lines = [f"What is published by what the terms on the parameters allow, for {_count(len(rows))}."]
    for freedom in Freedom:
        for completeness in Completeness:
            here = [row for row in rows if row["completeness"] == completeness.value and row["freedom"] == freedom.value]
            if here:
                lines.append(f"{completeness.value}, {freedom.value}: {_count(len(here))}{_doubt(here)} ({_names(best_known(here))}).")
    return "\n".join(lines)


def _doubt(rows: Iterable[MapRow]) -> str:
    doubtful = sum(map(is_doubtful, rows))
    return f", {doubtful} of which may stand higher" if doubtful else ""


def is_doubtful(row: MapRow) -> bool:
    """Return whether a release of the map may stand higher on one of its axes."""
    return row["completeness"] != row["completeness_ceiling"] or row["freedom"] != row["freedom_ceiling"]


def best_known(rows: Iterable[MapRow]) -> list[MapRow]:
    """Return the releases of the map, those with most names on record first; of each publisher one before a second."""
    seen: dict[str, int] = {}
    ranked: list[tuple[int, MapRow]] = []
    for row in sorted(rows, key=lambda row: (-row["names"], row["name"].casefold())):
        publisher = row["developer"] or row["name"]
        seen[publisher] = seen.get(publisher, 0) + 1
        ranked.append((seen[publisher], row))
    return [row for _, row in sorted(ranked, key=lambda pair: pair[0])]


def of_ladder(rows: Sequence[LadderRow]) -> str:
    """Return the ladder over time in words: year by year the shares, highest level first."""
    lines = ["Share of the releases of each year by the level of openness that is certain."]
    for year in dict.fromkeys(row["year"] for row in rows):
        here = [row for row in rows if row["year"] == year]
        shares = [f"{percent(row['share'])} {row['level']}" for row in reversed(here) if row["releases"]]
        uncertain = sum(row["uncertain"] for row in here)
        rest = f"; {uncertain} may stand higher" if uncertain else ""
        lines.append(f"{year}: {_count(int(here[0]['of'] or 0))}; {', '.join(shares)}{rest}.")
    return "\n".join(lines)


def of_flags(rows: Sequence[FlagRow]) -> str:
    """Return the heat map in words: publisher by publisher the flags, most frequent first."""
    lines = ["Share of the downloadable releases of each publisher that carry a restriction."]
    for publisher in dict.fromkeys(row["publisher"] for row in rows):
        here = [row for row in rows if row["publisher"] == publisher]
        carried = sorted((row for row in here if row["releases"] and restricts(row)), key=lambda row: -row["share"])
        shares = ", ".join(f"{row['flag']} {percent(row['share'])}" for row in carried)
        lines.append(f"{plain(publisher)} ({_count(int(here[0]['of'] or 0))}): {shares or 'none'}.")
    return "\n".join(lines)


def restricts(row: FlagRow) -> bool:
    """Return whether a flag of the heat map is more than information."""
    return FlagName(row["flag"]) not in INFORMATION


def of_claims(rows: Sequence[ClaimRow], shown: Sequence[ClaimRow]) -> str:
    """Return claims against findings in words: the sum, then publisher by publisher."""
    met, unknown, not_met = (claimed(rows, finding) for finding in ("met", "unknown", "not-met"))
    total = met + unknown + not_met
    summary = (
        f"Of {_count(total)} that somebody calls open source, {met} {_are(met)} by the Open Source AI Definition 1.0, "
        f"{not_met} certainly {_are(not_met)} not, and of {unknown} it is not known."
    )
    lines = [summary]
    for publisher in dict.fromkeys(row["publisher"] for row in shown):
        here = {row["finding"]: row["releases"] for row in shown if row["publisher"] == publisher}
        lines.append(f"{plain(publisher)}: {here['met']} met, {here['not-met']} not met, {here['unknown']} not known.")
    return "\n".join(lines)


def claimed(rows: Iterable[ClaimRow], finding: str) -> int:
    """Return how many of the releases that somebody calls open source have this finding."""
    return sum(row["releases"] for row in rows if row["finding"] == finding)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _names(rows: Sequence[MapRow]) -> str:
    named = ", ".join(plain(row["name"]) for row in rows[:_NAMED])
    return f"{named} and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else named


def _count(count: int) -> str:
    return f"{count:,} release" if count == 1 else f"{count:,} releases"


def percent(share: float) -> str:
    """Return a share in percent."""
    return "under 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def plain(words: str) -> str:
    """Return words on one line, without what cannot be printed, and not endlessly long."""
    line = " ".join("".join(each if each.isprintable() else " " for each in words).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
