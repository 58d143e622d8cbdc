"""A tour of the library: run it with `python examples/tour.py`."""

from __future__ import annotations

from openweights import Artifact, BaseModel, License, LicenseExpression, Model, UnknownNameError, classify, models


def main() -> None:
    """Show what can be asked, one question after the other."""
    print("A bundled model, explained:\n")
    print(classify("Llama 3").explain())

    print("\nA name that stands for several releases:\n")
    print(classify("gemma").explain().splitlines()[0])

    print("\nA fine-tune of your own carries its base's terms:\n")
    tuned = Model(
        "Acme Chat",
        access="download",
        artifacts=[Artifact("model-parameters", availability="public", license="MIT")],
        base_models=[BaseModel("Llama 3.1", relation="finetune")],
    )
    for flag in classify(tuned).flags:
        print(f"{flag.name.value}: {', '.join(f'{term.license} {term.clause.section}' for term in flag.clauses)}")

    print("\nLicences and expressions:\n")
    for text in ("llama3.1", "apache 2.0 OR cc-by-nc-4.0", "LicenseRef-nobody-knows"):
        print(f"{text}: {LicenseExpression(text).freedom}")
    print([clause.summary for clause in License.get("llama3").clauses if clause.threshold])

    print("\nA name that nobody knows:\n")
    try:
        classify("Mistrl 7B")
    except UnknownNameError as error:
        print(error)

    print(f"\n{len(models())} models are recorded.")


if __name__ == "__main__":
    main()
