"""Say of an undecided issue at which step it failed and what would cure it: an issue in, the same with both out."""

from collections.abc import Iterator, Mapping

from panarchy_rules.base.cures import CURES
from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.casefile.judgment import IssueJudgment

# The step that gives a status, where it is neither the search for a law nor what the law says.
_STEPS: Mapping[Status, str] = {
    Status.NO_FORUM: "forum",
    Status.FORUM_DECLINED: "forum",
    Status.AMBIGUOUS_FORUM: "forum",
    Status.CHARACTERISATION_SPLIT: "characterisation",
    Status.STAYED: "earlier proceedings",
    Status.ALREADY_DECIDED: "earlier proceedings",
    Status.INCIDENTAL_UNRESOLVED: "incidental questions",
    Status.LIMPING_STATUS: "incidental questions",
    Status.REFUSED_PUBLIC_POLICY: "reservations",
    Status.MANDATORY_RULE_CONFLICT: "mandatory rules",
    Status.NOT_ARBITRABLE: "matters kept from outsiders",
    Status.CONSENT_CHALLENGED: "consents",
    Status.COLLECTIVE_SANCTION: "remedies",
    Status.RATE_MISSING: "remedies",
}


SETTLES_CLASS = (NoteCode.SAME_IN_EACH_CLASS, NoteCode.CLASSED_BY_FORUM)
"""The notes of an issue that codes class differently, and that is one of its readings nevertheless."""


def with_cures(issue: IssueJudgment) -> IssueJudgment:
    """The issue; if it is not decided, with the step at which it failed and what would cure it."""
    issue = _readings_too(issue)
    if issue.status in DECIDED:
        return issue
    return issue.model_copy(update={"failed": failed_at(issue), "cures": cures_of(issue)})


def _readings_too(issue: IssueJudgment) -> IssueJudgment:
    readings = tuple(map(with_cures, issue.readings))
    return issue.model_copy(update={"readings": readings}) if readings else issue


def failed_at(issue: IssueJudgment) -> str:
    """The step that gave an issue its status."""
    taken = [step.step for step in issue.steps]
    if issue.title and issue.title.answer is None and "title" in taken:
        return "title"
    own = _STEPS.get(issue.status, "")
    if issue.status is issue.forum.status and issue.laws:
        own = "forum"
    if is_split(issue):
        return "characterisation"
    names = (own, "evaluation", "law", "capacity") if issue.laws else (own, "law", "capacity")
    return next((name for name in names if name in taken), taken[-1])


def cures_of(issue: IssueJudgment) -> tuple[str, ...]:
    """What would do in this case, then what does in general."""
    return tuple(dict.fromkeys((*_in_this_case(issue), CURES[issue.status])))


def _in_this_case(issue: IssueJudgment) -> Iterator[str]:
    yield from (f"to state {fact}" for fact in issue.lacking)
    yield from _in_every_class(issue) if is_split(issue) else ()
    yield from (cure for one in issue.challenges if one.counts == "open" for cure in one.cures)
    yield from (bridge.text for bridge in issue.bridges)
    if not issue.forum.forum:
        yield from (bridge.text for bridge in issue.forum.bridges)


def is_split(issue: IssueJudgment) -> bool:
    """Whether codes class the claim differently, and nothing settles what it is."""
    return bool(issue.readings) and not any(note.code in SETTLES_CLASS for note in issue.notes)


def _in_every_class(issue: IssueJudgment) -> Iterator[str]:
    """One law, or one forum that says what kind of claim it is, for all classes that codes give a claim."""
    classes = " and ".join(one.matter for one in issue.readings)
    parties = " and ".join(sorted((issue.claimant, issue.respondent, *issue.joined)))
    forums = {one.forum.forum for one in issue.readings}
    governing = [tuple(dict.fromkeys(law.name for law in one.laws)) for one in issue.readings]
    laws = dict.fromkeys(law for names in governing for law in names)
    yield from (f"{parties} agree on {law} for {classes}" for law in laws if len(set(governing)) > 1)
    if issue.readings and len(forums) == 1 and None not in forums:
        yield f"a procedure of {forums.pop()} that classes such claims"
