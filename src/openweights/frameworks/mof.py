"""The Model Openness Framework 1.0 (White et al., arXiv:2403.13784), <https://mot.isitopen.ai>, as the Model Openness Tool computes it.

A release reaches class III, II or I when all components that the class asks for are published under accepted licences. The tool looks
at the release alone: what it was built on does not count.

Source: lfai/model_openness_tool @8b5d30e (2026-05-11): `mof.settings.yml`, `ModelEvaluator.php`, `LicenseHandler.php`, `mof-licenses.json`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Set as AbstractSet
from enum import Enum

from attrs import frozen

from openweights.artifact import Artifact, ArtifactKind, ContentType
from openweights.assessment import Assessment, Criterion, Framework
from openweights.expression import LicenseExpression
from openweights.finding import Finding, evidence
from openweights.license import NOASSERTION_ID, NONE_ID, License
from openweights.lineage import Resolve, resolve_nothing
from openweights.model import Model
from openweights.registry import find_exception
from openweights.verdict import Verdict

VERSION = "1.0"

#: The day that the tool gives for this version in every file that it writes.
DATE = datetime.date(2024, 12, 15)

#: The classes from the first that can be reached to the last.
CLASSES = (3, 2, 1)


class State(Enum):
    """What a component of a release comes to. The least open artifact of a component decides; the order is from least to most."""

    #: Not published, or not to everybody.
    MISSING = "missing"
    #: Published without a licence.
    UNLICENSED = "unlicensed"
    #: Under a licence that the framework does not accept.
    INVALID = "invalid"
    #: Not recorded well enough to say.
    UNKNOWN = "unknown"
    #: Published under an accepted licence.
    INCLUDED = "included"

    @property
    def included(self) -> Verdict:
        """Whether the component counts."""
        return Verdict.UNKNOWN if self is State.UNKNOWN else Verdict.of(self is State.INCLUDED)


@frozen
class Component:
    """A component of the framework."""

    #: What it is.
    kind: ArtifactKind
    #: Its number in the tool.
    tool_id: int
    #: The class that first asks for it.
    asked_by: int
    #: Whether that class requires it.
    required: bool = True

    @property
    def id(self) -> str:
        """The id of its criterion."""
        return f"mof.{self.kind.value}"

    @property
    def name(self) -> str:
        """Its name in the framework."""
        return self.kind.mof_name or self.kind.value

    @property
    def content_type(self) -> ContentType:
        """Its content type in the framework, which counts parameters as data."""
        return ContentType.DATA if self.kind.content_type is ContentType.PARAMETERS else self.kind.content_type


#: The components, class III first: `mof.settings.yml`.
COMPONENTS = (
    Component(ArtifactKind.MODEL_ARCHITECTURE, 9, 3),
    Component(ArtifactKind.MODEL_PARAMETERS, 10, 3),
    Component(ArtifactKind.TECHNICAL_REPORT, 11, 3),
    Component(ArtifactKind.EVALUATION_RESULTS, 12, 3),
    Component(ArtifactKind.MODEL_CARD, 13, 3),
    Component(ArtifactKind.DATA_CARD, 14, 3),
    Component(ArtifactKind.SAMPLE_MODEL_OUTPUTS, 20, 3, required=False),
    Component(ArtifactKind.TRAINING_CODE, 7, 2),
    Component(ArtifactKind.INFERENCE_CODE, 8, 2),
    Component(ArtifactKind.EVALUATION_CODE, 18, 2),
    Component(ArtifactKind.EVALUATION_DATA, 19, 2),
    Component(ArtifactKind.SUPPORTING_LIBRARIES_AND_TOOLS, 22, 2, required=False),
    Component(ArtifactKind.DATASETS, 15, 1),
    Component(ArtifactKind.DATA_PREPROCESSING_CODE, 16, 1),
    Component(ArtifactKind.RESEARCH_PAPER, 21, 1),
    Component(ArtifactKind.MODEL_PARAMETERS_INTERMEDIATE, 24, 1),
    Component(ArtifactKind.MODEL_METADATA, 17, 1, required=False),
)

#: For each class, what it and the classes before it require.
REQUIRED = {step: frozenset(each.kind for each in COMPONENTS if each.required and each.asked_by >= step) for step in CLASSES}

#: What the tool accepts besides the licences that the SPDX list marks: `LicenseHandler.php`. The Public Domain Dedication and License
#: stands there under a name that is no SPDX id, and so does not accept `PDDL-1.0`.
ACCEPTED = frozenset(
    """
    CC0-1.0 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-2.5-AU CC-BY-3.0 CC-BY-3.0-AT CC-BY-3.0-AU CC-BY-3.0-DE CC-BY-3.0-IGO CC-BY-3.0-NL
    CC-BY-3.0-US CC-BY-4.0 CC-BY-SA-1.0 CC-BY-SA-2.0 CC-BY-SA-2.0-UK CC-BY-SA-2.1-JP CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-3.0-AT
    CC-BY-SA-4.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 LicenseRef-ODC-PDDL-1.0 ODC-By-1.0 ODbL-1.0 GFDL-1.3
    OGL-Canada-2.0 OGL-UK-2.0 OGL-UK-3.0 OpenMDW-1.0
    """.split()
)

#: The licences of the right kind for a content type: `mof-licenses.json`. Another accepted one counts, with a remark.
RIGHT_KIND = {
    ContentType.CODE: frozenset(
        """
        0BSD AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 Apache-1.0 Apache-1.1 Apache-2.0 ECL-1.0 ECL-2.0 ISC MIT MIT-0 MulanPSL-1.0
        MulanPSL-2.0 NCSA UPL-1.0 OpenMDW-1.0
        """.split()
    ),
    ContentType.DATA: frozenset("CDLA-Permissive-1.0 CDLA-Permissive-2.0 C-UDA-1.0 CC-PDDC CC0-1.0 PDDL-1.0 OpenMDW-1.0".split()),
    ContentType.DOCUMENT: frozenset("CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 FreeBSD-DOC CC-PDDC CC0-1.0 Apache-2.0 OpenMDW-1.0".split()),
}


def is_accepted(license: LicenseExpression) -> Verdict:
    """Return whether the framework accepts a licence: one that the SPDX list marks as OSI-approved or FSF-libre, or an open data licence.

    Of an `OR` one side must be accepted, of an `AND` both. A licence that is on no list is not accepted, whatever its terms; only
    where it is not said which licence it is does the answer stay unknown.

    Examples:
        >>> is_accepted(LicenseExpression("CC-BY-4.0")), is_accepted(LicenseExpression("LicenseRef-acme"))
        (<Verdict.MET: 'met'>, <Verdict.NOT_MET: 'not-met'>)
    """
    return license.fold(_is_accepted, Verdict.__and__, Verdict.__or__)


def _is_accepted(license: License, addition: str | None) -> Verdict:
    if license.id == NOASSERTION_ID:
        return Verdict.UNKNOWN
    if license.members:
        members = {_is_accepted(member, addition) for member in license.members}
        return members.pop() if len(members) == 1 else Verdict.UNKNOWN
    accepted = Verdict.of(Verdict.MET in (license.osi_approved, license.fsf_libre) or license.id in ACCEPTED)
    return accepted & (Verdict.MET if addition is None else _takes_nothing(addition))


def _takes_nothing(addition: str) -> Verdict:
    exception = find_exception(addition)
    return Verdict.UNKNOWN if exception is None else Verdict.of(not exception.departures)


def _is_of_right_kind(license: LicenseExpression, content_type: ContentType) -> Verdict:
    """Return whether a licence is of the right kind; of an `OR`, the side that is must be accepted as well."""

    def leaf(license: License, addition: str | None) -> Verdict:
        return Verdict.of(license.id in RIGHT_KIND[content_type]) & _is_accepted(license, addition)

    return license.fold(leaf, Verdict.__and__, Verdict.__or__)


def artifact_state(model: Model, artifact: Artifact) -> State:
    """Return what an artifact comes to.

    It is listed when everybody can have it, be it after accepting terms. Its licence is its own, else the release's for its content
    type, else the distribution's; one that is known to have none (`NONE`) does not fall back. The tool takes a licence that
    is not recorded anywhere for none; here it stays unknown (design rule 2.8), which changes neither class nor progress.
    """
    listed = artifact.availability.open_to_all
    if listed is Verdict.NOT_MET:
        return State.MISSING
    license = model.license_of(artifact)
    if license is None:
        return State.UNKNOWN
    accepted = is_accepted(license)
    if accepted is Verdict.NOT_MET:
        return State.UNLICENSED if license.text == NONE_ID else State.INVALID
    return State.INCLUDED if (listed & accepted) is Verdict.MET else State.UNKNOWN


def component_state(model: Model, kind: ArtifactKind) -> State:
    """Return what a component comes to: what its least open artifact does, unknown if none is recorded."""
    states = {artifact_state(model, artifact) for artifact in model.artifacts_of(kind)}
    return next((state for state in State if state in states), State.UNKNOWN)


def progress(included: AbstractSet[ArtifactKind], asked: int) -> float:
    """Return how far a release has come to a class, in percent: 0 as long as a class before it is not complete.

    A research paper stands in for a technical report that is not included; class I then asks for one component less.

    Args:
        included: The components that are published under accepted licences.
        asked: The class: 3, 2 or 1.

    Examples:
        >>> progress({ArtifactKind.MODEL_PARAMETERS, ArtifactKind.RESEARCH_PAPER, ArtifactKind.MODEL_CARD}, 3)
        50.0
    """
    replaced = ArtifactKind.TECHNICAL_REPORT not in included and ArtifactKind.RESEARCH_PAPER in included
    total = count = 0
    for step in CLASSES[: CLASSES.index(asked) + 1]:
        if count < total:
            return 0.0
        total = len(REQUIRED[step])
        count = len(included & REQUIRED[step]) + (replaced and ArtifactKind.RESEARCH_PAPER not in REQUIRED[step])
    if replaced and ArtifactKind.RESEARCH_PAPER in REQUIRED[asked]:
        total -= 1
    return min(count / total * 100, 100.0)


def class_reached(included: AbstractSet[ArtifactKind]) -> int:
    """Return the class that a release has reached with these components: 3, 2 or 1, or 0 for none."""
    return min((asked for asked in CLASSES if progress(included, asked) == 100), default=0)


def assess(model: Model, resolve: Resolve = resolve_nothing) -> Assessment:  # noqa: ARG001 - the tool looks at the release alone
    """Return the class of a model, with its progress in each class and what each component comes to.

    The class and the progress are those that are certain from what is recorded; `met` says whether any class is reached, and is
    unknown where the components that are not recorded could still decide it.

    Args:
        model: The model.
        resolve: Not used: what a model was built on does not count.

    Examples:
        >>> answer = assess(Model("M", artifacts=[Artifact("model-card", availability="public", license="CC-BY-4.0")]))
        >>> answer.verdict, answer.met.value, dict(answer.score)["class-3"]
        ('unclassified', 'unknown', 16.666666666666664)
    """
    states = {each.kind: component_state(model, each.kind) for each in COMPONENTS}
    certain = {kind for kind, state in states.items() if state is State.INCLUDED}
    possible = certain | {kind for kind, state in states.items() if state is State.UNKNOWN}
    reached, ceiling = class_reached(certain), class_reached(possible)
    return Assessment(
        framework=FRAMEWORK.id,
        version=VERSION,
        name=model.name,
        verdict=_word(reached),
        met=Verdict.of(reached != 0) if reached or not ceiling else Verdict.UNKNOWN,
        criteria=tuple(_finding(model, each, states) for each in COMPONENTS),
        score=tuple((_word(asked), progress(certain, asked)) for asked in reversed(CLASSES)),
        remarks=tuple(_remarks(model, certain, reached, ceiling)),
    )


def _word(reached: int) -> str:
    return f"class-{reached}" if reached else "unclassified"


def _finding(model: Model, component: Component, states: dict[ArtifactKind, State]) -> Finding:
    artifacts = model.artifacts_of(component.kind)
    verdict, reason = states[component.kind].included, _reason(model, component, states)
    if component.kind is ArtifactKind.TECHNICAL_REPORT and verdict is not Verdict.MET:
        papers = model.artifacts_of(ArtifactKind.RESEARCH_PAPER)
        paper = states[ArtifactKind.RESEARCH_PAPER]
        if paper is State.INCLUDED:
            return Finding(component.id, Verdict.MET, "A research paper stands in for it.", evidence(papers))
        if paper is State.UNKNOWN and verdict is Verdict.NOT_MET:
            return Finding(
                component.id, paper.included, f"{reason} A research paper could stand in for it.", evidence((*artifacts, *papers))
            )
        if paper in (State.INVALID, State.UNLICENSED):
            reason = f"{reason} A research paper stands in for it, which does not count either: {paper.value}."
            return Finding(component.id, verdict, reason, evidence((*artifacts, *papers)))
    return Finding(component.id, verdict, reason, evidence(artifacts))


def _reason(model: Model, component: Component, states: dict[ArtifactKind, State]) -> str:
    state = states[component.kind]
    optional = "" if component.required else " It is optional."
    deciding = next((each for each in model.artifacts_of(component.kind) if artifact_state(model, each) is state), None)
    if deciding is None:
        return f"It is not recorded whether it is published.{optional}"
    license = model.license_of(deciding)
    text = license.text if license else "not recorded"
    if state is State.UNKNOWN and license is None:
        reason = "Its licence is not recorded; the tool counts it as unlicensed."
    elif state is State.UNKNOWN and deciding.availability.open_to_all is Verdict.UNKNOWN:
        reason = "It is not recorded whether it is published."
    else:
        reason = {
            State.MISSING: "It is not published to everybody in full.",
            State.UNLICENSED: "It has no licence.",
            State.INVALID: f"Its licence, {text}, is not one that the framework accepts.",
            State.UNKNOWN: f"It is not certain that the framework accepts its licence: {text}.",
            State.INCLUDED: f"It is published under {text}.",
        }[state]
    return reason + optional


def _remarks(model: Model, certain: AbstractSet[ArtifactKind], reached: int, ceiling: int) -> Iterator[str]:
    for component in COMPONENTS:
        if component.kind not in certain:
            continue
        licenses = [model.license_of(artifact) for artifact in model.artifacts_of(component.kind)]
        wrong = [each.text for each in licenses if each and _is_of_right_kind(each, component.content_type) is not Verdict.MET]
        if wrong:
            texts = ", ".join(dict.fromkeys(wrong))
            yield f"{component.name}: the licence is open, but not of a kind for {component.content_type.value}: {texts}."
    if ceiling != reached:
        yield f"Not everything is recorded: with the rest it could reach {_word(ceiling)}."


FRAMEWORK = Framework(
    id="mof",
    name="Model Openness Framework",
    version=VERSION,
    date=DATE,
    url="https://arxiv.org/abs/2403.13784",
    criteria=tuple(
        Criterion(
            id=each.id,
            title=f"{each.name}, published under an accepted licence" + ("" if each.required else " (optional)"),
            source=f"Model Openness Framework {VERSION}, class {'I' * each.asked_by}",
            artifacts=(each.kind,),
        )
        for each in COMPONENTS
    ),
    assess=assess,
)
