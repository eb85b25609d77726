"""Theories of defeasible logic in the neutral form of `tests/material`: drawn from chance, and what they prove.

    python -m tests.support.theories --kind mixed --count 400 --seed 1

`draw` makes one, `prove` says what follows from it by the inference rules of the literature, and `compare` looks for
conclusions that the translation to the language has and the logic has not, or the other way round.
"""
