"""Hypothesis strategies for the types, in one place."""

from __future__ import annotations

from hashlib import md5
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from openweights import (
    Access,
    Act,
    Artifact,
    ArtifactKind,
    Availability,
    BaseModel,
    Basis,
    Category,
    Claim,
    Clause,
    ClauseKind,
    Comparator,
    Coverage,
    DefaultLicenses,
    Effect,
    FlagName,
    InvalidValueError,
    License,
    LicenseExpression,
    Measured,
    Metric,
    Modality,
    Model,
    Openness,
    Permission,
    Permissions,
    Purpose,
    Relation,
    Right,
    Source,
    Threshold,
    TrainedModels,
    Use,
    Verdict,
    Whose,
)
from openweights.license import bound_of

# Strategies are made once, here: making them inside a composite costs more than drawing from them.
words = st.text("abcdefghij XYZ-.0123é<&", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
urls = st.sampled_from(["https://example.org/a", "http://example.com/b?c=d&e", "https://example.net/"])
limits = st.integers(min_value=0, max_value=10**12)
_booleans = st.booleans()
_metrics = st.sampled_from(Metric)
_plain_threshold: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "limit": limits,
        "comparator": st.sampled_from(Comparator),
        "measured": st.sampled_from(Measured),
        "whose": st.sampled_from(Whose),
    }
)
_currencies = st.sampled_from(["USD", "CNY"])


@st.composite
def thresholds(draw: st.DrawFn) -> Threshold:
    metric = draw(_metrics)
    return Threshold(metric=metric, currency=draw(_currencies) if metric.is_money else None, **draw(_plain_threshold))


_thresholds = thresholds()
_maybe_thresholds = st.none() | _thresholds
_kinds_of_clause = st.sampled_from(ClauseKind)
_bases = st.sampled_from(Basis)
_plain_clause: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "effect": st.sampled_from(Effect),
        "section": st.none() | st.sampled_from(["1", "2.a", "Use Policy 3"]),
        "summary": st.sampled_from(["", "Says something."]),
        "territories": st.frozensets(st.sampled_from(["EU", "GB", "KR", "DE"]), max_size=2),
        "purposes": st.frozensets(st.sampled_from(Purpose), max_size=2),
        "modalities": st.frozensets(st.sampled_from([Modality.IMAGE, Modality.TEXT]), max_size=1),
        "binds_outputs": _booleans,
        "scope": st.none() | st.just("Some only."),
        "exception": st.none() | st.just("Some."),
        "only_commercial": _booleans,
        "acts": st.frozensets(st.sampled_from(Act), max_size=1),
    }
)


@st.composite
def _clauses(draw: st.DrawFn) -> Clause:
    kind = draw(_kinds_of_clause)
    fields = draw(_plain_clause)
    return Clause(
        kind=kind,
        threshold=draw(_thresholds if kind is ClauseKind.SCALE else _maybe_thresholds),
        basis=draw(_bases) if fields["territories"] else None,
        **fields,
    )


clauses = _clauses()
restrictive_clauses = clauses.filter(lambda clause: clause.departs_from is not None)


def lowered(permissions: Permissions, clause: Clause) -> Permissions:
    """What is left of recorded permissions once a licence says `clause`: the profile must not contradict itself."""
    bound = bound_of(clause)
    if bound is None or permissions[bound[0]] is Permission.UNKNOWN:
        return permissions
    return permissions.lowered(*bound)


def with_clause(license: License, clause: Clause) -> License:
    """The licence with one more clause. Approval was given to the text without it, so it does not carry over."""
    approved = Verdict.MET in (license.osi_approved, license.fsf_libre) and clause.departs_from is not None
    permissions = Permissions(**{right.value: license.permits(right) for right in Right}) if approved else license.permissions
    return evolve(
        license,
        clauses=(*license.clauses, clause),
        permissions=lowered(permissions, clause),
        osi_approved=Verdict.NOT_MET if approved else license.osi_approved,
        fsf_libre=Verdict.NOT_MET if approved else license.fsf_libre,
    )


_some_clauses = st.lists(clauses, max_size=3)
_verdicts = st.sampled_from(Verdict)
_permissions = st.just(Permissions.all(Permission.GRANTED)) | st.builds(
    Permissions, **{right.value: st.sampled_from(Permission) for right in Right}
)


@st.composite
def _licenses(draw: st.DrawFn) -> License:
    license = License("LicenseRef-drawn", osi_approved=draw(_verdicts), fsf_libre=draw(_verdicts), permissions=draw(_permissions))
    for clause in draw(_some_clauses):
        license = with_clause(license, clause)
    # An id stands for one content, so that two drawn licences never share an id by accident.
    return evolve(license, id=f"LicenseRef-{md5(repr(license).encode(), usedforsecurity=False).hexdigest()}")


licenses = _licenses()
_atoms = st.sampled_from(["MIT", "Apache-2.0", "CC-BY-NC-4.0", "GPL-3.0-only", "LicenseRef-nobody-knows"]).map(LicenseExpression)


def _joined(children: st.SearchStrategy[LicenseExpression]) -> st.SearchStrategy[LicenseExpression]:
    return st.tuples(children, children, _booleans).map(lambda pair: pair[0] & pair[1] if pair[2] else pair[0] | pair[1])


expressions = st.recursive(_atoms | licenses.map(LicenseExpression.of), _joined, max_leaves=4)
_maybe_licensed = st.none() | st.just(LicenseExpression("NONE")) | expressions
_plain_artifact: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "availability": st.sampled_from(Availability),
        "license": _maybe_licensed,
        "covers": st.frozensets(st.sampled_from(Coverage)),
        "source": st.none() | urls,
    }
)
#: Near the top of the ladder, so that the upper levels are met often.
_open_artifact: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "availability": st.sampled_from(["public", "gated"]),
        "license": st.sampled_from(["MIT", "CC-BY-4.0"]),
    }
)
_mostly_open = st.sampled_from([True, True, True, True, True, False])


@st.composite
def artifacts(draw: st.DrawFn, kind: ArtifactKind) -> Artifact:
    return Artifact(kind, **draw(_plain_artifact))


@st.composite
def open_artifacts(draw: st.DrawFn, kind: ArtifactKind) -> Artifact:
    return Artifact(kind, **draw(_open_artifact))


claims = st.builds(Claim, quote=words, category=st.sampled_from(["closed", "open-weights", "open-source"]), claimant=words, source=urls)
_kinds = st.lists(st.sampled_from(ArtifactKind), unique=True, max_size=8)
#: The kinds that decide on the upper levels, with at most one of them left out.
_deciding = st.lists(
    st.sampled_from(
        [
            ArtifactKind.MODEL_PARAMETERS,
            ArtifactKind.MODEL_ARCHITECTURE,
            ArtifactKind.TRAINING_CODE,
            ArtifactKind.INFERENCE_CODE,
            ArtifactKind.DATA_PREPROCESSING_CODE,
            ArtifactKind.SUPPORTING_LIBRARIES_AND_TOOLS,
            ArtifactKind.DATA_CARD,
            ArtifactKind.DATASETS,
        ]
    ),
    unique=True,
    min_size=7,
)


_access = st.sampled_from(Access)
_relations = st.sampled_from(Relation)
_plain_model: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "licenses": st.builds(DefaultLicenses, distribution=st.none() | expressions),
        "modalities": st.frozensets(st.sampled_from([Modality.TEXT, Modality.IMAGE])),
        "claims": st.lists(claims, max_size=1),
        "sources": st.lists(st.builds(Source, urls, supports=st.just(("name",))), max_size=1),
        "training_compute": st.none() | st.floats(1e18, 1e27),
        "released": st.none() | st.sampled_from(["2024", "2024-02", "2024-02-29"]),
    }
)
_rarely = st.sampled_from([False, False, False, True])
_how_many_bases = st.sampled_from([0, 0, 0, 1, 2])


@st.composite
def _models(draw: st.DrawFn, bases: int, name: str) -> Model:
    open_hand = draw(_booleans)
    parts = [
        Artifact(kind, **draw(_open_artifact if open_hand and draw(_mostly_open) else _plain_artifact))
        for kind in draw(_deciding if open_hand else _kinds)
    ]
    fields = draw(_plain_model)
    fields["base_models"] = [
        BaseModel(draw(models(bases=bases - 1, name=f"{name}{position}") | _nobody), relation=draw(_relations), relicensed=draw(_rarely))
        for position in range(draw(_how_many_bases) if bases else 0)
    ]
    try:
        return Model(name, access=draw(_access), artifacts=parts, **fields)
    except InvalidValueError:
        return Model(name, access=Access.API, artifacts=parts, **fields)


_nobody = st.integers(0, 99).map("nobody recorded {}".format)
_made: dict[tuple[int, str], st.SearchStrategy[Model]] = {}


def models(*, bases: int = 2, name: str = "M") -> st.SearchStrategy[Model]:
    """Models with up to `bases` generations of ancestors."""
    return _made.setdefault((bases, name), _models(bases, name))


# For decisions: licences that grant everything but what one or two plain clauses take, and uses that come near what they turn on.
_near = st.integers(0, 4)
_bars = st.sampled_from(["prohibits", "needs-license"])
_places = st.frozensets(st.sampled_from(["EU", "DE", "US", "KR"]), max_size=2)
_some_places = st.frozensets(st.sampled_from(["EU", "DE", "US", "KR"]), min_size=1, max_size=2)
_some_purposes = st.frozensets(st.sampled_from([Purpose.MILITARY, Purpose.MEDICAL, Purpose.LEGAL]), min_size=1, max_size=2)
_few_purposes = st.frozensets(st.sampled_from([Purpose.MILITARY, Purpose.MEDICAL, Purpose.LEGAL]), max_size=2)
_conditions: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(
        lambda limit, comparator, metric: {
            "kind": "scale",
            "threshold": {"metric": metric, "limit": limit, "comparator": comparator, "currency": "USD" if "revenue" in metric else None},
        },
        _near,
        st.sampled_from([">", ">="]),
        st.sampled_from(["monthly-active-users", "annual-revenue", "headcount"]),
    ),
    st.builds(lambda places, basis: {"kind": "territory", "territories": places, "basis": basis}, _some_places, st.sampled_from(Basis)),
    st.builds(lambda purposes: {"kind": "field-of-use", "purposes": purposes}, _some_purposes),
    st.sampled_from(
        [
            {"kind": "commercial-use"},
            {"kind": "production-use"},
            {"kind": "research-only"},
            {"kind": "redistribution"},
            {"kind": "derivatives"},
            {"kind": "hosted-service"},
            {"kind": "competitors"},
            {"kind": "registration"},
            {"kind": "output-training", "trained_models": "any"},
            {"kind": "output-training", "trained_models": "competing"},
        ]
    ),
)
_deciding_clauses = st.builds(
    lambda condition, effect: Clause(effect=effect, section="1", **condition), _conditions, _bars
) | st.sampled_from([Clause(kind="notice", effect="obliges"), Clause(kind="display", effect="obliges", only_commercial=True)])


@st.composite
def _deciding_licenses(draw: st.DrawFn) -> License:
    license = License("LicenseRef-drawn", permissions=Permissions.all(Permission.GRANTED))
    for clause in draw(st.lists(_deciding_clauses, max_size=2)):
        license = with_clause(license, clause)
    return evolve(license, id=f"LicenseRef-{md5(repr(license).encode(), usedforsecurity=False).hexdigest()}")


deciding_terms = st.recursive(
    _deciding_licenses().map(LicenseExpression.of) | st.sampled_from(["MIT", "LicenseRef-nobody-knows"]).map(LicenseExpression),
    _joined,
    max_leaves=3,
)


@st.composite
def deciding_models(draw: st.DrawFn, name: str = "M", bases: int = 1) -> Model:
    """Published models under such terms, some of them over a base."""
    inside = [draw(deciding_models(name=f"{name}0", bases=bases - 1))] if bases and draw(_booleans) else []
    return Model(
        name,
        access="download",
        artifacts=[Artifact(ArtifactKind.MODEL_PARAMETERS, availability="public", license=draw(deciding_terms))],
        base_models=[BaseModel(base, relation=draw(_relations), relicensed=draw(_rarely)) for base in inside],
    )


_numbers = st.none() | _near
_use_fields: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("commercial", "production", "research", "redistribute", "modify", "host", "train_on_outputs"), _verdicts),
    **dict.fromkeys(("share_outputs", "publish_results", "competitor", "registered"), _verdicts),
    **dict.fromkeys(("monthly_active_users", "monthly_unique_users", "monthly_visits", "registered_users", "headcount"), _numbers),
    **dict.fromkeys(("annual_revenue", "monthly_revenue"), _numbers),
    "trained_models": st.none() | st.frozensets(st.sampled_from(TrainedModels), max_size=2),
    "territories": st.none() | _places,
    "established_in": st.none() | _places,
    "purposes": st.none() | _few_purposes,
    "rates": st.sampled_from([(), (("USD/CNY", 7.1),)]),
}
uses: st.SearchStrategy[Use] = st.builds(Use, **_use_fields)


# For policies: rules over what the models above can have, and one step that asks for less.
_treatments = st.sampled_from(["fail", "warn", "pass"])
_some_licenses = st.lists(st.sampled_from(["MIT", "Apache-2.0", "CC-BY-4.0", "CC-BY-NC-4.0", "GPL-3.0-only"]), unique=True, min_size=1)
_some_flags = st.lists(st.sampled_from(FlagName), unique=True, max_size=6)
_publishers = st.lists(st.sampled_from(["Acme", "Globex"]), unique=True, min_size=1)
policy_fields: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "unknown": _treatments,
        "unlisted": _treatments,
        "level": st.sampled_from(Openness),
        "category": st.sampled_from(Category),
        "licenses": st.fixed_dictionaries({}, optional={"allow": _some_licenses}) | st.fixed_dictionaries({"deny": _some_licenses}),
        "flags": st.fixed_dictionaries({"allow": _some_flags}) | st.fixed_dictionaries({"deny": _some_flags}),
        "publishers": st.fixed_dictionaries({"allow": _publishers}) | st.fixed_dictionaries({"deny": _publishers}),
        "frameworks": st.lists(st.sampled_from(["osaid", "osd", "open-weights"]), unique=True),
        "use": st.builds(Use, **_use_fields),
    },
)
warn_ats = st.sampled_from([0.1, 0.3, 0.5])


@st.composite
def loosened(draw: st.DrawFn, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a policy that asks for less in one point."""
    name = draw(st.sampled_from(sorted(fields)))
    value, rest = fields[name], {key: item for key, item in fields.items() if key != name}
    if name in ("unknown", "unlisted"):
        order = ["fail", "warn", "pass"]
        return {**rest, name: draw(st.sampled_from(order[order.index(value) :]))}
    if name in ("level", "category") and draw(_booleans):
        return {**rest, name: draw(st.sampled_from([each for each in type(value) if each <= value]))}
    if name == "use" and draw(_booleans):
        numbers = {each: None for each in ("monthly_active_users", "headcount") if getattr(value, each)}
        return {**rest, name: evolve(value, **{each: draw(st.integers(0, getattr(value, each))) for each in numbers})}
    if name in ("licenses", "flags", "publishers") and value and draw(_booleans):
        ((which, listed),) = value.items()
        if which == "deny":
            return {**rest, name: {"deny": listed[1:]}}
        more: list[Any] = list({"licenses": ["MIT", "CC-BY-NC-4.0"], "flags": [*FlagName][:5], "publishers": ["Acme"]}[name])
        return {**rest, name: {"allow": [*listed, *more]}}
    if name == "frameworks" and value and draw(_booleans):
        return {**rest, name: value[1:]}
    if name == "warn_at" and draw(_booleans):
        return {**rest, name: 0.9}
    if name == "use":
        rest.pop("warn_at", None)
    return rest
