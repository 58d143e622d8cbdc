"""What a policy needs to know of one release: worked out once, when a rule asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from openweights.artifact import ArtifactKind
from openweights.assessment import Assessment
from openweights.assessor import get_framework
from openweights.bundle import bundle, per_bundle
from openweights.catalogue import find_model, get_model
from openweights.classification import Classification
from openweights.classifier import classify
from openweights.decider import permits
from openweights.decision import Decision
from openweights.expression import LicenseExpression
from openweights.flags import Flag, flags_of
from openweights.frameworks.open_weights import parameters_published
from openweights.ladder import Freedom, Interval, Openness, exactly
from openweights.license import License
from openweights.lineage import Resolve, ancestors
from openweights.model import Model
from openweights.terms import Terms
from openweights.use import Use
from openweights.verdict import Verdict

#: A record of the data set is asked about few uses; whoever asks about many does not fill the memory.
_MOST_DECISIONS = 64


@per_bundle
def _levels() -> dict[str, Interval[Openness]]:
    return {str(row["id"]): Interval(Openness(row["level"]), Openness(row["ceiling"])) for row in bundle().table}


class Facts:
    """One release as the rules see it."""

    def __init__(self, model: Model, resolve: Resolve) -> None:
        self.model = model
        self._resolve = resolve
        self._decisions: dict[Use, Decision] = {}
        self._assessments: dict[str, Assessment] = {}

    @cached_property
    def classification(self) -> Classification:
        """Where it stands on the ladder."""
        return classify(self.model, resolve=self._resolve)

    @cached_property
    def levels(self) -> Interval[Openness]:
        """The level that is certain and the one still possible; of a bundled record as they were worked out in advance."""
        if self._resolve is find_model and self.model.id in _levels() and get_model(self.model.id) is self.model:
            return _levels()[self.model.id]
        return Interval(self.classification.level, self.classification.ceiling)

    @cached_property
    def is_service(self) -> bool:
        """Whether only a service can be used, since the parameters are not published: then the terms of the service count."""
        return parameters_published(self.model) is Verdict.NOT_MET

    @cached_property
    def expressions(self) -> tuple[tuple[str, LicenseExpression | None], ...]:
        """The licences on what is used, each with the base that brings it in (empty for the model's own); nothing where none is recorded.

        For a service, the terms of every channel: by which of them the model is reached is not known.
        """
        return tuple(dict.fromkeys(self._expressions()))

    def _expressions(self) -> Iterator[tuple[str, LicenseExpression | None]]:
        if self.is_service:
            offers = [(offer.license, offer.channel) for offer in self.model.service_terms]
            yield from ((f"by {channel.value}" if channel else "", license) for license, channel in offers)
            if not offers:
                yield ("", None)
            return
        yield from (("", license) for license in _on_parameters(self.model))
        for ancestor in ancestors(self.model, self._resolve):
            if ancestor.relicensed or not ancestor.contained:
                continue
            if ancestor.model is None:
                yield (f"through {ancestor.name}", None)
            else:
                yield from ((f"through {ancestor.model.name}", license) for license in _on_parameters(ancestor.model))

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """The strings attached: those of the classification, or of the terms of the service."""
        if not self.is_service:
            return self.classification.flags
        offers = [license.terms(self.model.modalities) for _, license in self.expressions if license is not None]
        return flags_of(Terms.one_of(offers)) if offers else ()

    @cached_property
    def flags_known(self) -> bool:
        """Whether a flag that is not there is certain not to be: all licences are recorded, with their clauses or as open."""
        return all(
            license is not None
            and license.freedom.certain
            and all(each.clauses or each.members or each.is_none or each.freedom == exactly(Freedom.OPEN) for each in license.licenses)
            for _, license in self.expressions
        )

    def decision(self, use: Use) -> Decision:
        """Return whether the terms permit a use."""
        if use not in self._decisions:
            if len(self._decisions) >= _MOST_DECISIONS:
                self._decisions.clear()
            self._decisions[use] = permits(self.model, use, resolve=self._resolve)
        return self._decisions[use]

    def assessment(self, framework: str) -> Assessment:
        """Return what a published definition says."""
        if framework not in self._assessments:
            self._assessments[framework] = get_framework(framework).assess(self.model, self._resolve)
        return self._assessments[framework]

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The pages that the record rests on for its terms and its access."""
        parameters = self.model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)
        pages = [artifact.source for artifact in parameters] + [terms.source for terms in self.model.service_terms]
        pages += [source.url for source in self.model.sources if "access" in source.supports]
        return tuple(dict.fromkeys(page for page in pages if page))[:4]


def facts_of(model: Model, resolve: Resolve) -> Facts:
    """Return the facts of a release. Those of the data set are kept from check to check: a test asks about the same few again and again.

    Args:
        model: The release.
        resolve: Finds a base that is given by name.
    """
    if resolve is find_model and bundle().model_record(model.id) is not None and get_model(model.id) is model:
        return _recorded(model.id)
    return Facts(model, resolve)


@per_bundle
def _recorded(model_id: str) -> Facts:
    return Facts(get_model(model_id), find_model)


def _on_parameters(model: Model) -> list[LicenseExpression | None]:
    return [model.license_of(part) for part in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)] or [None]


def license_pages(license: License) -> tuple[str, ...]:
    """Return where the text of a licence stands."""
    return tuple(dict.fromkeys(url for url in (license.source, license.url) if url))
