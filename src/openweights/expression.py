"""SPDX licence expressions over licences (SPDX 2.3 annex D, SPDX 3.0 annex B)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from attrs import field, frozen
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from openweights.bundle import per_bundle
from openweights.convert import named, record, records
from openweights.errors import InvalidValueError, shown
from openweights.ladder import Freedom, Interval
from openweights.license import NOASSERTION_ID, NONE_ID, License
from openweights.names import slug
from openweights.registry import find_exception, find_license, get_license
from openweights.terms import Terms
from openweights.vocabulary import Modality

T = TypeVar("T")

#: Bounds on what is parsed: real expressions have a dozen ids and two or three levels.
LONGEST = 5_000
DEEPEST = 50

_TOKEN = re.compile(r"[()]|[^\s()]+")
_CONNECTIVES = frozenset({"AND", "OR"})
_REF = re.compile(r"LicenseRef-[A-Za-z0-9.-]+", re.IGNORECASE)


class InvalidExpressionError(InvalidValueError):
    """A text that is no SPDX licence expression."""


def _licenses(values: Iterable[License | Mapping[str, object]]) -> tuple[License, ...]:
    return records(License, values)


@frozen(field_transformer=named)
class LicenseExpression:
    """Licences joined by `AND`, `OR` and `WITH`.

    Ids and operators are taken in any case; besides SPDX ids, every name that the registry knows (Hub ids, aliases) is. An id
    that nobody knows becomes a `LicenseRef-` with unknown terms.

    Args:
        text: The expression; at most 5,000 characters and 50 levels of parentheses.
        licenses: Licences that the registry does not hold, for the ids in the text that are theirs.

    Raises:
        InvalidExpressionError: If the text is no expression.

    Source: SPDX 2.3, annex D; parsed and canonicalised by `packaging.licenses` (PEP 639).

    Examples:
        >>> LicenseExpression("mit OR apache 2.0").text
        'MIT OR Apache-2.0'
        >>> str(LicenseExpression("gpl-3.0-only AND LicenseRef-acme").freedom)
        'non-commercial to open'
    """

    #: The canonical text.
    text: str
    #: The licences of the text, in order of appearance, each once.
    licenses: tuple[License, ...] = field(default=(), converter=_licenses, repr=False)

    def __attrs_post_init__(self) -> None:
        given: dict[str, License] = {}
        for license in self.licenses:
            if given.setdefault(license.id, license) != license:
                raise InvalidExpressionError(
                    f"Two licences have the id {license.id!r}.", mend="Give each an id of its own.", path=("licenses",)
                )
        text, licenses = _parse(self.text) if not given else _parsed(self.text, given, strict=False)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "licenses", licenses)

    @classmethod
    def parse(cls, text: str, *, strict: bool = False) -> LicenseExpression:
        """Return the expression that `text` says.

        Args:
            text: SPDX syntax over any names of licences.
            strict: Whether an id that nobody knows is an error instead of a licence with unknown terms.

        Raises:
            InvalidExpressionError: If the text is no expression.
            UnknownNameError: If `strict`, and an id is not known.
        """
        if strict:
            _parsed(text, {}, strict=True)
        return cls(text)

    @classmethod
    def of(cls, value: LicenseExpression | License | str | Mapping[str, object]) -> LicenseExpression:
        """Return `value` as an expression: a licence stands for itself, a text is parsed, a table gives the fields by name."""
        if isinstance(value, LicenseExpression):
            return value
        if isinstance(value, License):
            return cls(value.id, licenses=(value,))
        if isinstance(value, str):
            return cls(value)
        if isinstance(value, Mapping):
            return record(cls, value)
        raise InvalidExpressionError(f"{shown(value)} is no licence expression.", mend="Give an SPDX expression, as a string.")

    def terms(self, modalities: frozenset[Modality] = frozenset()) -> Terms:
        """Return what the licences come to together, for a model with these modalities.

        `AND` joins clauses and takes the lesser permission, `OR` takes the freer side, `WITH` adds a permission and so takes nothing
        away, unless the exception is recorded to; an addition that nobody knows leaves the freedom unknown.
        """

        def leaf(license: License, addition: str | None) -> Terms:
            terms = Terms.of(license, modalities)
            if addition is None:
                return terms
            exception = find_exception(addition)
            if exception is None:
                return terms.with_unknown_addition()
            return terms & Terms.of(exception) if exception.departures else terms

        return self.fold(leaf, Terms.__and__, Terms.__or__)

    def fold(self, leaf: Callable[[License, str | None], T], both: Callable[[T, T], T], either: Callable[[T, T], T]) -> T:
        """Return what the expression comes to, from the inside out.

        Args:
            leaf: Judges a licence, with the addition that follows its `WITH`, if one does.
            both: Joins the sides of an `AND`.
            either: Joins the sides of an `OR`.

        Examples:
            >>> LicenseExpression("MIT OR GPL-2.0-only WITH GCC-exception-2.0").fold(lambda license, _: 1, int.__add__, int.__add__)
            2
        """
        by_id = {license.id: license for license in self.licenses}

        def operand(token: str) -> T:
            name, _, addition = token.partition(" WITH ")
            return leaf(by_id.get(name) or by_id[name.removesuffix("+")], addition or None)

        return _fold(self.text, operand, both, either)

    @property
    def freedom(self) -> Interval[Freedom]:
        """Where parameters under these terms stand on the freedom axis."""
        return self.terms().freedom

    def __and__(self, other: LicenseExpression) -> LicenseExpression:
        """Return the expression under which both hold."""
        return self._joined("AND", other)

    def __or__(self, other: LicenseExpression) -> LicenseExpression:
        """Return the expression under which one may be chosen."""
        return self._joined("OR", other)

    def _joined(self, operator: str, other: LicenseExpression) -> LicenseExpression:
        sides = [f"({side.text})" if _CONNECTIVES & set(side.text.split()) else side.text for side in (self, other)]
        return LicenseExpression(f" {operator} ".join(sides), licenses=(*self.licenses, *other.licenses))

    def __str__(self) -> str:
        return self.text


def known_expression(text: str) -> LicenseExpression | None:
    """Return the expression that a text is, if each of its ids is known or written as a `LicenseRef-`; nothing otherwise.

    What people write in a field for a licence may look like an expression without being one: `with`, `and` and parentheses occur in prose.
    """
    try:
        expression = LicenseExpression(text)
    except InvalidValueError:
        return None
    if "AdditionRef-" in expression.text and "AdditionRef-" not in text:
        return None
    # An id made from free text may look like one of the registry; the licence behind it is another.
    return expression if all(each.id in text or find_license(each.id) == each for each in expression.licenses) else None


@per_bundle
def _parse(text: str) -> tuple[str, tuple[License, ...]]:
    return _parsed(text, {}, strict=False)


def _parsed(text: object, given: Mapping[str, License], *, strict: bool) -> tuple[str, tuple[License, ...]]:
    """Return the canonical text of an expression and its licences, those in `given` by their id."""
    if not isinstance(text, str) or not text.strip():
        raise InvalidExpressionError(f"{shown(text)} is no licence expression.", mend="Give an SPDX expression, or leave the field out.")
    if len(text) > LONGEST:
        raise InvalidExpressionError(f"The licence expression has {len(text)} characters.", mend=f"Use at most {LONGEST}.")
    whole = given.get(text) or find_license(text)
    if whole is not None:
        return whole.id, (whole,)
    skeleton: list[str] = []
    operands: list[str] = []
    licenses: dict[str, License] = {}
    for token in _operands(text):
        if token in _CONNECTIVES or token in "()":
            skeleton.append(token)
            continue
        name, _, addition = token.partition(" WITH ")
        operand, license = _operand(name, given, text, strict=strict)
        licenses[license.id] = license
        skeleton.append(f"LicenseRef-{len(operands)}")
        operands.append(f"{operand} WITH {_addition(addition)}" if addition else operand)
    if text.count("(") > DEEPEST:
        _check_depth(text)
    try:
        # The operands are checked ids of ours; packaging checks the structure that joins them.
        canonical = canonicalize_license_expression(" ".join(skeleton))
    except InvalidLicenseExpression:
        raise InvalidExpressionError(
            f"{shown(text)} is no licence expression.",
            mend="Join licence ids with AND, OR and WITH, and close every parenthesis.",
        ) from None
    return _REF.sub(lambda found: operands[int(found[0][len("LicenseRef-") :])], canonical), tuple(licenses.values())


def _operands(text: str) -> Iterator[str]:
    """Yield parentheses, `AND`, `OR`, and whatever stands between them as one operand with its `WITH`."""
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "()" or token.upper() in _CONNECTIVES:
            if words:
                yield " ".join(words)
            words = []
            yield token.upper()
        else:
            words.append("WITH" if token.upper() == "WITH" else token)
    if words:
        yield " ".join(words)


def _operand(name: str, given: Mapping[str, License], text: str, *, strict: bool) -> tuple[str, License]:
    """Return the canonical form of one operand and the licence that it names."""
    if name == "WITH" or name.startswith("WITH ") or name.endswith(" WITH"):
        raise InvalidExpressionError(f"{shown(text)} is no licence expression.", mend="WITH stands between a licence and an exception.")
    license = given.get(name) or find_license(name)
    later = ""
    if license is None and name.endswith("+"):
        license, later = find_license(name[:-1]), "+"
    if license is not None and license.id in (NONE_ID, NOASSERTION_ID):
        raise InvalidExpressionError(
            f"{license.id} stands alone, not in an expression.", mend="Name the licences that are known, or give it alone."
        )
    if license is None:
        if strict:
            get_license(name)
        return _unknown(name).id, _unknown(name)
    return license.id + later, license


@per_bundle
def _unknown(name: str) -> License:
    """Return a licence with unknown terms whose id is built from `name`, and is no known licence's."""
    reference = _REF.fullmatch(name)
    if reference:
        return License("LicenseRef-" + name[len("LicenseRef-") :])
    spelled = name if _REF.fullmatch("LicenseRef-" + name) else slug(name)
    if not spelled or find_license("LicenseRef-" + spelled) is not None:
        spelled = "-".join(f"u{ord(c):x}" for c in name if not c.isspace())
    return License("LicenseRef-" + spelled)


def _addition(name: str) -> str:
    exception = find_exception(name)
    if exception is not None:
        return exception.id
    return "AdditionRef-" + (slug(name.removeprefix("AdditionRef-")) or "unknown")


def _check_depth(text: str) -> None:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth > DEEPEST:
            raise InvalidExpressionError(
                "The licence expression is nested too deeply.", mend=f"Use at most {DEEPEST} levels of parentheses."
            )


def _fold(text: str, operand: Callable[[str], T], both: Callable[[T, T], T], either: Callable[[T, T], T]) -> T:
    """Fold a canonical expression: `AND` binds tighter than `OR`, both group to the left."""
    tokens = list(_operands(text))
    position = 0

    def alternatives() -> T:
        nonlocal position
        result = together()
        while position < len(tokens) and tokens[position] == "OR":
            position += 1
            result = either(result, together())
        return result

    def together() -> T:
        nonlocal position
        result = single()
        while position < len(tokens) and tokens[position] == "AND":
            position += 1
            result = both(result, single())
        return result

    def single() -> T:
        nonlocal position
        token = tokens[position]
        position += 1
        if token != "(":
            return operand(token)
        inner = alternatives()
        position += 1
        return inner

    return alternatives()


def license_expression(value: LicenseExpression | License | str | Mapping[str, object]) -> LicenseExpression:
    """Convert a field that holds an expression; see [`LicenseExpression.of`][openweights.LicenseExpression.of]."""
    return LicenseExpression.of(value)
