"""Tell what rules looked at: trace lines in, a line for each fact out; what is so of nobody is said once.

A law that asks of every two persons whether they are related would else be explained by all the ties that are not.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping

from panarchy_rules.casefile.judgment import IssueJudgment, RuleLine
from panarchy_rules.explanation.acts import act_value
from panarchy_rules.explanation.names import Names, asked, begun, spaced

_NOTHING = ("no", "[]", "not applicable")
_RELATION = re.compile(r"\S+ is (\w+) (?:of|with|in|at|by|for|to) ")
_MEMBER = re.compile(r" of (\w+) \d+$")


def read_lines(lines: list[RuleLine], names: Names, roles: Mapping[str, str], issue: IssueJudgment) -> Iterator[str]:
    """Facts with their values.

    Of an act or a list that is written out its parts are left out. A fact that is `no` or nothing of several is named
    at the end.
    """
    pairs = dict.fromkeys(pair for line in lines for pair in line.read)
    acts = {words for words, _ in pairs if words in names.titles.get("act", {})}
    whole = {_fact(words) for words, value in pairs if value.startswith("[")}
    told = [(words, value) for words, value in pairs if not _is_part(words, acts, whole)]
    nothing = Counter(_fact(words) for words, value in told if value in _NOTHING)
    for words, value in told:
        if value not in _NOTHING or nothing[_fact(words)] < 2:
            said = act_value(words, value, issue.proceedings, names) if words in acts else names.value(value)
            yield f"{asked(names.fact(words, roles))} {said}"
    several = [_called(fact, names) for fact, times in nothing.items() if times > 1]
    if several:
        yield f"No, or none, for all others that were asked about: {'; '.join(dict.fromkeys(several))}"


def _is_part(words: str, acts: Container[str], whole: Container[str]) -> bool:
    """Whether something is a part of an act, or of a member of a list, that is written out by itself."""
    member = _MEMBER.search(words)
    return words.partition(" of ")[2] in acts or bool(member and member[1] in whole)


def _fact(words: str) -> str:
    """The name of the fact that some words ask of somebody: `child` of `ana is child of bob`."""
    relation = _RELATION.match(words)
    return relation[1] if relation else words.partition(" of ")[0]


def _called(fact: str, names: Names) -> str:
    said = names.fact(fact)
    return spaced(fact) if said in (fact, begun(fact)) else said
