"""The interpreter: one claim at a time, with its reasons."""

from panarchy_rules.backends.interpreter.decide import Evaluation

__all__ = ["Evaluation"]
