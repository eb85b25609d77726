"""Write which law governs an issue, which forum hears it, and by whose consent: the issue in, lines of text out."""

from collections.abc import Iterator

from panarchy_rules.base.results import Status
from panarchy_rules.casefile.judgment import GoverningLaw, IssueJudgment
from panarchy_rules.explanation.names import Names, either
from panarchy_rules.explanation.sentences import TIERS, chain_lines, further_text


def law_lines(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """The laws that govern an issue, as a rule one, each with the chains that lead to it."""
    for law in issue.laws:
        yield from _law(law, names)


def forum_lines(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """The forum with its chains, or why there is none. What a chain to the law has told is not told again."""
    forum = issue.forum
    if forum.forum is None:
        yield f"  {no_forum_text(issue, names)}"
        return
    procedure = f", under the procedure of {names.law(forum.procedure)}" if forum.procedure else ""
    before = forum.in_place_of
    instead = f", in place of {names.forum(before)}, whose provider has ended" if before else ""
    yield f"  The forum is {names.forum(forum.forum)}{procedure}{instead}."
    told = {(chain.party, chain.edges[0]) for law in issue.laws for chain in (*law.chains, *law.also)}
    new = tuple(chain for chain in forum.chains if (chain.party, chain.edges[0]) not in told)
    lines = [further_text(chain, names) for chain in forum.chains if chain not in new]
    yield from (f"    {line}" for line in dict.fromkeys((*chain_lines(new, names), *lines)))


def no_forum_text(issue: IssueJudgment, names: Names) -> str:
    """Why there is no forum, or why it is not settled which."""
    forum = issue.forum
    could = either(names.forum(one) for one in forum.candidates if one not in forum.reason)
    if forum.status is Status.UNDETERMINED and could:
        return f"The forum is not settled ({forum.status}): it could be {could}, depending on facts that are missing."
    why = "" if forum.reason in issue.reasons else f": {names.say(forum.reason)}"
    unsettled = forum.status in (Status.UNDETERMINED, Status.CHARACTERISATION_SPLIT)
    what = "The forum is not settled" if unsettled else "There is no forum"
    return f"{what} ({forum.status}){f', {could}' if could else ''}{why}."


def _law(law: GoverningLaw, names: Names) -> Iterator[str]:
    tier = max((chain.tier for chain in law.chains), default=0)
    cases = " and ".join(names.case(one.about, one.value) for one in law.assuming)
    through = f", the procedure of {names.forum(law.through)}" if law.through else ""
    yield f"  The law{f', if {cases},' if cases else ''} is {names.edition(law.name)}{through or f', {TIERS[tier]}'}."
    yield from (f"    {line}" for line in chain_lines(law.chains, names))
    yield from (f"    Besides: {line}" for line in chain_lines(law.also, names))
