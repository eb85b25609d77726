"""Keep what a check of a judgment asks again and again: a world and what is asked about in, the same answer out.

It stays with the world. Of disputes the last one is kept, so that several judgments of it are checked in less time.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from panarchy_rules.adjudication.each_class import as_judged
from panarchy_rules.adjudication.prepare import Prepared, prepare
from panarchy_rules.backends.interpreter import Work
from panarchy_rules.base.records import replace
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import IssueJudgment, Judgment
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld

R = TypeVar("R")


def prepared_once(world: LawWorld, dispute: Dispute) -> Prepared:
    """The claims of a dispute, each with all the work still before it."""
    known = world.kept.get("prepared")
    if known is None or known[0] is not dispute:
        known = world.kept["prepared"] = dispute, prepare(world, dispute)
    made: Prepared = known[1]
    claims, first = (tuple([(name, _afresh(one)) for name, one in each]) for each in (made.claims, made.incidental))
    titles = {name: replace(asked, claim=_afresh(asked.claim)) for name, asked in made.titles.items()}
    return replace(made, claims=claims, incidental=first, titles=titles)


def prepared_for(world: LawWorld, judgment: Judgment) -> Prepared:
    """The claims of a judgment's dispute, each in the reading in which it was judged."""
    return as_judged(prepared_once(world, judgment.dispute), judgment.issues)


def claims_of_issue(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> list[ClaimAtIssue]:
    """The claim on an issue of a judgment; none if the dispute does not raise it."""
    every = prepared_for(world, judgment).claims
    return [claim for name, claim in every if (name, claim.issue) == (issue.claim, issue.issue)]


def _afresh(claim: ClaimAtIssue) -> ClaimAtIssue:
    return replace(claim, work=Work(), said={})


def kept_for(world: LawWorld, of: object, key: Any, make: Callable[[], R]) -> R:
    """What was made for one thing, such as a judgment, as long as nothing is made for another one."""
    known: tuple[object, dict[Any, Any]] | None = world.kept.get("made")
    if known is None or known[0] is not of:
        known = world.kept["made"] = of, {}
    if key not in known[1]:
        known[1][key] = make()
    found: R = known[1][key]
    return found
