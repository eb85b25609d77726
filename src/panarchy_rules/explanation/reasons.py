"""Write why an issue is decided or open, and what would settle or cure it: the issue in, words and lines out."""

from collections.abc import Iterable, Iterator

from panarchy_rules.adjudication.cures import is_split
from panarchy_rules.adjudication.each_class import in_words
from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.casefile.judgment import IssueJudgment
from panarchy_rules.explanation.combined import alone_lines
from panarchy_rules.explanation.cures import bridge_lines, clause_lines, closure_lines
from panarchy_rules.explanation.headline import note_text
from panarchy_rules.explanation.names import Names, begun, counted, either
from panarchy_rules.explanation.readings import CURES, TITLE, reading_lines

# What these notes and steps say stands in the text already, where it belongs.
WRITTEN_OUT = (NoteCode.NOT_OPPOSABLE, NoteCode.REFUSED_PUBLIC_POLICY, NoteCode.NOT_RECOGNISED)
_STEPS = {"parties", "forum", "law", "evaluation", "reservations", "mandatory rules", "remedies", "consents"}
_STEPS |= {"incidental questions", "recognition", "claim by claim"}


def reason_lines(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """Why the status is what it is, the facts on which it depends, and the issues that share its law."""
    ruling = issue.laws[0].name if issue.laws else ""
    because = "To be noted" if issue.status in DECIDED else "Because"
    yield from _listed(because, (begun(names.say(reason, ruling)) for reason in reasons(issue)))
    yield from _listed(lacking_title(issue), (begun(names.fact(fact)) for fact in issue.lacking))
    yield from _listed(TITLE, reading_lines(issue, names))
    if issue.possible_laws and not issue.readings:
        yield f"  {possible_text(issue, names)}"
    if issue.together:
        yield f"  One law has to govern this and {counted(names.called('issue', one) for one in issue.together)}."


def rest_lines(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """Other steps, notes, what is missing, and what would cure it."""
    for step in issue.steps:
        if step.step not in _STEPS:
            by = f" ({'; '.join(names.say(one) for one in step.by)})" if step.by and step.step != "gap" else ""
            yield f"  {begun(step.step)}: {names.say(step.found)}{by}."
    for note in issue.notes:
        if note.code not in WRITTEN_OUT:
            yield f"  {note_text(note, names)}"
    if is_split(issue):
        yield from _listed(CURES, (begun(names.say(cure)) for cure in issue.cures))
    elif not issue.laws:
        if issue.status is not Status.UNDETERMINED:
            yield from _listed("What each side has consented to", closure_lines(issue, names))
        yield from _listed("Clauses that led nowhere", clause_lines(issue, names))
    yield from (f"  {line}" for line in alone_lines(issue.alone, names))
    for what, bridges in (("law", issue.bridges if not issue.laws else ()), ("forum", issue.forum.bridges)):
        yield from _listed(f"Any one of these consents would give a common {what}", bridge_lines(bridges, names))


def reasons(issue: IssueJudgment) -> tuple[str, ...]:
    """Why the status is what it is, without what stands elsewhere: its meaning, and the laws that are left."""
    told = {*(f"{law} could govern" for law in issue.possible_laws)}
    told |= {"it could be that no common law governs"} if issue.possible_laws else set()
    told |= {in_words(one) for one in issue.readings}
    told |= {"the parties have consented to no law in common"} if issue.status is Status.NO_COMMON_LAW else set()
    return tuple(reason for reason in issue.reasons if reason not in told)


def lacking_title(issue: IssueJudgment) -> str:
    """What stands above the missing facts."""
    return f"It depends on {'this fact' if len(issue.lacking) == 1 else 'these facts, the most useful first'}"


def possible_text(issue: IssueJudgment, names: Names) -> str:
    """The laws that could govern."""
    none = ", or no law in common" if "it could be that no common law governs" in issue.reasons else ""
    return f"The law could be {either(names.law(law) for law in issue.possible_laws)}{none}."


def _listed(heading: str, items: Iterable[str]) -> Iterator[str]:
    found = tuple(items)
    if found:
        yield f"  {heading}:"
        yield from (f"    {item}" for item in found)
