"""Write what was asked around the law that governs: findings of an issue in, words and lines out.

They are preliminary questions, contested consents, results that a code refuses, mandatory rules, and recognition.
"""

from collections.abc import Iterator

from panarchy_rules.base.results import NoteCode, Status
from panarchy_rules.casefile.judgment import (
    ChallengeFinding,
    IncidentalFinding,
    IssueJudgment,
    MandatoryRule,
    RecognitionFinding,
    RefusedResult,
)
from panarchy_rules.explanation.names import Names, begun, counted
from panarchy_rules.explanation.sentences import chain_text


def incidental_lines(one: IncidentalFinding, names: Names, ruling: str = "") -> Iterator[str]:
    """A preliminary question, what each law says to it, and whose answer counts."""
    between = f"between {names.person(one.claimant)} and {names.person(one.respondent)}, as of {one.anchor}"
    yield f"A preliminary question {between}: {names.called('question', one.question)}."
    shared = counted(names.law(law.name) for law in one.laws)
    counts = " This answer counts."
    if one.answer and shared:
        mark = counts if one.policy == "independent" else ""
        yield f"  {begun(names.say(one.answer))}, under {shared}, which they share.{mark}"
    if one.own:
        governs = f"{names.law(ruling)}, which governs here" if ruling else "the law that governs here"
        yield f"  {begun(names.say(one.own))}, under {governs}.{counts if one.policy == 'dependent' else ''}"
    if not (one.answer and shared) and not one.own:
        yield f"  {begun(names.say(one.reason))}."


def limping_lines(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """Under which answer to a preliminary question the answers of an issue stand, where nothing says which counts."""
    shared = dict.fromkeys(law.name for one in issue.incidental if one.answer for law in one.laws)
    if issue.status is Status.LIMPING_STATUS and issue.answers and shared:
        yield f"If the answer under {counted(names.law(law) for law in shared)} counted:"


def challenge_lines(one: ChallengeFinding, names: Names) -> Iterator[str]:
    """A consent that a party contests: whether it counts, and what would settle it."""
    what = f"{names.person(one.by)} contests {names.say(one.what)}, {names.say(one.ground)}"
    yield f"  {begun(what)}: {one.counts}, {names.say(one.reason)}."
    yield from (f"    {chain_text(chain, names)}" for chain in one.chains)
    yield from (f"    It would be settled by this: {names.say(cure)}." for cure in one.cures)


def refused_text(one: RefusedResult, names: Names) -> str:
    """A result that a code refuses for its members."""
    cited = one.source or one.title or one.reservation
    instead = f"; {names.law(one.replacement)} governs instead" if one.replacement else ""
    party = "itself" if one.code.partition(" ")[0] == one.party else names.person(one.party)
    result, _, head = one.result.partition(" as ")
    about = f" ({names.called('head', head)})" if head else ""
    gave = f"{names.law(one.law)} would give {names.say(result)}{about}"
    return f"Refused: {gave}; {names.law(one.code)} refuses that for {party} ({cited}){instead}."


def mandatory_text(rule: MandatoryRule, names: Names) -> str:
    """A mandatory rule of a party's code, and whether it counts against the other side."""
    cited = rule.source or rule.title or rule.rule
    who, other = names.person(rule.debtor), names.person(rule.creditor)
    owes = f"{who} owes {other} {rule.kind} {rule.value} ({names.called('head', rule.head)})"
    protects = f"{begun(names.law(rule.code))} protects {names.person(rule.protects)}, whatever law governs ({cited})"
    outside = rule.creditor if rule.protects == rule.debtor else rule.debtor
    against = f" This does not count: {names.person(outside)} has not consented to it ({NoteCode.NOT_OPPOSABLE})."
    return f"{protects}: {owes}.{'' if rule.opposable else against}"


def recognition_text(one: RecognitionFinding, names: Names) -> str:
    """What a provider does with the decision."""
    who, cited = begun(names.person(one.provider)), f" ({one.source or one.clause})" if one.clause else ""
    if one.result == "recognised":
        cap = f" up to {one.cap}" if one.cap else ""
        return f"{who} recognises the decision{cap}{cited}; {names.say(one.reason)}."
    does = "does not recognise the decision" if one.result == "not recognised" else "may recognise the decision or not"
    code = f" ({NoteCode.NOT_RECOGNISED})" if one.result == "not recognised" else ""
    return f"{who} {does}{cited}: {names.say(one.reason)}{code}."
