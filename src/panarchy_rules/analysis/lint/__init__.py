"""What is legal to write and probably not meant: a world and its texts in, findings out, some with a repair."""

from panarchy_rules.analysis.lint.findings import Finding
from panarchy_rules.analysis.lint.run import Linted, fixed, lint

__all__ = ["Finding", "Linted", "fixed", "lint"]
