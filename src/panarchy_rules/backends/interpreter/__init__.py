"""The interpreter: one claim at a time, with its reasons."""

from panarchy_rules.backends.interpreter.evaluation import Evaluation
from panarchy_rules.backends.interpreter.outcomes import Accepted
from panarchy_rules.backends.interpreter.work import Laws, Work

__all__ = ["Accepted", "Evaluation", "Laws", "Work"]
