"""The algebra of licence expressions (design section 3)."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from openweights import License, LicenseExpression, OpenWeightsError, Permission, Right, Terms
from tests.strategies import expressions, licenses

Expression = LicenseExpression


def same(left: Expression, right: Expression) -> bool:
    """Whether two expressions come to the same: clauses may stand in another order."""
    one, two = left.terms(), right.terms()
    return (one.freedom, one.permissions, set(one.clauses), one.unlicensed) == (
        two.freedom,
        two.permissions,
        set(two.clauses),
        two.unlicensed,
    )


@given(expressions, expressions)
def test_and_and_or_commute(a: Expression, b: Expression) -> None:
    assert same(a & b, b & a)
    assert same(a | b, b | a)


@given(expressions, expressions, expressions)
def test_and_and_or_associate(a: Expression, b: Expression, c: Expression) -> None:
    assert same((a & b) & c, a & (b & c))
    assert same((a | b) | c, a | (b | c))


@given(expressions)
def test_and_and_or_are_idempotent(a: Expression) -> None:
    assert same(a & a, a)
    assert same(a | a, a)


_GREATNESS = [Permission.DENIED, Permission.CONDITIONAL, Permission.GRANTED]


def permits_at_most(lesser: Permission, greater: Permission) -> bool:
    """Unknown may be either; what is known must be in order, and what cannot be undercut or exceeded must be known."""
    if Permission.UNKNOWN not in (lesser, greater):
        return _GREATNESS.index(lesser) <= _GREATNESS.index(greater)
    return greater is not Permission.DENIED and lesser is not Permission.GRANTED


def at_most(lesser: Terms, greater: Terms) -> bool:
    return (
        lesser.freedom.low <= greater.freedom.low
        and lesser.freedom.high <= greater.freedom.high
        and all(permits_at_most(lesser.permissions[right], greater.permissions[right]) for right in Right)
    )


@given(expressions, expressions)
def test_and_is_at_most_each_side_and_or_at_least(a: Expression, b: Expression) -> None:
    both, either = (a & b).terms(), (a | b).terms()
    for side in (a.terms(), b.terms()):
        assert at_most(both, side)
        assert at_most(side, either)
        assert set(side.clauses) <= set(both.clauses)


@given(expressions)
def test_printing_loses_nothing(a: Expression) -> None:
    again = LicenseExpression(str(a), licenses=a.licenses)
    assert again == a
    assert hash(again) == hash(a)


def test_one_id_stands_for_one_licence() -> None:
    known, other = License("LicenseRef-acme", osi_approved="met"), License("LicenseRef-acme")
    with pytest.raises(OpenWeightsError, match="LicenseRef-acme"):
        LicenseExpression.of(known) & LicenseExpression.of(other)


@given(licenses)
def test_a_licence_as_an_expression_says_what_the_licence_says(license: License) -> None:
    terms = LicenseExpression.of(license).terms()
    assert terms.freedom == license.freedom
    assert [term.clause for term in terms.clauses] == list(license.clauses)


@given(st.text(max_size=200) | st.text("()ANDORWITH mit-+.", max_size=60))
def test_any_text_is_an_expression_or_one_of_our_errors(text: str) -> None:
    try:
        expression = LicenseExpression(text)
    except OpenWeightsError:
        return
    assert LicenseExpression(expression.text).text == expression.text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("mit", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("apache-2.0 or MIT", "Apache-2.0 OR MIT"),
        ("(mit)", "(MIT)"),
        ("MIT AND (apache-2.0 OR bsd-3-clause)", "MIT AND (Apache-2.0 OR BSD-3-Clause)"),
        ("gpl-2.0-only with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("apache-2.0+", "Apache-2.0+"),
        ("llama3.1", "LicenseRef-llama3.1"),
        ("LICENSEREF-LLAMA3.1", "LicenseRef-llama3.1"),
        ("licenseref-Acme", "LicenseRef-Acme"),
        ("some words nobody knows", "LicenseRef-some-words-nobody-knows"),
        ("none", "NONE"),
        ("unknown", "NOASSERTION"),
    ],
)
def test_texts_become_canonical(text: str, canonical: str) -> None:
    assert LicenseExpression(text).text == canonical
    assert LicenseExpression(canonical).text == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "(",
        ")",
        "()",
        "MIT AND",
        "OR MIT",
        "MIT OR (",
        "MIT WITH",
        "WITH MIT",
        "MIT AND AND MIT",
        "NONE AND MIT",
        "(" * 100_000,
        "MIT " * 1_000_000,
    ]
    + ["(" * 51 + "MIT" + ")" * 51],
    ids=range(15),
)
def test_what_is_no_expression_is_one_clear_error(text: str) -> None:
    with pytest.raises(OpenWeightsError) as caught:
        LicenseExpression(text)
    assert len(str(caught.value)) < 400


def test_an_id_that_nobody_knows_is_unknown_terms_unless_strict() -> None:
    assert str(LicenseExpression("Acme-1.0").freedom) == "non-commercial to open"
    with pytest.raises(OpenWeightsError, match=r"No license is known as 'Apache-3\.0'\. Did you mean"):
        LicenseExpression.parse("Apache-3.0 OR MIT", strict=True)
    assert LicenseExpression.parse("MIT", strict=True).text == "MIT"


def test_with_adds_a_permission_and_takes_nothing_unless_the_exception_says_so() -> None:
    plain = LicenseExpression("GPL-3.0-only").terms()
    assert LicenseExpression("GPL-3.0-only WITH GCC-exception-3.1").terms() == plain
    assert str(LicenseExpression("MIT WITH freertos-exception-2.0").freedom) == "restricted"
    assert str(LicenseExpression("MIT WITH Acme-rider").freedom) == "non-commercial to open"


def test_and_binds_tighter_than_or() -> None:
    assert LicenseExpression("CC-BY-NC-4.0 AND MIT OR Apache-2.0").freedom.low.value == "open"
    assert LicenseExpression("CC-BY-NC-4.0 AND (MIT OR Apache-2.0)").freedom.high.value == "non-commercial"
