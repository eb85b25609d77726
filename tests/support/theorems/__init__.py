"""The theorems of the consent-meet graph, each a function that a test or a hunt puts to generated worlds."""

from tests.support.theorems import classes, consent, form, limits, more_consent, others, time
from tests.support.theorems.seen import THEOREMS, Seen, Theorem

__all__ = ["THEOREMS", "Seen", "Theorem", "classes", "consent", "form", "limits", "more_consent", "others", "time"]
