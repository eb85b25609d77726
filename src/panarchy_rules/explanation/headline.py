"""Say in one sentence how far a dispute or an issue is decided: a judgment in, words and the code of the result out."""

from panarchy_rules.base.results import DECIDED, MEANING, NOTED, Status
from panarchy_rules.casefile.judgment import Judgment, Note
from panarchy_rules.explanation.names import Names, begun, counted


def headline(judgment: Judgment, names: Names) -> str:
    """How far the whole is decided, under which laws and before which forums."""
    laws = counted(names.law(law) for law in judgment.laws)
    forums = counted(names.forum(one) for one in dict.fromkeys(i.forum.forum for i in judgment.issues) if one)
    if judgment.status in DECIDED:
        under = f" under {laws}" if laws else ""
        return f"{outcome(judgment.status)}{under}{f', before {forums}' if forums else ''}."
    some = any(issue.status in DECIDED for issue in judgment.issues)
    said = f"Not all of it is decided ({judgment.status}): {MEANING[judgment.status]}." if some else ""
    known = f" The law is {laws}." if laws and not some else f" What is decided is under {laws}." if laws else ""
    return f"{said or outcome(judgment.status) + '.'}{known}"


def outcome(status: Status) -> str:
    """A status in words, with its code where it says more than that all is decided."""
    match status:
        case Status.DECIDED:
            return "Decided"
        case Status.DECIDED_IN_PART:
            return f"Decided in part ({status})"
        case _:
            return f"Not decided ({status}): {MEANING[status]}"


def note_text(note: Note, names: Names) -> str:
    """A note beside the status. What a rule wants noted is put into words first."""
    meaning = f"{NOTED[note.code]}. " if note.text.startswith("under ") else ""
    said = begun(names.say(note.text)) if meaning else names.say(note.text)
    return f"Note ({note.code}): {begun(meaning + said)}."
