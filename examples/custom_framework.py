"""A definition of your own beside the published ones: here what a newsroom asks of a model before it writes with it.

python examples/custom_framework.py "OLMo 2" "Llama 3.1"

`assess` and `compare` take a framework as it is. To have it everywhere by its id (`openweights assess --framework newsroom`, in policies),
let your package declare it:

    [project.entry-points."openweights.frameworks"]
    newsroom = "your_package.newsroom:FRAMEWORK"
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable

from openweights import (
    Artifact,
    ArtifactKind,
    Assessment,
    Category,
    Criterion,
    Finding,
    FlagName,
    Framework,
    Model,
    OpenWeightsError,
    Verdict,
    classify,
    compare,
)

CRITERIA = (
    Criterion(
        id="newsroom.runs-here",
        title="The model can be run on machines of our own.",
        source="Newsroom rules 1",
        artifacts=(ArtifactKind.MODEL_PARAMETERS,),
    ),
    Criterion(id="newsroom.texts-are-ours", title="Its terms bind nothing that we write with it.", source="Newsroom rules 2"),
    Criterion(
        id="newsroom.data-told",
        title="Somebody tells what it was trained on.",
        source="Newsroom rules 3",
        artifacts=(ArtifactKind.DATASETS, ArtifactKind.DATA_CARD),
    ),
)


def assess(model: Model, resolve: Callable[[str], Model | None]) -> Assessment:
    """Apply the three rules. What is not recorded stays unknown: it is neither a yes nor a no."""
    answer = classify(model, resolve=resolve)
    told: tuple[Artifact, ...] = model.artifacts_of(ArtifactKind.DATASETS, ArtifactKind.DATA_CARD)
    binds = {FlagName.OUTPUT_TERMS, FlagName.OUTPUT_TRAINING_BAN} & {flag.name for flag in answer.flags}
    # Flags are about the parameters; a model that is only a service has none, and terms of another kind.
    hosted = answer.category is Category.CLOSED
    findings = (
        Finding(
            CRITERIA[0].id,
            Verdict.any_of(artifact.availability.published for artifact in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)),
            f"Published: {answer.completeness}.",
        ),
        Finding(
            CRITERIA[1].id,
            Verdict.NOT_MET if binds else Verdict.UNKNOWN if hosted or not answer.freedom.certain else Verdict.MET,
            "Ask its service's terms." if hosted else f"Flags about outputs: {', '.join(sorted(flag.value for flag in binds)) or 'none'}.",
        ),
        Finding(
            CRITERIA[2].id,
            Verdict.any_of(artifact.availability.published for artifact in told) if told else Verdict.UNKNOWN,
            f"On record about the data: {', '.join(artifact.label for artifact in told) or 'nothing'}.",
            tuple(artifact.source for artifact in told if artifact.source),
        ),
    )
    met = Verdict.all_of(finding.verdict for finding in findings)
    words = {Verdict.MET: "write with it", Verdict.NOT_MET: "leave it", Verdict.UNKNOWN: "ask"}
    return Assessment(framework="newsroom", version="1", name=model.name, verdict=words[met], met=met, criteria=findings)


FRAMEWORK = Framework(
    id="newsroom",
    name="Newsroom rules",
    version="1",
    date=datetime.date(2026, 1, 15),
    url="https://newsroom.example/rules",
    criteria=CRITERIA,
    assess=assess,
)


def main(names: list[str]) -> int:
    """Print what our rules say of each model, beside what the OSI's definition says."""
    for name, (ours, osaid) in compare(names, [FRAMEWORK, "osaid"]).items():
        print(f"{name}: {ours.verdict} (OSAID: {osaid.verdict})")
        for finding in ours.criteria:
            print(f"    {finding.id}: {finding.verdict.value}. {finding.reason}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:] or ["OLMo 2", "Llama 3.1", "GPT-4"]))
    except OpenWeightsError as error:
        sys.exit(f"error: {error}")
