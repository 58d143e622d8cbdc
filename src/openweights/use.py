"""An intended use: what somebody means to do with a model, where, and at what size (design section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from attrs import converters, field, frozen

from openweights import convert
from openweights.clause import Act, TrainedModels
from openweights.errors import InvalidValueError, shown
from openweights.territory import territory
from openweights.threshold import Metric, currency
from openweights.verdict import Verdict
from openweights.vocabulary import Channel, Purpose


def _number(value: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e18:
        raise InvalidValueError(f"{shown(value)} is no amount.", mend="Give a number, 0 or more.")
    return float(value)


@frozen(field_transformer=convert.named)
class Money:
    """An amount in a currency.

    Examples:
        >>> str(Money.of("CNY 1000000"))
        'CNY 1,000,000'
    """

    #: Units of the currency; not negative.
    amount: float = field(converter=_number)
    #: ISO 4217 code.
    currency: str = field(default="USD", converter=currency)

    @staticmethod
    def of(value: Money | float | str | Mapping[str, object]) -> Money:
        """Return the amount that `value` is: a number of US dollars, a text such as `"CNY 1000000"`, or a table of the fields.

        Raises:
            InvalidValueError: If it is none of these, or negative.
        """
        if isinstance(value, Money):
            return value
        if isinstance(value, Mapping):
            return convert.record(Money, value)
        if isinstance(value, str):
            code, _, amount = value.strip().rpartition(" ")
            try:
                return Money(float(amount.replace(",", "").replace("_", "")), code.upper() or "USD")
            except ValueError:
                raise InvalidValueError(f"{shown(value)} is no amount.", mend="Write 'USD 1000000', or a number of US dollars.") from None
        return Money(value)

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,.15g}"


def _money(value: Money | float | str | Mapping[str, object]) -> Money:
    return Money.of(value)


def _count(value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidValueError(f"{shown(value)} is no number of users, visits or people.", mend="Give a whole number, 0 or more.")
    return value


def _answer(value: Verdict | bool | str | None) -> Verdict:  # noqa: FBT001
    if value is None:
        return Verdict.UNKNOWN
    return Verdict.of(value) if isinstance(value, bool) else convert.member(Verdict, value)


def _territories(values: str | Iterable[str]) -> frozenset[str]:
    return frozenset(convert.each_of([values] if isinstance(values, str) else values, territory))


def _purposes(values: Iterable[Purpose | str]) -> frozenset[Purpose]:
    return convert.members(Purpose, values)


def _channel(value: Channel | str) -> Channel:
    return convert.member(Channel, value)


def _trained_models(values: Iterable[TrainedModels | str]) -> frozenset[TrainedModels]:
    return convert.members(TrainedModels, values)


def _rates(values: Mapping[str, float] | Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Exchange rates by pair, as markets write them: `{"USD/CNY": 7.1}` says that a dollar is 7.1 yuan."""
    rates: dict[str, float] = {}
    pairs: Iterable[tuple[str, float]] = cast("Mapping[str, float]", values).items() if isinstance(values, Mapping) else values
    for pair, rate in pairs:
        base, slash, quote = pair.partition("/") if isinstance(pair, str) else ("", "", "")
        if not slash or not isinstance(rate, (int, float)) or not 0 < rate < 1e9:
            raise InvalidValueError(f"{shown(pair)} is no exchange rate.", mend="Give pairs with positive rates, such as {'USD/CNY': 7.1}.")
        rates[f"{currency(base)}/{currency(quote)}"] = float(rate)
    return tuple(sorted(rates.items()))


@frozen(kw_only=True, cache_hash=True, field_transformer=convert.named)
class Use:
    """What somebody means to do with a model. What is not given is unknown, and neither a yes nor a no.

    A number is the number on the day that a clause measures (Llama: the release date of the version).

    Args:
        commercial: Whether for commercial ends: true, false, or nothing for unknown. So are the other yes-or-no fields.
        production: Whether in production, and not only for testing and development.
        research: Whether for research only.
        redistribute: Whether the model is passed on, changed or not.
        modify: Whether it is fine-tuned, merged, quantised or otherwise changed.
        host: Whether it is offered to others as a service or inside a hosted product.
        train_on_outputs: Whether other models are trained or improved with its outputs.
        share_outputs: Whether its outputs are shown or passed on.
        publish_results: Whether research about it is published.
        trained_models: For training on outputs: which kinds of model are trained.
        competitor: Whether the licensee competes with the steward.
        registered: Whether the licensee has registered with the steward, where a licence asks for it.
        monthly_active_users: Users.
        monthly_unique_users: Users.
        monthly_visits: Visits.
        registered_users: Users.
        headcount: People.
        annual_revenue: US dollars, or an amount with its currency.
        monthly_revenue: US dollars, or an amount with its currency.
        territories: Where the model is used or distributed: ISO 3166-1 alpha-2 codes, `EU`, `EEA`.
        established_in: Where the licensee is established.
        purposes: What it is used for, of the purposes that licences name; an empty list for none of them.
        channel: The way in which a hosted model is reached, whose terms differ by it.
        rates: Exchange rates, such as `{"USD/CNY": 7.1}`. Amounts in different currencies are compared only with one.

    Raises:
        InvalidValueError: If a number is negative, a country or a purpose is unknown, or a value is malformed.

    Examples:
        >>> Use(commercial=True, monthly_active_users=800_000_000, territories=["EU"]).commercial
        <Verdict.MET: 'met'>
    """

    #: For commercial ends.
    commercial: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: In production.
    production: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: For research only.
    research: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: Passing the model on.
    redistribute: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: Changing it.
    modify: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: Offering it as a service.
    host: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: Training other models with its outputs.
    train_on_outputs: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: Passing on outputs.
    share_outputs: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: Publishing research about it.
    publish_results: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: Which kinds of model are trained on outputs.
    trained_models: frozenset[TrainedModels] | None = field(default=None, converter=converters.optional(_trained_models))
    #: Competing with the steward.
    competitor: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: Registered with the steward.
    registered: Verdict = field(default=Verdict.UNKNOWN, converter=_answer)
    #: Users.
    monthly_active_users: int | None = field(default=None, converter=converters.optional(_count))
    #: Users.
    monthly_unique_users: int | None = field(default=None, converter=converters.optional(_count))
    #: Visits.
    monthly_visits: int | None = field(default=None, converter=converters.optional(_count))
    #: Users.
    registered_users: int | None = field(default=None, converter=converters.optional(_count))
    #: People.
    headcount: int | None = field(default=None, converter=converters.optional(_count))
    #: An amount.
    annual_revenue: Money | None = field(default=None, converter=converters.optional(_money))
    #: An amount.
    monthly_revenue: Money | None = field(default=None, converter=converters.optional(_money))
    #: Where the model is used or distributed.
    territories: frozenset[str] | None = field(default=None, converter=converters.optional(_territories))
    #: Where the licensee is established.
    established_in: frozenset[str] | None = field(default=None, converter=converters.optional(_territories))
    #: What it is used for.
    purposes: frozenset[Purpose] | None = field(default=None, converter=converters.optional(_purposes))
    #: The way in which a hosted model is reached.
    channel: Channel | None = field(default=None, converter=converters.optional(_channel))
    #: Exchange rates by pair.
    rates: tuple[tuple[str, float], ...] = field(default=(), converter=_rates)

    def does(self, act: Act) -> Verdict:
        """Return whether the use includes an act."""
        if act is Act.USE:
            return Verdict.MET
        if act is Act.REDISTRIBUTE_DERIVATIVE:
            return self.redistribute & self.modify
        answer: Verdict = getattr(self, act.value.replace("-", "_"))
        return answer

    def number(self, metric: Metric) -> int | Money | None:
        """Return the number that a threshold with this metric is compared with, if it is known."""
        number: int | Money | None = getattr(self, field_of(metric))
        return number

    def exchanged(self, amount: Money, code: str) -> float | None:
        """Return `amount` in the currency `code`, or nothing if no rate is given for it."""
        if amount.currency == code:
            return amount.amount
        rates = dict(self.rates)
        if f"{amount.currency}/{code}" in rates:
            return amount.amount * rates[f"{amount.currency}/{code}"]
        if f"{code}/{amount.currency}" in rates:
            return amount.amount / rates[f"{code}/{amount.currency}"]
        return None


def field_of(metric: Metric) -> str:
    """Return the field of a use that a metric is about."""
    return metric.value.replace("-", "_")
