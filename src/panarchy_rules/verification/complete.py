"""Find what a judgment leaves out, or says of itself: issues, notes, preliminary questions, the seat of the forum.

A judgment in, objections out. Nothing is searched for: all of it follows from the dispute and from other parts.
"""

from collections import Counter
from collections.abc import Iterator

from panarchy_rules.adjudication.adaptation import adaptation_notes, unfitting
from panarchy_rules.adjudication.debts import misfits
from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.base.records import replace
from panarchy_rules.base.results import NoteCode
from panarchy_rules.base.values import LawRef, show
from panarchy_rules.casefile.judgment import IncidentalFinding, IssueJudgment, Judgment
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.rulebook.rulebook import Asking, Rulebook
from panarchy_rules.rulebook.verdict import Settled
from panarchy_rules.verification.edges import record_of
from panarchy_rules.verification.kept import claims_of_issue, prepared_for


def check_complete(world: LawWorld, judgment: Judgment) -> Iterator[str]:
    """Every issue that the dispute raises is judged, in its order, and the notes of all stand at the top."""
    prepared = prepared_for(world, judgment)
    raised = [(name, claim.issue) for name, claim in prepared.claims]
    if [(issue.claim, issue.issue) for issue in judgment.issues] != raised:
        yield "the issues are not those that the dispute raises"
        return
    own = (note for issue in judgment.issues for note in issue.notes)
    unfit = tuple(unfitting(prepared.claims, judgment.issues))
    more = (*adaptation_notes(unfit, judgment.adaptations), *misfits(judgment.debts))
    if judgment.notes != tuple(dict.fromkeys((*own, *more))):
        yield "the notes at the top are not those of the issues"


def check_of_itself(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """What an issue says of its forum, its notes and its preliminary questions fits the rest of it."""
    yield from _seat(world, judgment, issue)
    yield from _noted(issue)
    claims = claims_of_issue(world, judgment, issue)
    for claim in claims[:1] if issue.laws and not any(law.through for law in issue.laws) else ():
        if [one.question for one in issue.incidental] != [one.question for one in judgment.dispute.incidental]:
            yield "the preliminary questions are not those of the dispute"
            continue
        yield from _as_the_law_sees_it(world, judgment, issue, claim)


def _seat(world: LawWorld, judgment: Judgment, issue: IssueJudgment) -> Iterator[str]:
    """Who publishes the forum, and the law of its procedure on the day of filing."""
    forum = world.forum(issue.forum.forum, issue.anchor) if issue.forum.forum else None
    provider, edition = (forum.procedure if forum else None) or ("", "")
    book = world.in_force(provider, judgment.dispute.filed or issue.anchor)
    procedure = f"{provider} {edition}" if edition else str(book.law) if book else None
    if (issue.forum.provider, issue.forum.procedure) != (forum.provider if forum else None, procedure):
        yield "the forum is another provider's, or follows another procedure"
    if issue.forum.in_place_of and forum is None:
        yield f"no forum sits in the place of {issue.forum.in_place_of}"


def _noted(issue: IssueJudgment) -> Iterator[str]:
    """Refused results and mandatory rules that do not count are noted, each once."""
    found = Counter(note.code for note in issue.notes)
    aside = [one for one in issue.mandatory_rules if not one.opposable]
    for code, listed in (
        (NoteCode.REFUSED_PUBLIC_POLICY, len(issue.refused_results)),
        (NoteCode.NOT_OPPOSABLE, len(aside)),
    ):
        if found[code] != listed:
            yield f"{listed} notes should say {code}, and {found[code]} do"


def _as_the_law_sees_it(
    world: LawWorld, judgment: Judgment, issue: IssueJudgment, claim: ClaimAtIssue
) -> Iterator[str]:
    """Whether the law that governs takes the answer of others, what it answers itself, and which of them counts."""
    books = [book for law in issue.laws if (book := world.rulebooks.get(LawRef(law.provider, law.edition)))]
    record = replace(record_of(world, judgment, issue, {}), answers={})
    for one in issue.incidental:
        policy = _policy(books, one.question)
        verdict = Evaluation(books[0], record, claim.law).decide(Asking(one.question)) if books else None
        own = show(verdict.value) if isinstance(verdict, Settled) else None
        if (one.policy, one.used, one.own) != (policy, policy != "dependent", own):
            yield f"the law that governs sees the preliminary question {one.question} in another way"
        yield from _answered(one)


def _policy(books: list[Rulebook], question: str) -> str:
    said = [book.limits.incidental[question] for book in books if question in book.limits.incidental]
    return "" if not said else "dependent" if said[0] else "independent"


def _answered(one: IncidentalFinding) -> Iterator[str]:
    if one.answer is not None and not one.laws:
        yield f"the preliminary question {one.question} is answered, but no law is named"
    if (one.answer is None) != bool(one.reason):
        yield f"the preliminary question {one.question} has either an answer or a reason why there is none"
    if any(law.through for law in one.laws):
        yield f"the preliminary question {one.question} is no issue of procedure"
