"""Which licence a text is: recognised by fingerprints, since the texts themselves are not shipped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from attrs import frozen

from openweights.errors import InvalidValueError, shown
from openweights.fingerprint import SHINGLE, Fingerprint, shingles_of, unpacked
from openweights.license import License
from openweights.names import LONGEST_NAME
from openweights.registry import find_license
from openweights.textmarks import marks_of

#: How many words of a licence may be missing or changed: so many, and so many of each hundred.
CHANGED_WORDS = 16
CHANGED_SHARE = 0.004

#: Less of a licence's text than this is not it, however short it is; and from here on a text comes near to it.
LEAST = 0.55

#: What tells two texts apart must be there by this share to speak for one, and by no more than that to be taken as not there.
SPEAKS_FOR = 0.6
SPEAKS_AGAINST = 0.15

#: From so many words on, what belongs to none of the licences counts as further text: a copyright line is shorter.
FURTHER_WORDS = 60

#: Fewer numbers than this are the trace of a single word, which may be one of those that were changed.
FEW = 8


@frozen(kw_only=True)
class TextMatch:
    """A licence whose text was met."""

    #: The licence; it stands for several if one text serves them all.
    license: License
    #: How much of the licence's text was found, from 0 to 1: an estimate.
    coverage: float


@frozen(kw_only=True)
class IdentifiedText:
    """What a text was recognised as.

    A text may hold several licences, one after the other. A licence that was changed beyond a few words, or another version of one that is
    known, is not that licence: it stands under `near`.
    """

    #: The licences whose text is there, the best match first.
    found: tuple[TextMatch, ...]
    #: The licences that it comes near to without being them, the nearest first.
    near: tuple[TextMatch, ...] = ()
    #: About how many words belong to none of the licences that were found, nor to a policy that goes with them.
    further_words: int = 0

    @property
    def has_further_text(self) -> bool:
        """Whether the text says more than the licences that were found: a licence with further conditions is another one."""
        return self.further_words > FURTHER_WORDS

    @property
    def licenses(self) -> tuple[License, ...]:
        """The licences whose text is there."""
        return tuple(each.license for each in self.found)


def identify_license(text: str) -> IdentifiedText:
    """Return the licences that a text holds.

    Line breaks, case, punctuation, Markdown, HTML and addresses do not count; a dozen words, or one in a hundred, may be changed or filled
    in. A version is told from its neighbours by what only one of them says; where that is not clear, neither is found.

    Args:
        text: The text of a licence file; its first 2,000,000 characters count.

    Raises:
        InvalidValueError: If `text` is no text.

    Examples:
        >>> identify_license("All rights are wrong.").found
        ()
    """
    if not isinstance(text, str):
        raise InvalidValueError(f"{shown(text)} is no text.", mend="Give the text of a licence as a string.")
    return matched(text, bundled())


def matched(text: str, fingerprints: tuple[Fingerprint, ...]) -> IdentifiedText:
    """Return the licences that a text holds, of those that `fingerprints` are of; see `identify_license`.

    Args:
        text: The text.
        fingerprints: What is kept of the texts that are known.
    """
    shingles = shingles_of(text)
    covered = {each: len(each.sample & shingles) / len(each.sample) for each in fingerprints if each.sample}
    there = sorted((each for each, share in covered.items() if share >= LEAST), key=lambda each: (-covered[each], each.licenses))
    near = [each for each in there if each.licenses]
    candidates = [each for each in near if _missing_words(each, covered[each]) <= CHANGED_WORDS + CHANGED_SHARE * each.size]
    own = {each: _share_of_own(each, near, shingles) for each in near}
    found = [
        each
        for each in candidates
        if own[each] >= SPEAKS_FOR and all(_holds_against(each, other, shingles, absent=own[other] <= SPEAKS_AGAINST) for other in near)
    ]
    if found:
        marks = marks_of(text)
        # A file of several licences has the title of one of them; it says nothing of the others.
        titled = any(marks.title_is_of(each.marks) for each in found)
        found = [each for each in found if not marks.speak_against(each.marks, title=not titled)]
    explained = [*found, *(each for each in there if not each.licenses)]
    further = _further_words(explained, shingles) if found else 0
    return IdentifiedText(found=_matches(found, covered, ()), near=_matches(near, covered, found), further_words=further)


def _further_words(explained: list[Fingerprint], shingles: frozenset[int]) -> int:
    """Estimate how many words are in none of these texts: of the numbers that are small enough, it is known which have them."""
    bound = min(max(each.sample) for each in explained)
    small = [number for number in shingles if number <= bound]
    outside = sum(all(number not in each.kept for each in explained) for number in small)
    return round(outside / len(small) * len(shingles)) if small else 0


def _missing_words(fingerprint: Fingerprint, share: float) -> float:
    return (1 - share) * fingerprint.size / SHINGLE


def _holds_against(one: Fingerprint, other: Fingerprint, shingles: frozenset[int], *, absent: bool) -> bool:
    """Whether the text is `one` rather than `other`, or both: by the numbers that only one of them has.

    A licence that is put together from parts of others is `absent` where these stand in one file: what only it says is not there.
    """
    if one.licenses == other.licenses:
        return True
    own, others = one.kept - other.kept, other.kept - one.kept
    if len(own) >= FEW or len(others) < FEW:
        return len(own & shingles) >= SPEAKS_FOR * len(own)
    # Nearly all of `one` stands in `other`: what `other` says besides must not be there.
    return absent or len(others & shingles) <= SPEAKS_AGAINST * len(others)


def _share_of_own(one: Fingerprint, near: list[Fingerprint], shingles: frozenset[int]) -> float:
    """How much is there of what only `one` says of all these: 1 if that is too little to tell."""
    others = frozenset[int]().union(*(each.kept for each in near if each.licenses != one.licenses))
    own = one.kept - others
    return 1.0 if len(own) < FEW else len(own & shingles) / len(own)


def _matches(each: list[Fingerprint], covered: dict[Fingerprint, float], but: list[Fingerprint] | tuple[()]) -> tuple[TextMatch, ...]:
    """Return the matches, each licence once, without the licences of `but`."""
    seen = {fingerprint.licenses for fingerprint in but}
    matches: list[TextMatch] = []
    for fingerprint in each:
        if fingerprint.licenses not in seen:
            seen.add(fingerprint.licenses)
            matches.append(TextMatch(license=_license(fingerprint.licenses), coverage=round(covered[fingerprint], 3)))
    return tuple(matches)


def _license(ids: tuple[str, ...]) -> License:
    """Return the licence with this id; for a text that serves several, one that stands for them (rule 2.10)."""
    licenses = tuple(find_license(each) or License(each) for each in ids)
    if len(licenses) == 1:
        return licenses[0]
    name = " or ".join(ids)[:LONGEST_NAME]
    return License("LicenseRef-" + "-or-".join(each.removeprefix("LicenseRef-") for each in ids), name=name, members=licenses)


@cache
def bundled() -> tuple[Fingerprint, ...]:
    """Return the fingerprints that come with the package."""
    return unpacked(files("openweights").joinpath("data", "fingerprints.bin").read_bytes())
