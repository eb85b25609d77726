"""Small worlds with a dispute, for Hypothesis: chance in, a world out that can be changed and resolved again.

Names, dates and the vocabulary are fixed; codes, clauses, consents, facts and claims are drawn.
Nothing drawn is a mistake: what a clause, an entry or a dispute names is there.
"""

from tests.support.worlds.make import made, sample, seeded, worlds
from tests.support.worlds.words import ANCHOR, ANY, BLANK, OTHERS, PARTIES, Shape

__all__ = ["ANCHOR", "ANY", "BLANK", "OTHERS", "PARTIES", "Shape", "made", "sample", "seeded", "worlds"]
