"""Resolve a dispute: world and dispute in, judgment out.

For each claim and issue: law by consent, evaluation under it, forum by consent, orders within the caps, notes.
"""

from collections.abc import Iterable, Mapping

from panarchy_rules.adjudication import report
from panarchy_rules.adjudication.answers import Asked, ask
from panarchy_rules.adjudication.govern import LawFinding, find_law
from panarchy_rules.adjudication.orders import Ordered, orders
from panarchy_rules.adjudication.prepare import prepare
from panarchy_rules.adjudication.seise import ForumFound, find_forum
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.base.spans import Span
from panarchy_rules.base.values import NoDecision
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import is_member
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, Settled, Undetermined, Verdict


def resolve(
    world: LawWorld, dispute: Dispute, *, name: str = "", path: str = "", places: Mapping[str, Span] | None = None
) -> j.Judgment:
    """The judgment of a dispute. Raises Refused if it names what the world does not know."""
    prepared = prepare(world, dispute, path, places)
    if prepared.diagnostics:
        raise Refused(prepared.diagnostics)
    issues = tuple(_issue(claim_id, claim, dispute) for claim_id, claim in prepared.claims)
    return j.Judgment(
        status=overall(issue.status for issue in issues),
        world=name,
        issues=issues,
        orders=tuple(order for issue in issues for order in issue.orders),
        notes=tuple(dict.fromkeys(note for issue in issues for note in issue.notes)),
        dispute=dispute,
    )


def overall(statuses: Iterable[Status]) -> Status:
    """The first status that is not a decision, else `DECIDED_IN_PART` if there is one, else `DECIDED`."""
    all_ = list(statuses)
    undecided = [status for status in all_ if status not in DECIDED]
    if undecided:
        return undecided[0]
    return Status.DECIDED_IN_PART if Status.DECIDED_IN_PART in all_ else Status.DECIDED


def _issue(claim_id: str, claim: ClaimAtIssue, dispute: Dispute) -> j.IssueJudgment:
    law = find_law(claim)
    forum = find_forum(claim, dispute.forum)
    asked = _asked(claim, law)
    status, lacking, reasons = _status(law, asked)
    ordered = Ordered(())
    if status is Status.DECIDED and forum.status is not Status.DECIDED:
        status, reasons = forum.status, (*reasons, forum.reason)
        lacking = (*lacking, *forum.lacking)
    elif status is Status.DECIDED and asked:
        ordered = orders(claim, claim_id, law.routes, asked[0])
        if ordered.obstacle:
            status, reasons = Status.UNDETERMINED, (*reasons, ordered.obstacle)
        elif ordered.in_part:
            status = Status.DECIDED_IN_PART
    return j.IssueJudgment(
        status=status,
        claim=claim_id,
        issue=claim.issue,
        matter=claim.matter,
        anchor=claim.anchor,
        claimant=claim.claimant,
        respondent=claim.respondent,
        laws=tuple(report.governing(claim, route) for route in law.routes),
        possible_laws=tuple(str(one) for one in law.possible),
        forum=report.forum(claim, forum),
        answers=tuple(answer for one in asked for answer in report.answers(claim, one)),
        orders=ordered.orders,
        notes=tuple(_notes(claim, law, asked, forum)),
        lacking=lacking,
        reasons=tuple(reason for reason in (*reasons, *_aside(law)) if reason),
        frontiers=report.frontiers(law),
        refused=report.refused(law),
        bridges=report.bridges(law.bridges),
    )


def _asked(claim: ClaimAtIssue, law: LawFinding) -> list[Asked]:
    """One law is asked about the facts as they are; several, each as the unknown facts fall for it to govern."""
    laws = dict.fromkeys(route.law for route in law.routes)
    if len(laws) == 1:
        asked = ask(claim, law.routes[0].law)
        return [asked] if asked else []
    return [route.asked for route in law.routes if route.asked]


def _status(law: LawFinding, asked: list[Asked]) -> tuple[Status, tuple[str, ...], tuple[str, ...]]:
    """The status of an issue before forum and caps, with the facts it lacks and its reasons."""
    if law.status is not None:
        return law.status, law.lacking, law.reasons
    if not asked:
        return Status.LAW_UNAVAILABLE, (), ("the text of the law is not in this world",)
    verdicts = list(asked[0].verdicts.values())
    if not verdicts or all(isinstance(v, Lacuna) for v in verdicts):
        return Status.LAW_SILENT, (), (f"no rule of {asked[0].law} speaks to this issue",)
    open_ = [v for v in verdicts if isinstance(v, Undetermined)]
    if open_:
        lacking = dict.fromkeys(fact for v in open_ for fact in v.missing)
        return Status.UNDETERMINED, tuple(lacking), tuple(dict.fromkeys(o for v in open_ for o in v.obstacles))
    return _settled_status(verdicts)


def _settled_status(verdicts: list[Verdict]) -> tuple[Status, tuple[str, ...], tuple[str, ...]]:
    collisions = [v for v in verdicts if isinstance(v, Antinomy)]
    if collisions:
        return Status.RULE_CONFLICT, (), tuple(f"these rules collide: {', '.join(v.rules)}" for v in collisions)
    for verdict in verdicts:
        if isinstance(verdict, Settled) and isinstance(verdict.value, NoDecision):
            return Status(verdict.value.code.upper()), (), (f"the law gives no decision: {', '.join(verdict.grounds)}",)
    if any(isinstance(v, Lacuna) for v in verdicts):
        return Status.LAW_SILENT, (), ("on a part of the issue no rule speaks",)
    return Status.DECIDED, (), ()


def _aside(law: LawFinding) -> tuple[str, ...]:
    """Consents that could not be followed, also where another law was found."""
    return tuple(
        dict.fromkeys(s for way in law.ways for one in way.grown.values() for s in one.aside if s not in law.reasons)
    )


def _notes(claim: ClaimAtIssue, law: LawFinding, asked: list[Asked], forum: ForumFound) -> Iterable[j.Note]:
    if law.false_conflict:
        names = " and ".join(str(one.law) for one in asked)
        yield j.Note(code=NoteCode.FALSE_CONFLICT, text=f"{names} give the same result")
    for one in asked[:1]:
        for question, verdict in one.verdicts.items():
            for note in verdict.notes if isinstance(verdict, Settled) else ():
                assert isinstance(verdict, Settled)
                rules = ", ".join(verdict.grounds)
                yield j.Note(code=NoteCode(note.upper()), text=f"{question} under {one.law}: {rules}")
    same = _same_result(claim, asked)
    if same:
        yield j.Note(code=NoteCode.SAME_RESULT, text=same)
    if forum.forum:
        inside = [p for p in claim.parties if is_member(claim.world, claim.view, p, [forum.forum.provider])]
        if len(inside) == 1:
            runs = f"{forum.forum.provider}, which runs {forum.forum.name}"
            text = f"{inside[0]} is a member of {runs}; the other side is not"
            yield j.Note(code=NoteCode.PARTIAL_FORUM, text=text)


def _same_result(claim: ClaimAtIssue, asked: list[Asked]) -> str:
    """Whether every party's home law gives the result of the law that governs, although the home laws differ."""
    homes = [claim.record.home.get(person) for person in claim.parties]
    if not asked or asked[0].outcome is None or None in homes or homes[0] == homes[1]:
        return ""
    for home in homes:
        own = ask(claim, home) if home else None
        if own is None or own.outcome != asked[0].outcome:
            return ""
    return f"{homes[0]} and {homes[1]} give the result that {asked[0].law} gives"
