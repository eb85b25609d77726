"""Check which issues a judgment puts under one law: a world and an issue in, objections out.

The codes to which a party's own acts lead are looked up in the register again, and so is what they keep together.
"""

from collections.abc import Iterator

from panarchy_rules.base.results import Status
from panarchy_rules.casefile.judgment import Edge, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Agree, Submit
from panarchy_rules.verification.edges import EdgeCheck, Step
from panarchy_rules.verification.members import covers


def check_together(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """The issues under one law are those that every party's codes keep together, and they have one law."""
    mine = [one for one in judgment.issues if one.claim == issue.claim and not world.is_procedural(one.issue)]
    if world.is_procedural(issue.issue):
        shared: list[str] = []
    else:
        acts = {one.issue: _Acts(EdgeCheck.of(world, judgment, one, {})) for one in mine}
        shared = sorted(one.issue for one in mine if one != issue and _share(acts, issue, one.issue))
    if sorted(issue.together) != shared:
        yield f"the codes of the parties keep it together with {' and '.join(shared) or 'nothing'}"
    for one in mine:
        laws, others = ({law.name for law in each.laws} for each in (issue, one))
        if one.issue in issue.together and laws != others and not _halted(issue) and not _halted(one):
            yield f"it is kept together with {one.issue}, which is under another law"


def _halted(issue: IssueJudgment) -> bool:
    """Whether an issue came to an end before its law was found, or has one only in each of its classes."""
    contested = issue.status is Status.CONSENT_CHALLENGED
    return not issue.laws and (not issue.frontiers or contested or bool(issue.readings))


class _Acts:
    """What the parties' own acts lead to on one issue."""

    def __init__(self, check: EdgeCheck) -> None:
        self.world = check.world
        self.check = check
        self.issue = check.issue
        self.parties = (self.issue.claimant, self.issue.respondent, *self.issue.joined)

    def codes(self, person: str) -> set[str]:
        """The laws a person belongs to, has submitted to or has agreed on."""
        joined = {str(law) for _, _, law in self.check.members.laws(person)}
        return joined | {target for _, target in self._chosen(person, Agree | Submit)}

    def agreements(self) -> set[int]:
        """The agreements on a law that count."""
        return {entry for person in self.parties[:2] for entry, _ in self._chosen(person, Agree)}

    def _chosen(self, person: str, kind: object) -> Iterator[tuple[int, str]]:
        for entry in self.world.register.naming(person):
            if isinstance(entry, kind) and isinstance(entry, Agree | Submit) and entry.law:  # type: ignore[arg-type]
                for book in self.world.editions(entry.law):
                    edge = Edge(
                        kind="consent", author=person, act=entry.act, entry=entry.entry, source=entry.text,
                        since=entry.effective, target=str(book.law),
                    )  # fmt: skip
                    tier = (0 if entry.effective > self.issue.anchor else 1) if isinstance(entry, Agree) else 2
                    if not any(self.check.sentences(Step(person, tier, (edge,)))):
                        yield entry.entry, edge.target


def _share(acts: dict[str, _Acts], issue: IssueJudgment, other: str) -> bool:
    """Whether one law has to govern two issues: no agreement tells them apart, and each party's codes tie them."""
    if acts[issue.issue].agreements() != acts[other].agreements():
        return False
    return all(other in _tied(acts, issue, person) for person in acts[other].parties)


def _tied(acts: dict[str, _Acts], issue: IssueJudgment, person: str) -> set[str]:
    """Everything that the codes of one party tie to an issue, one group leading on to the next."""
    groups: list[set[str]] = []
    codes = {name: one.codes(person) for name, one in acts.items()}
    for law, book in acts[issue.issue].world.rulebooks.items():
        raised = {name for name, mine in codes.items() if str(law) in mine}
        marks = [mark for mark in book.limits.together if covers(mark.matters, issue.matter)]
        groups += [{name for name in raised if covers(mark.issues, name)} for mark in marks]
    tied, todo = {issue.issue}, [group for group in groups if len(group) > 1]
    while any(group & tied and not group <= tied for group in todo):
        tied |= set().union(*(group for group in todo if group & tied))
    return tied
