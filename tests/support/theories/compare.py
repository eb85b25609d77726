"""Compare theories with their translation: a theory in, the conclusions on which language and logic differ out."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.material.defeasible_theories import translated
from tests.support.theories.prove import conclusions, literals

_READINGS = {"expected_ambiguity_blocking": False, "expected_ambiguity_propagation": True}


def differences(theory: Mapping[str, Any]) -> Iterator[str]:
    """Every conclusion that comes out otherwise than the logic proves it, with the law text."""
    for check in translated({"theories": [expected(theory)]}):
        found = check.find()
        if found != check.expected:
            yield f"{check.name}: expected {check.expected}, found {found}\n{check.text}"


def expected(theory: Mapping[str, Any]) -> dict[str, Any]:
    """A theory with what it proves, as the cases of the neutral form say it.

    What is neither proved nor refuted is not proved.
    """
    every = literals(theory)
    said = {}
    for reading, propagating in _READINGS.items():
        proved = conclusions(theory, propagating)
        said[reading] = {
            f"{sign}{degree}": [one for one in every if (one in proved["+", degree]) is (sign == "+")]
            for degree in "Dd"
            for sign in "+-"
        }
    return {**theory, **said}
