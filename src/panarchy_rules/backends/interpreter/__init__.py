"""The interpreter: one claim at a time, with its reasons."""

from panarchy_rules.backends.interpreter.decide import Evaluation, Work

__all__ = ["Evaluation", "Work"]
