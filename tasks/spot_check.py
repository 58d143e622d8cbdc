"""Draw curated records at random, to be checked anew by somebody who did not write them.

    python tasks/spot_check.py --seed 6 --number 40

The same seed draws the same records from the same data. The drawn ids are printed with the facts that decide, and their sources.
"""

from __future__ import annotations

import argparse
import random

from openweights import Status, dataset
from openweights.checks import DECIDING
from openweights.model import Model


def drawn(seed: int, number: int) -> list[Model]:
    """Return curated records, drawn without repetition."""
    curated = sorted(dataset.models(status=Status.CURATED), key=lambda model: model.id)
    return random.Random(seed).sample(curated, min(number, len(curated)))  # noqa: S311


def main() -> None:
    """Print what is drawn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--number", type=int, default=40)
    given = parser.parse_args()
    for model in drawn(given.seed, given.number):
        print(f"{model.id}: {model.name}, {model.developer}, released {model.released}, access {model.access.value}")
        for base in model.base_models:
            print(f"  base: {base.name} ({base.relation.value}) {base.source}")
        for artifact in model.artifacts_of(*DECIDING):
            license = model.license_of(artifact)
            print(
                f"  {artifact.label}: {artifact.availability.value}, {license.text if license else 'licence not known'} {artifact.source}"
            )


if __name__ == "__main__":
    main()
