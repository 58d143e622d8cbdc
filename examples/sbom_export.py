"""The models of a product as bills of materials, in CycloneDX and in SPDX 3: a record by its name, and a model of one's own.

python examples/sbom_export.py              prints what the files hold
python examples/sbom_export.py FOLDER       writes models.cdx.json and models.spdx.json there

Needs the extra `sbom`; in the checkout: python -m pip install '.[sbom]'
"""

from __future__ import annotations

import sys
from pathlib import Path

from openweights import Artifact, BaseModel, Model, OpenWeightsError
from openweights.sbom import models_in_sbom, to_cyclonedx, to_spdx3

MODELS: list[Model | str] = [
    "OLMo 2",
    Model(
        "Acme Chat",
        id="acme-chat",
        developer="Acme",
        released="2026-03-02",
        access="download",
        artifacts=[Artifact("model-parameters", availability="public", license="MIT")],
        base_models=[BaseModel("Llama 3.1", relation="finetune")],
    ),
]


def main(arguments: list[str]) -> int:
    """Write the two documents, or print what a reader finds in them."""
    documents = {"models.cdx.json": to_cyclonedx(MODELS, spec_version="1.7"), "models.spdx.json": to_spdx3(MODELS)}
    for name, text in documents.items():
        if arguments:
            folder = Path(arguments[0])
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(text):,} characters")
        # What somebody finds who gets the file: the same models, with the terms that come from their bases.
        for found in models_in_sbom(text):
            answer = found.classify()
            print(f"    {answer.name}: {answer.level.value}; {', '.join(flag.name.value for flag in answer.flags)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OpenWeightsError as error:
        sys.exit(f"error: {error}")
