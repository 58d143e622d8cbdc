"""A gate for continuous integration: fail if a model is not open enough, or has a string attached that is not wanted.

python examples/gate.py "Mistral 7B" "OLMo 2"
"""

from __future__ import annotations

import sys

from openweights import FlagName, Openness, OpenWeightsError, classify

LEAST = Openness.WEIGHTS_UNRESTRICTED
UNWANTED = {FlagName.USER_THRESHOLD, FlagName.NON_COMMERCIAL}


def main(names: list[str]) -> int:
    """Print a line for each model; return 1 if one does not pass."""
    passed = True
    for name in names:
        try:
            answer = classify(name)
        except OpenWeightsError as error:
            print(f"{name}: {error}")
            passed = False
            continue
        unwanted = [flag.name.value for flag in answer.flags if flag.name in UNWANTED]
        ok = answer.level >= LEAST and not unwanted
        passed = passed and ok
        print(f"{name}: {'ok' if ok else 'no'} ({answer.level.value}{', ' + ', '.join(unwanted) if unwanted else ''})")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["Mistral 7B", "gpt-oss-120b"]))
