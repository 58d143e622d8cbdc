"""The European Open Source AI Index, <https://osai-index.eu/>: twelve dimensions of a release, each open, partial or closed.

The index grades how much is shared and how well it is described. Records know what is published, not how good a text is, so an answer
read off a record is an interval; answers of the index itself can be assessed as they are. The index's own overall score is not published
with its data: `sum` is ours.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from attrs import converters, field, frozen

from openweights import convert
from openweights.artifact import ArtifactKind
from openweights.assessment import Assessment, Criterion, Framework
from openweights.errors import InvalidValueError, near_matches, shown
from openweights.finding import Finding, evidence
from openweights.frameworks.osai_answers import ANY, RULES, Answer, Release, artifacts_for
from openweights.frameworks.osaid import CODE, TRAINING_DATA
from openweights.ladder import Interval, exactly
from openweights.lineage import Resolve, resolve_nothing
from openweights.model import Model
from openweights.verdict import Verdict

#: What a degree counts in `sum`.
WORTH = {Answer.CLOSED: 0.0, Answer.PARTIAL: 0.5, Answer.OPEN: 1.0}


@frozen(kw_only=True)
class Dimension:
    """One dimension of the index, in our words."""

    #: The key in the index's YAML.
    key: str = field(kw_only=False)
    #: The index's group: availability, documentation or access.
    group: str
    #: What it is about, in a phrase.
    title: str
    #: What must hold for `open`, as a clause.
    open_means: str
    #: What must hold for `partial`, as a clause.
    partial_means: str
    #: The artifacts that it is about.
    artifacts: tuple[ArtifactKind, ...]

    @property
    def id(self) -> str:
        """The id of the criterion."""
        return f"osai.{self.key.replace('_', '-')}"


#: The dimensions in the index's order.
DIMENSIONS = (
    Dimension(
        "datasources_basemodel",
        group="availability",
        title="the training data of the base model",
        open_means="all data that the base model was trained on can be inspected",
        partial_means="some of the data that the base model was trained on can be inspected",
        artifacts=(ArtifactKind.DATASETS,),
    ),
    Dimension(
        "datasources_endmodel",
        group="availability",
        title="the data of the fine-tuning",
        open_means="all data of the fine-tuning can be inspected",
        partial_means="some of the data of the fine-tuning can be inspected",
        artifacts=(ArtifactKind.FINE_TUNING_DATASETS,),
    ),
    Dimension(
        "weights_basemodel",
        group="availability",
        title="the weights of the base model",
        open_means="everybody can download the weights of the base model",
        partial_means="the weights of the base model are out in part, or behind a gate",
        artifacts=(ArtifactKind.MODEL_PARAMETERS,),
    ),
    Dimension(
        "weights_endmodel",
        group="availability",
        title="the weights of the model that users meet",
        open_means="everybody can download the weights of the model that users meet",
        partial_means="the weights of the model that users meet are out in part, or behind a gate",
        artifacts=(ArtifactKind.MODEL_PARAMETERS,),
    ),
    Dimension(
        "trainingcode",
        group="availability",
        title="the code that prepares data, trains and tunes",
        open_means="all code that prepares data, trains and tunes can be inspected",
        partial_means="some of the code that prepares data, trains and tunes can be inspected",
        artifacts=(ArtifactKind.TRAINING_CODE, ArtifactKind.DATA_PREPROCESSING_CODE),
    ),
    Dimension(
        "code",
        group="documentation",
        title="the documentation of the code",
        open_means="the code of every component is documented throughout",
        partial_means="the code of some components is documented",
        artifacts=CODE,
    ),
    Dimension(
        "hardware_architecture",
        group="documentation",
        title="the documentation of architecture, hardware and training setup",
        open_means="architecture, hardware and training setup are documented in full",
        partial_means="architecture or training setup are documented in part",
        artifacts=(ArtifactKind.TECHNICAL_REPORT, ArtifactKind.RESEARCH_PAPER, ArtifactKind.MODEL_CARD),
    ),
    Dimension(
        "preprint",
        group="documentation",
        title="an archived preprint",
        open_means="an archived preprint covers data, training and tuning",
        partial_means="an archived preprint covers some of data, training and tuning",
        artifacts=(ArtifactKind.TECHNICAL_REPORT, ArtifactKind.RESEARCH_PAPER),
    ),
    Dimension(
        "paper",
        group="documentation",
        title="a peer-reviewed paper",
        open_means="a peer-reviewed paper covers the whole system",
        partial_means="a peer-reviewed paper covers parts of the system",
        artifacts=(ArtifactKind.RESEARCH_PAPER,),
    ),
    Dimension(
        "modelcard",
        group="documentation",
        title="a model card",
        open_means="a model card in a standard form tells architecture, training, tuning and evaluation in full",
        partial_means="a model card tells some of architecture, training, tuning and evaluation",
        artifacts=(ArtifactKind.MODEL_CARD,),
    ),
    Dimension(
        "datasheet",
        group="documentation",
        title="a datasheet, or the summary of training content of the EU AI Act",
        open_means="a datasheet or summary of the training content tells in full how the data were collected and curated",
        partial_means="a datasheet or summary of the training content tells some of how the data were collected and curated",
        artifacts=(ArtifactKind.DATA_CARD, ArtifactKind.TRAINING_CONTENT_SUMMARY),
    ),
    Dimension(
        "licenses",
        group="access",
        title="open licences on weights, code and data",
        open_means="weights, code and data are all under open licences",
        partial_means="at least two of weights, code and data are under open licences, fully or in part",
        artifacts=(ArtifactKind.MODEL_PARAMETERS, *CODE, *TRAINING_DATA),
    ),
)

_BY_KEY = {dimension.key: dimension for dimension in DIMENSIONS}


def _key(value: str) -> str:
    key = convert.name(value)
    if key not in _BY_KEY:
        near = near_matches(key, _BY_KEY)
        mend = f"Did you mean {near[0]!r}?" if near else f"The dimensions are: {', '.join(_BY_KEY)}."
        raise InvalidValueError(f"{shown(key)} is no dimension of the index.", mend=mend)
    return key


def _answer(value: Answer | str) -> Answer:
    return convert.member(Answer, value)


@frozen(field_transformer=convert.named)
class DimensionAnswer:
    """What somebody, such as the index, says of one dimension.

    Args:
        key: The dimension, as the index's YAML has it.
        answer: The answer.
        links: The pages that it rests on.
        notes: Why, in the words of whoever answers.

    Raises:
        InvalidValueError: If a value is malformed or no such dimension exists.
    """

    #: The dimension.
    key: str = field(converter=_key)
    #: The answer.
    answer: Answer = field(converter=_answer)
    #: The pages that it rests on.
    links: tuple[str, ...] = field(default=(), converter=convert.urls)
    #: Why, in the words of whoever answers.
    notes: str | None = field(default=None, converter=converters.optional(convert.text))


def assess(model: Model, resolve: Resolve = resolve_nothing) -> Assessment:
    """Return what the criteria of the index come to for a model, as far as recorded artifacts tell.

    Each answer is an interval of closed, partial and open. A criterion is met if it is certainly open, not met if it is certainly at most
    partial (the reason says which), else unknown. Publishing and freeing move both ends up and never down, learning narrows, so verdicts
    and both sums are monotonic (rule 2.3). The model meets the index if all dimensions are open.

    What records do not hold stays open to both sides: whether code is documented (`code`), whether a paper was peer-reviewed, whether a
    report, card or sheet is comprehensive. So an assessment of recorded artifacts can fail, but never pass; for the index's own answers
    see [`assess_dimensions`][openweights.frameworks.osai_index.assess_dimensions].

    A model without recorded bases is its own base model, as in the index where the two are not told apart. `licenses` is read strictly:
    what is not published is under no open licence, though the index in practice often leaves it out.

    Args:
        model: The model; data, weights and code of the bases whose weights it contains count where the index asks for them.
        resolve: Finds a base that is given by name.

    Raises:
        LineageError: If the lineage has no end.

    Source: European Open Source AI Index, `readme.md` @5a388e8 (2026-06-12).

    Examples:
        >>> from openweights import Artifact
        >>> answer = assess(Model("M", artifacts=[Artifact("model-parameters", availability="gated")]))
        >>> answer.met.value, dict(answer.score)["sum"]
        ('not-met', 1.0)
    """
    release = Release.of(model, resolve)
    answers = {key: RULES[key](release, dimension.artifacts) for key, dimension in _BY_KEY.items()}
    sources = {key: evidence(artifacts_for(release, key, dimension.artifacts)) for key, dimension in _BY_KEY.items()}
    return _assessment(model.name, answers, sources, (_UNRECORDED,))


def assess_dimensions(dimensions: Iterable[DimensionAnswer | Mapping[str, object]], *, name: str = "given answers") -> Assessment:
    """Return what given answers come to, for example those that a file of the index holds.

    A dimension without an answer is unknown. One that does not apply has no criterion and counts in neither sum.

    Args:
        dimensions: The answers, each dimension at most once.
        name: What was assessed.

    Raises:
        InvalidValueError: If an answer is malformed, or a dimension is answered twice.

    Examples:
        >>> answer = assess_dimensions([DimensionAnswer(each.key, "open") for each in DIMENSIONS])
        >>> answer.met.value, answer.score
        ('met', (('sum', 12.0), ('sum-possible', 12.0)))
    """
    given: dict[str, DimensionAnswer] = {}
    for position, each in enumerate(convert.records(DimensionAnswer, dimensions)):
        if given.setdefault(each.key, each) is not each:
            raise InvalidValueError(
                f"The dimension {each.key!r} is answered twice.", mend="Keep one of the answers.", path=("dimensions", position)
            )
    answers: dict[str, Interval[Answer]] = {}
    for key in _BY_KEY:
        answer = given[key].answer if key in given else Answer.UNKNOWN
        if answer is not Answer.NOT_APPLICABLE:
            answers[key] = ANY if answer is Answer.UNKNOWN else exactly(answer)
    return _assessment(name, answers, {key: each.links for key, each in given.items()})


_SUM = (
    "`sum` and `sum-possible` are ours and not the index's score: open counts 1, partial 0.5, closed 0 over the {} dimensions that apply; "
    "`sum` takes the least that the facts allow, `sum-possible` the most."
)
_UNRECORDED = "Records do not hold whether code is documented, a paper peer-reviewed or a report, card or sheet comprehensive."
_WORDS = {Verdict.MET: "all-open", Verdict.NOT_MET: "not-all-open", Verdict.UNKNOWN: "unknown"}


def _assessment(
    name: str, answers: Mapping[str, Interval[Answer]], sources: Mapping[str, tuple[str, ...]], remarks: tuple[str, ...] = ()
) -> Assessment:
    findings = tuple(_finding(_BY_KEY[key], answer, sources.get(key, ())) for key, answer in answers.items())
    met = Verdict.all_of(finding.verdict for finding in findings) if findings else Verdict.UNKNOWN
    skipped = [key for key in _BY_KEY if key not in answers]
    return Assessment(
        framework=_ID,
        version=_VERSION,
        name=name,
        verdict=_WORDS[met],
        met=met,
        criteria=findings,
        score=(
            ("sum", sum((WORTH[each.low] for each in answers.values()), 0.0)),
            ("sum-possible", sum((WORTH[each.high] for each in answers.values()), 0.0)),
        ),
        remarks=(
            _SUM.format(len(answers)),
            *((f"Not applicable: {', '.join(skipped)}.",) if skipped else ()),
            *remarks,
        ),
    )


def _finding(dimension: Dimension, answer: Interval[Answer], sources: tuple[str, ...]) -> Finding:
    """Judge one criterion: open is met; what is certainly less is not met, and the reason says whether it is partial."""
    if answer.low is Answer.OPEN:
        return Finding(dimension.id, Verdict.MET, f"Open: {dimension.open_means}.", sources)
    if answer.high is not Answer.OPEN:
        reason = {
            (True, True): "Closed: not even in part.",
            (True, False): f"Partial: {dimension.partial_means}.",
            (False, False): f"Closed or partial: at most, {dimension.partial_means}.",
        }[answer.certain, answer.high is Answer.CLOSED]
        return Finding(dimension.id, Verdict.NOT_MET, reason, sources)
    known = f"At least partial: {dimension.partial_means}; not" if answer.low is Answer.PARTIAL else "Not"
    return Finding(dimension.id, Verdict.UNKNOWN, f"{known} known whether {dimension.open_means}.", sources)


_ID = "osai-index"
#: The day of the commit from which dimensions and meanings were taken; the index itself has no version.
_VERSION = "2026-06-12"

FRAMEWORK = Framework(
    id=_ID,
    name="European Open Source AI Index",
    version=_VERSION,
    date=datetime.date.fromisoformat(_VERSION),
    url="https://osai-index.eu/",
    criteria=tuple(
        Criterion(
            id=dimension.id,
            title=dimension.title,
            source=f"European Open Source AI Index @5a388e8, readme, {dimension.group}: {dimension.key}",
            artifacts=dimension.artifacts,
        )
        for dimension in DIMENSIONS
    ),
    assess=assess,
)
