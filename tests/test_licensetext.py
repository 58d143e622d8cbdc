"""Licence texts: what is recognised, what is told apart, what is nothing."""

from __future__ import annotations

import random
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from identify.vendor.licenses import LICENSES

from openweights import InvalidValueError, License, identify_license
from openweights.fingerprint import Fingerprint, fingerprints_of, packed, shingles_of, unpacked
from openweights.licensetext import FURTHER_WORDS, bundled, matched
from openweights.textwords import words_of

#: Texts of a package that ships them, by SPDX id.
TEXTS = dict(LICENSES)
SHIPPED = sorted(TEXTS.keys() & {each for fingerprint in bundled() for each in fingerprint.licenses})

_vocabulary = [f"word{number}" for number in range(900)]


def synthetic(seed: int, words: int = 1200) -> list[str]:
    return random.Random(seed).choices(_vocabulary, k=words)


def version(number: str, *, seed: int = 1, places: int = 12) -> str:
    """One of several versions of a text that differ in the number only."""
    words = synthetic(seed)
    for place in range(places):
        words[20 + place * 90] = f"llama {number}"
    return " ".join(words)


KNOWN = fingerprints_of(
    [
        (("one-3.1",), version("3.1")),
        (("one-3.2",), version("3.2")),
        (("another",), " ".join(synthetic(2))),
        (("short",), " ".join(synthetic(3, 120))),
    ]
)


def found(text: str, known: tuple[Fingerprint, ...] = KNOWN) -> list[str]:
    return [license.id for license in matched(text, known).licenses]


def changed(text: str, seed: int, how_many: int = 10) -> str:
    words = text.split(" ")
    for place in random.Random(seed).sample(range(len(words)), how_many):
        words[place] = "changed"
    return " ".join(words)


def test_the_shipped_file_recognises_common_texts() -> None:
    assert len(SHIPPED) >= 28
    found = {spdx_id: [license.id for license in identify_license(TEXTS[spdx_id]).licenses] for spdx_id in SHIPPED}
    # A short text with blanks where the one that was compiled has a university's name throughout.
    assert found.pop("PostgreSQL") == []
    assert found == {spdx_id: [spdx_id] for spdx_id in found}


def test_the_shipped_file_knows_the_model_licences_and_stays_small() -> None:
    ids = {each for fingerprint in bundled() for each in fingerprint.licenses}
    assert {"LicenseRef-llama2", "LicenseRef-llama3", "LicenseRef-llama3.1", "LicenseRef-llama3.2", "LicenseRef-llama3.3"} <= ids
    assert {"LicenseRef-gemma", "LicenseRef-gemma-2024-04", "LicenseRef-qwen", "LicenseRef-deepseek", "OpenMDW-1.0"} <= ids
    assert all(License.get(each).id == each for each in ids)
    assert len(packed(bundled())) <= 200_000


def test_a_text_is_its_licence() -> None:
    assert found(version("3.1")) == ["one-3.1"]
    assert found(" ".join(synthetic(2))) == ["another"]


@pytest.mark.parametrize("number", ["3.1", "3.2"])
def test_dress_does_not_count(number: str) -> None:
    text = version(number)
    words = text.split(" ")
    assert found("\r\n".join(textwrap.wrap(text.upper(), 37))) == [f"one-{number}"]
    assert found("# Title\n\n" + " ".join(f"**{word}**," for word in words)) == [f"one-{number}"]
    assert found("".join(f"<p class='x'>{' '.join(words[n : n + 40])}</p>" for n in range(0, len(words), 40))) == [f"one-{number}"]
    assert found(text.replace("word7 ", "[word7](https://example.org/a-b) ")) == [f"one-{number}"]
    assert found("Copyright (c) 2025 Example Company, Inc.\n\n" + text) == [f"one-{number}"]


@given(st.integers(), st.sampled_from(["3.1", "3.2"]))
def test_ten_changed_words_never_make_a_version_its_neighbour(seed: int, number: str) -> None:
    assert found(changed(version(number), seed)) in ([f"one-{number}"], [])


def test_ten_changed_words_rarely_cost_the_answer() -> None:
    assert sum(found(changed(version("3.1"), seed)) == ["one-3.1"] for seed in range(200)) >= 196


@given(st.integers())
def test_a_short_text_bears_ten_changed_words(seed: int) -> None:
    assert found(changed(" ".join(synthetic(3, 120)), seed)) in (["short"], [])
    assert found(changed(" ".join(synthetic(3, 120)), seed, 4)) == ["short"]


def test_a_version_that_is_not_known_is_near_and_nothing_more() -> None:
    answer = matched(version("3.3"), KNOWN)
    assert answer.found == ()
    assert {each.license.id for each in answer.near} == {"one-3.1", "one-3.2"}


def named(title: str, *, number: str = "1.0", date: str = "July 23, 2024", seed: int = 6) -> str:
    """A text with a title, a number and a date in its first lines; all else is the same."""
    return f"{title} License Agreement\n\n{title} Version Release Date: {date}\nversion {number}\n\n" + " ".join(synthetic(seed))


ONE = fingerprints_of([(("known",), named("Example"))], {"known": ["The Example"]})


@pytest.mark.parametrize(
    "other", [named("Another"), named("Example", number="1.1"), named("Example", date="September 25, 2024"), named("Modified Example")]
)
def test_a_title_a_number_or_a_date_makes_another_version(other: str) -> None:
    answer = matched(other, ONE)
    assert answer.found == ()
    assert [each.license.id for each in answer.near] == ["known"]


@pytest.mark.parametrize(
    "same",
    [
        named("Example"),
        named("The Example"),
        named("Example", date="2024-07-23"),
        named("Example", date="23 July 2024"),
        "Copyright (c) 2026 Example Company\n\n" + named("Example"),
        "Our project is released under the following license.\n\n" + named("Example"),
        # Without its first lines nothing speaks for the version, and nothing against it.
        " ".join(synthetic(6)),
        " ".join(named("Example").split()),
        "<html><head><title>Terms | A Company</title></head><body><h1>Example License Agreement</h1><p>"
        + named("Example").partition("\n")[2]
        + "</p></body></html>",
    ],
)
def test_marks_that_are_missing_or_written_otherwise_do_not_count(same: str) -> None:
    assert found(same, ONE) == ["known"]


def test_a_number_that_is_written_to_a_name_is_part_of_it() -> None:
    known = fingerprints_of([(("k2",), version("K2"))])
    assert found(version("K2"), known) == ["k2"]
    assert found(version("K2.5"), known) == []


def test_a_licence_that_is_put_together_from_parts_of_others_is_not_found_beside_them() -> None:
    first, second = " ".join(synthetic(11, 300)), " ".join(synthetic(12, 300))
    both = first + " " + " ".join(synthetic(13, 120)) + " " + second
    known = fingerprints_of([(("first",), first), (("second",), second), (("both",), both)])
    assert sorted(found(first + "\n\n" + second, known)) == ["first", "second"]
    assert found(both, known) == ["both"]


def test_a_text_that_is_half_rewritten_is_near_at_most() -> None:
    assert found(changed(version("3.1"), 1, 100)) == []


def test_two_licences_in_one_file_are_both_found() -> None:
    assert sorted(found(version("3.1") + "\n\n" + " ".join(synthetic(2)))) == ["another", "one-3.1"]


def test_further_conditions_are_said_to_be_there() -> None:
    plain, with_more = matched(version("3.1"), KNOWN), matched(version("3.1") + " " + " ".join(synthetic(9, 300)), KNOWN)
    assert not plain.has_further_text
    assert with_more.has_further_text
    assert 150 < with_more.further_words < 450
    assert identify_license(TEXTS["MIT"]).further_words <= FURTHER_WORDS
    mit_and_more = identify_license(TEXTS["MIT"] + "\nFurther condition. " + " ".join(synthetic(4, 120)))
    assert [each.id for each in mit_and_more.licenses] == ["MIT"]
    assert mit_and_more.has_further_text


def test_a_text_that_goes_with_licences_is_none_and_is_no_further_text() -> None:
    policy = " ".join(synthetic(7, 400))
    known = fingerprints_of([(("one-3.1",), version("3.1")), ((), policy)])
    assert found(policy, known) == []
    both = matched(version("3.1") + " " + policy, known)
    assert [each.id for each in both.licenses] == ["one-3.1"]
    assert not both.has_further_text


def test_the_appendix_of_apache_is_no_further_condition() -> None:
    whole = (Path(__file__).resolve().parents[1] / "LICENSE").read_text(encoding="utf-8")
    terms, appendix = whole.split("END OF TERMS AND CONDITIONS")
    signed = whole.replace("[yyyy] [name of copyright owner]", "2024 The Alibaba Cloud and Qwen Team")
    assert "[yyyy]" in appendix
    for text in (whole, terms, signed):
        found = identify_license(text)
        assert [license.id for license in found.licenses] == ["Apache-2.0"]
        assert not found.has_further_text
    bans = " ".join(f"No user in region{number} may serve more than {number} thousand callers daily." for number in range(12))
    assert identify_license(whole + bans).has_further_text
    assert identify_license(appendix).found == ()


def test_a_text_inside_another_is_told_from_it() -> None:
    whole = synthetic(5, 400)
    known = fingerprints_of([(("part",), " ".join(whole[:300])), (("whole",), " ".join(whole))])
    assert found(" ".join(whole), known) == ["whole"]
    assert found(" ".join(whole[:300]), known) == ["part"]


@pytest.mark.parametrize(
    "text", ["", "a", "MIT", "All rights reserved.", "Licensed under the Apache License, Version 2.0.", "\0" * 1000, "é" * 50]
)
def test_what_is_no_licence_text_is_nothing(text: str) -> None:
    assert identify_license(text).found == ()


@given(st.text(max_size=2000))
def test_any_text_gets_an_answer(text: str) -> None:
    assert identify_license(text).found == ()


def test_what_is_no_text_is_our_error() -> None:
    with pytest.raises(InvalidValueError, match="no text"):
        identify_license(b"MIT")  # type: ignore[arg-type]


def test_a_huge_text_is_looked_at_to_a_bound() -> None:
    assert len(list(words_of("a <" * 2_000_000))) <= 400_000
    assert shingles_of("[](" * 1_000_000) == frozenset()


def test_signs_that_are_not_spaced_are_words() -> None:
    assert list(words_of("许可协议\n条款 1.2")) == ["许", "可", "协", "议", "条", "款", "1.2"]


_texts = st.lists(st.tuples(st.tuples(st.sampled_from("abc")), st.text("abcd ", min_size=1, max_size=200)), max_size=5)


@given(_texts)
def test_the_file_holds_what_was_put_in(texts: list[tuple[tuple[str, ...], str]]) -> None:
    fingerprints = fingerprints_of(texts)
    back = unpacked(packed(fingerprints))
    assert [(each.licenses, each.size, each.kept, each.marks) for each in back] == [
        (each.licenses, each.size, each.kept, each.marks) for each in fingerprints
    ]
    assert all(each.sample >= other.sample for each, other in zip(back, fingerprints, strict=True))
