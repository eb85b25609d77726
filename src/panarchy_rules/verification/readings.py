"""Check an issue that was judged in each class that codes give its claim: a judgment in, objections out.

Every reading has to hold as an issue by itself, and the issue has to be what follows from all of them.
"""

from collections.abc import Callable, Iterator

from panarchy_rules.adjudication.cures import SETTLES_CLASS
from panarchy_rules.adjudication.each_class import Stands, how_it_stands
from panarchy_rules.adjudication.recognise import recognitions
from panarchy_rules.casefile.judgment import IssueJudgment, Judgment
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.verification.kept import claims_of_issue, kept_for, prepared_once

CheckIssue = Callable[[LawWorld, Judgment, IssueJudgment], Iterator[str]]
_BESIDE = ("readings", "notes", "steps", "cures")
"""What an issue has otherwise than the reading that is its judgment; its cures are checked by themselves."""


def check_readings(world: LawWorld, judgment: Judgment, issue: IssueJudgment, check: CheckIssue) -> Iterator[str]:
    """Everything that is wrong with the readings of an issue. `check` objects to one as an issue."""
    expected = _expected(world, judgment, issue)
    if not _are_the_classes(world, judgment, issue):
        yield "its readings are not the classes that the codes of the parties give the claim"
        return
    if not expected:
        if any(note.code in SETTLES_CLASS for note in issue.notes):
            yield "no codes class it differently, and a note says so"
        return
    for number, reading in enumerate(issue.readings):
        read = _read(judgment, number)
        objections = [*check(world, read, reading), *_recognised(world, read, reading), *_ordered(reading)]
        yield from (f"as {reading.matter}: {sentence}" for sentence in objections)
    if not all(_are_the_classes(world, judgment, one) for one in judgment.issues):
        return  # Another issue says so.
    stands = kept_for(world, judgment, "how it stands", lambda: _stands(world, judgment))
    yield from _follows(world, judgment, issue, stands[judgment.issues.index(issue)])


def _are_the_classes(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> bool:
    own = [one for one in issue.readings if (one.claim, one.issue, one.readings) == (issue.claim, issue.issue, ())]
    said = [(one.matter, one.anchor) for one in own]
    return len(own) == len(issue.readings) and said == _expected(world, judgment, issue)


def _expected(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> list[tuple[str, object]]:
    """The matter and the anchor of each reading; none where a consent is contested."""
    if judgment.dispute.challenges:
        return []
    every = prepared_once(world, judgment.dispute).readings.get(issue.claim, ())
    return [(one.matter, one.anchor) for read in every for _, one in read.claims if one.issue == issue.issue]


def _read(judgment: Judgment, number: int) -> Judgment:
    """The judgment in which every issue with readings is one of them; the last, if it has fewer."""
    issues = (one.readings[min(number, len(one.readings) - 1)] if one.readings else one for one in judgment.issues)
    return judgment.model_copy(update={"issues": tuple(issues)})


def _stands(world: LawWorld, judgment: Judgment) -> dict[int, Stands]:
    most = max(len(one.readings) for one in judgment.issues)
    ways = [_read(judgment, number).issues for number in range(most)]
    return dict(how_it_stands(prepared_once(world, judgment.dispute), judgment.dispute, ways))


def _follows(world: LawWorld, judgment: Judgment, issue: IssueJudgment, stands: Stands) -> Iterator[str]:
    """The issue is the reading that counts, or is not decided."""
    own = tuple(note for note in issue.notes if note.code in SETTLES_CLASS)
    if own != ((stands.note,) if stands.note else ()):
        yield "whether the class makes a difference, or the forum says what it is, is noted wrongly"
    if stands.number is not None:
        one = issue.readings[stands.number]
        mine = dict(_without_bridges(one))
        unlike = [name for name, value in _without_bridges(issue) if name not in _BESIDE and value != mine[name]]
        if unlike or issue.notes != (*one.notes, *own):
            yield f"it is not what it comes to as {one.matter}: {', '.join(unlike or ['notes'])}"
        return
    filed = prepared_once(world, judgment.dispute).classed[issue.claim].claim
    if issue.status is not stands.status or issue.laws or issue.orders:
        yield f"its readings differ, so that it is {stands.status} and nothing is decided"
    if issue.matter != filed.matter:
        yield "it is undecided what kind of claim it is, and the matter is not the one that was filed"
    if issue.lacking != stands.lacking or not set(stands.reasons) <= set(issue.reasons):
        yield "what it comes to in each class is said wrongly"


def _without_bridges(issue: IssueJudgment) -> IssueJudgment:
    """Only what helps in every class is a cure of an issue with readings."""
    return issue.model_copy(update={"bridges": (), "forum": issue.forum.model_copy(update={"bridges": ()})})


def _ordered(reading: IssueJudgment) -> Iterator[str]:
    """Orders of a reading stand nowhere else, with which they could be compared."""
    may = {law.name for law in reading.laws} | {rule.code for rule in reading.mandatory_rules if rule.opposable}
    for order in (*reading.orders, *reading.unimposed):
        if (order.claim, order.issue) != (reading.claim, reading.issue) or order.law not in may:
            yield f"the order that {order} is of another claim or law"


def _recognised(world: LawWorld, judgment: Judgment, reading: IssueJudgment) -> Iterator[str]:
    for claim in claims_of_issue(world, judgment, reading):
        if reading.recognitions != recognitions(claim, reading, judgment.dispute.enforce_with):
            yield "the providers asked do something else with it"
