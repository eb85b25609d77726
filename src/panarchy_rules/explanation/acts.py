"""Write the acts that a rule looked at: the record of proceedings in, who did it, how often and with what, out."""

from collections import Counter
from collections.abc import Iterator

from panarchy_rules.casefile.proceedings_finding import ProceedingsFinding
from panarchy_rules.explanation.names import Names, spaced

_TIMES = ("", "", "twice", "three times", "four times", "five times")


def act_value(act: str, value: str, found: ProceedingsFinding | None, names: Names) -> str:
    """The acts of one kind in a few words; as the rule read them, where no proceedings were replayed."""
    counts = Counter(_acts(act, found, names)) if found else {}
    return "; ".join(f"{said}{_times(number)}" for said, number in counts.items()) or names.value(value)


def _acts(act: str, found: ProceedingsFinding, names: Names) -> Iterator[str]:
    for one in found.acts:
        if one.act == act and one.fate == "counts":
            contents = [names.say(value) for value in one.content.values()]
            if len(contents) > 1:
                contents = [f"{spaced(name)} {names.say(value)}" for name, value in one.content.items()]
            yield f"{names.person(one.by)}{': ' if contents else ''}{', '.join(contents)}"


def _times(number: int) -> str:
    if number == 1:
        return ""
    return f", {_TIMES[number] if number < len(_TIMES) else f'{number} times'}"
