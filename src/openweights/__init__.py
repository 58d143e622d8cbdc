"""How open is an AI model, and what may you do with it.

Everything public is here. Names are imported when they are first used, so that `import openweights` stays light and reads no data.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openweights import dataset as dataset
    from openweights.artifact import (
        Artifact as Artifact,
        ArtifactKind as ArtifactKind,
        Availability as Availability,
        ContentType as ContentType,
        Coverage as Coverage,
        EarlierTerms as EarlierTerms,
    )
    from openweights.assessment import Assessment as Assessment, Criterion as Criterion, Framework as Framework
    from openweights.assessor import (
        Crossing as Crossing,
        all_frameworks as all_frameworks,
        assess as assess,
        compare as compare,
        crosswalk as crosswalk,
        get_framework as get_framework,
    )
    from openweights.catalogue import (
        Family as Family,
        find_model as find_model,
        get_model as get_model,
        get_record as get_record,
        models as models,
    )
    from openweights.classification import Action as Action, Classification as Classification, Overclaim as Overclaim, Step as Step
    from openweights.classifier import classify as classify, openness as openness
    from openweights.clause import (
        Act as Act,
        Basis as Basis,
        Clause as Clause,
        ClauseKind as ClauseKind,
        Effect as Effect,
        TrainedModels as TrainedModels,
    )
    from openweights.dates import PartialDate as PartialDate
    from openweights.decider import obligations as obligations, permits as permits
    from openweights.decision import Decision as Decision, Obligation as Obligation, Outcome as Outcome, Question as Question
    from openweights.difference import (
        Change as Change,
        ChangeKind as ChangeKind,
        Difference as Difference,
        PermissionChange as PermissionChange,
        diff as diff,
    )
    from openweights.errors import (
        HubError as HubError,
        InvalidValueError as InvalidValueError,
        LineageError as LineageError,
        MissingExtraError as MissingExtraError,
        OpenWeightsError as OpenWeightsError,
        PolicyError as PolicyError,
        RecordError as RecordError,
        UnknownNameError as UnknownNameError,
    )
    from openweights.expression import InvalidExpressionError as InvalidExpressionError, LicenseExpression as LicenseExpression
    from openweights.finding import Finding as Finding
    from openweights.flags import Flag as Flag, FlagName as FlagName
    from openweights.ladder import (
        Category as Category,
        Completeness as Completeness,
        Freedom as Freedom,
        Interval as Interval,
        Openness as Openness,
    )
    from openweights.license import License as License, Review as Review
    from openweights.licensetext import IdentifiedText as IdentifiedText, TextMatch as TextMatch, identify_license as identify_license
    from openweights.lineage import effective_terms as effective_terms
    from openweights.model import (
        Access as Access,
        BaseModel as BaseModel,
        Claim as Claim,
        DefaultLicenses as DefaultLicenses,
        Model as Model,
        Relation as Relation,
        ServiceTerms as ServiceTerms,
        Source as Source,
        Status as Status,
    )
    from openweights.modelfile import read_model as read_model
    from openweights.permission import Permission as Permission, Permissions as Permissions, Right as Right
    from openweights.plain import from_plain as from_plain, to_plain as to_plain
    from openweights.policy.files import read_policy as read_policy
    from openweights.policy.policy import Policy as Policy
    from openweights.policy.report import Report as Report, Severity as Severity, Violation as Violation
    from openweights.publishing import Conflict as Conflict, Drift as Drift, Outgoing as Outgoing, drift as drift, outgoing as outgoing
    from openweights.schema import json_schema as json_schema
    from openweights.terms import Term as Term, Terms as Terms
    from openweights.threshold import (
        Comparator as Comparator,
        Measured as Measured,
        Metric as Metric,
        Threshold as Threshold,
        Whose as Whose,
    )
    from openweights.use import Money as Money, Use as Use
    from openweights.verdict import Verdict as Verdict
    from openweights.vocabulary import Channel as Channel, Modality as Modality, Purpose as Purpose

#: Where each public name lives. The imports above say the same to type checkers; a test compares the two.
_HOMES = {
    "artifact": ("Artifact", "ArtifactKind", "Availability", "ContentType", "Coverage", "EarlierTerms"),
    "assessment": ("Assessment", "Criterion", "Framework"),
    "assessor": ("Crossing", "all_frameworks", "assess", "compare", "crosswalk", "get_framework"),
    "catalogue": ("Family", "find_model", "get_model", "get_record", "models"),
    "classification": ("Action", "Classification", "Overclaim", "Step"),
    "classifier": ("classify", "openness"),
    "clause": ("Act", "Basis", "Clause", "ClauseKind", "Effect", "TrainedModels"),
    "dates": ("PartialDate",),
    "decider": ("obligations", "permits"),
    "decision": ("Decision", "Obligation", "Outcome", "Question"),
    "difference": ("Change", "ChangeKind", "Difference", "PermissionChange", "diff"),
    "errors": (
        "HubError",
        "InvalidValueError",
        "LineageError",
        "MissingExtraError",
        "OpenWeightsError",
        "PolicyError",
        "RecordError",
        "UnknownNameError",
    ),
    "expression": ("InvalidExpressionError", "LicenseExpression"),
    "finding": ("Finding",),
    "flags": ("Flag", "FlagName"),
    "ladder": ("Category", "Completeness", "Freedom", "Interval", "Openness"),
    "license": ("License", "Review"),
    "licensetext": ("IdentifiedText", "TextMatch", "identify_license"),
    "lineage": ("effective_terms",),
    "model": ("Access", "BaseModel", "Claim", "DefaultLicenses", "Model", "Relation", "ServiceTerms", "Source", "Status"),
    "modelfile": ("read_model",),
    "policy.files": ("read_policy",),
    "policy.policy": ("Policy",),
    "policy.report": ("Report", "Severity", "Violation"),
    "publishing": ("Conflict", "Drift", "Outgoing", "drift", "outgoing"),
    "permission": ("Permission", "Permissions", "Right"),
    "plain": ("from_plain", "to_plain"),
    "schema": ("json_schema",),
    "terms": ("Term", "Terms"),
    "threshold": ("Comparator", "Measured", "Metric", "Threshold", "Whose"),
    "use": ("Money", "Use"),
    "verdict": ("Verdict",),
    "vocabulary": ("Channel", "Modality", "Purpose"),
}
#: Modules that are there without an import of their own.
_MODULES = ("dataset",)
_HOME_OF = {name: f"openweights.{module}" for module, names in _HOMES.items() for name in names}

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name == "__all__":  # what `from openweights import *` asks for
        return sorted([*_HOME_OF, *_MODULES])
    if name in _MODULES:
        return import_module(f"openweights.{name}")
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*_HOME_OF, *_MODULES, "__version__"])
