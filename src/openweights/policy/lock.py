"""A lock file: what was used, with the answers and the terms of that day, so that a gate does not change its mind unseen."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import cast

from attrs import evolve, field, frozen

from openweights import convert
from openweights.bundle import bundle
from openweights.catalogue import find_model, get_model
from openweights.errors import InvalidValueError, PolicyError, RecordError
from openweights.ladder import Openness
from openweights.model import Model
from openweights.modelfile import as_table, read_text
from openweights.plain import Plain, from_plain, to_plain
from openweights.policy.facts import facts_of
from openweights.policy.report import Report, Severity, Violation
from openweights.policy.rules import Rule

#: The version of the format.
_FORMAT = 1

#: Fields that say how a fact was found out, and not what it is: checking it once more is no change.
_HOUSEKEEPING = frozenset({"source", "sources", "verified", "note", "status", "claims"})


def _level(value: Openness | str) -> Openness:
    return convert.member(Openness, value)


@frozen(kw_only=True, field_transformer=convert.named)
class LockedLicense:
    """A licence as it was."""

    #: Its id.
    id: str = field(converter=convert.name)
    #: A digest of what it says.
    fingerprint: str = field(converter=convert.name)


def _licenses(values: tuple[LockedLicense, ...]) -> tuple[LockedLicense, ...]:
    return convert.records(LockedLicense, values)


@frozen(kw_only=True, field_transformer=convert.named)
class LockedModel:
    """A release as it was."""

    #: The id of its record.
    id: str = field(converter=convert.name)
    #: The level that was certain.
    level: Openness = field(converter=_level)
    #: The level that was possible.
    ceiling: Openness = field(converter=_level)
    #: The licences on it and on the bases in it.
    licenses: tuple[LockedLicense, ...] = field(converter=_licenses)
    #: A digest of the record.
    fingerprint: str = field(converter=convert.name)


def _models(values: tuple[LockedModel, ...]) -> tuple[LockedModel, ...]:
    return convert.records(LockedModel, values)


@frozen(kw_only=True, field_transformer=convert.named)
class LockedName:
    """A name that is used, and the answer of the gate."""

    #: The words by which the model was named.
    ref: str = field(converter=convert.text)
    #: Whether it passed.
    passes: bool = field(converter=convert.truth)
    #: The rules that it did not keep to, by id; those that an exception lifted too.
    rules: tuple[str, ...] = field(default=(), converter=convert.names)
    #: The releases that it stood for.
    models: tuple[LockedModel, ...] = field(default=(), converter=_models)


def _names(values: tuple[LockedName, ...]) -> tuple[LockedName, ...]:
    return convert.records(LockedName, values)


def _format(value: int) -> int:
    if value != _FORMAT:
        raise InvalidValueError(
            f"{value!r} is no format of a lock file that this version reads.", mend="Lock anew, or use a newer version."
        )
    return value


@frozen(kw_only=True, field_transformer=convert.named)
class Lock:
    """What was used under a policy, as it was on the day of the lock."""

    #: The version of the format.
    format: int = field(default=_FORMAT, converter=_format)
    #: What the policy is called.
    policy: str = field(converter=convert.name)
    #: The version of the data that answered.
    data_version: str = field(converter=convert.name)
    #: The names, sorted.
    names: tuple[LockedName, ...] = field(default=(), converter=_names)


def lock(report: Report, models: Mapping[str, Model] | None = None) -> Lock:
    """Return a lock of what a report found.

    Args:
        report: The report.
        models: Models that are not looked up by their name, by the words by which they were named.

    Examples:
        >>> from openweights import Policy
        >>> lock(Policy(name="team").check(["Llama 3.1"])).names[0].models[0].licenses[0].id
        'LicenseRef-llama3.1'
    """
    given = models or {}
    entries: dict[str, LockedName] = {}
    for checked in report.checked:
        if checked.silenced is not None:
            continue
        broken = [each for each in report.violations if each.ref == checked.ref]
        lifted = [each.violation for each in report.excepted if each.violation.ref == checked.ref]
        rules = sorted({each.rule.value for each in [*broken, *lifted] if each.rule is not Rule.LOCK})
        own = given.get(checked.ref)
        releases = (own,) if own is not None else tuple(get_model(each) for each in checked.ids)
        entries[checked.ref] = LockedName(
            ref=checked.ref,
            passes=not any(each.severity is Severity.ERROR for each in broken),
            rules=tuple(rules),
            models=tuple(_locked(each) for each in releases),
        )
    return Lock(policy=report.policy, data_version=report.data_version, names=tuple(entries[ref] for ref in sorted(entries)))


def _locked(model: Model) -> LockedModel:
    facts = facts_of(model, find_model)
    licenses = {license.id: license for _, expression in facts.expressions if expression is not None for license in expression.licenses}
    return LockedModel(
        id=model.id,
        level=facts.classification.level,
        ceiling=facts.classification.ceiling,
        licenses=tuple(LockedLicense(id=each, fingerprint=fingerprint(licenses[each])) for each in sorted(licenses)),
        fingerprint=fingerprint(model),
    )


def fingerprint(value: object) -> str:
    """Return a short digest of what a model or a licence says, without how and when it was found out.

    Args:
        value: A type of this library.
    """
    text = json.dumps(_facts(to_plain(value)), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:16]


def _facts(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {key: _facts(item) for key, item in value.items() if key not in _HOUSEKEEPING}
    return [_facts(item) for item in value] if isinstance(value, list) else value


def write_lock(value: Lock, path: str | os.PathLike[str]) -> None:
    """Write a lock file.

    Args:
        value: The lock.
        path: The file.

    Raises:
        RecordError: If it cannot be written.
    """
    text = json.dumps(to_plain(value), indent=2, ensure_ascii=True) + "\n"
    try:
        Path(path).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise RecordError(os.fspath(path), f"It cannot be written: {error.strerror}.") from None


def read_lock(path: str | os.PathLike[str]) -> Lock:
    """Return the lock that a file holds.

    Args:
        path: The file.

    Raises:
        PolicyError: If the file cannot be read or holds no lock.
    """
    file = os.fspath(path)
    try:
        if not Path(file).is_file():
            raise PolicyError(file, "There is no lock file. Write one with `openweights lock`.")
        return from_plain(Lock, _table(file))
    except InvalidValueError as error:
        raise PolicyError(file, f"It is no lock file: {error}") from None
    except RecordError as error:
        raise PolicyError(file, error.problem) from None


def _table(file: str) -> Mapping[str, object]:
    # A lock is JSON whatever its name ends in.
    try:
        return as_table(cast("object", json.loads(read_text(file))), file)
    except json.JSONDecodeError as error:
        raise RecordError(file, f"{error}. Lock anew.") from None
    except RecursionError:
        raise RecordError(file, "It is nested too deeply. Lock anew.") from None


def against_lock(report: Report, locked: Lock, models: Mapping[str, Model] | None = None) -> Report:
    """Return a report with what changed since the lock: as errors, since a change wants a look, whichever way it turns the gate.

    Args:
        report: The report of today.
        locked: The lock.
        models: As for `lock`.
    """
    now = lock(report, models)
    before = {each.ref: each for each in locked.names}
    places = {checked.ref: checked.place for checked in report.checked}
    titles = {checked.ref: checked.model for checked in report.checked}
    changes = [
        Violation(
            rule=Rule.LOCK,
            policy=report.policy,
            severity=Severity.ERROR,
            ref=name.ref,
            model=titles.get(name.ref),
            detail=detail,
            message=message,
            mend="Look at the change; if it is right, lock anew with `openweights lock`.",
            place=places.get(name.ref),
        )
        for name in now.names
        for detail, message in _changes(before.get(name.ref), name)
    ]
    notes = list(report.notes)
    gone = sorted(set(before) - {name.ref for name in now.names})
    if gone:
        notes.append(f"Locked and no longer used: {', '.join(gone[:10])}{', ...' if len(gone) > 10 else ''}. Lock anew to forget them.")
    if locked.data_version != now.data_version:
        notes.append(f"The lock was written with the data of {locked.data_version}; those at hand are of {bundle().version}.")
    return evolve(report, violations=(*report.violations, *changes), notes=tuple(notes))


def _changes(before: LockedName | None, now: LockedName) -> Iterator[tuple[str, str]]:
    """Yield what changed about a name: what of it, and a sentence."""
    if before is None:
        yield "new", "The model is not in the lock file."
        return
    if before.passes != now.passes:
        yield (
            "verdict",
            "It passed when it was locked, and is blocked now." if before.passes else "It was blocked when it was locked, and passes now.",
        )
    if before.rules != now.rules:
        yield "rules", f"The rules that it does not keep to were {_listed(before.rules)}, and are {_listed(now.rules)}."
    old = {model.id: model for model in before.models}
    new = {model.id: model for model in now.models}
    if set(old) != set(new):
        yield "meaning", f"The name stood for {_listed(sorted(old))}, and stands for {_listed(sorted(new))}."
    for model_id in sorted(set(old) & set(new)):
        yield from _model_changes(old[model_id], new[model_id])


def _model_changes(old: LockedModel, new: LockedModel) -> Iterator[tuple[str, str]]:
    licenses, relicensed = {each.id: each for each in old.licenses}, {each.id: each for each in new.licenses}
    if set(licenses) != set(relicensed):
        yield f"license:{new.id}", f"{new.id} was relicensed: {_listed(sorted(licenses))} became {_listed(sorted(relicensed))}."
    for each in sorted(set(licenses) & set(relicensed)):
        if licenses[each] != relicensed[each]:
            yield f"terms:{each}", f"What is recorded of the licence {each} changed."
    if (old.level, old.ceiling) != (new.level, new.ceiling):
        yield f"level:{new.id}", f"{new.id} was {_span(old)}, and is {_span(new)}."
    elif old.fingerprint != new.fingerprint and set(licenses) == set(relicensed):
        yield f"record:{new.id}", f"The record of {new.id} was corrected."


def _span(model: LockedModel) -> str:
    return model.level.value if model.level is model.ceiling else f"{model.level.value} to {model.ceiling.value}"


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(words) or "none"
