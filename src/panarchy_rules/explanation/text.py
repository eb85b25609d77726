"""Write a judgment as plain text: the result first, then for each issue the law and by whose consent, what it says,
why, what remains open, and what would cure it.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.casefile.judgment import (
    ChallengeFinding,
    GoverningLaw,
    IncidentalFinding,
    IssueJudgment,
    Judgment,
    MandatoryRule,
    Note,
    Order,
    RecognitionFinding,
    RefusedResult,
)
from panarchy_rules.explanation.answers import answer_lines
from panarchy_rules.explanation.combined import adaptation_lines, alone_lines
from panarchy_rules.explanation.cures import bridge_lines, clause_lines, closure_lines
from panarchy_rules.explanation.headline import headline, note_text, outcome
from panarchy_rules.explanation.names import Names, begun, counted, either, written
from panarchy_rules.explanation.proceedings import proceedings_lines
from panarchy_rules.explanation.sentences import (
    TIERS,
    chain_lines,
    chain_text,
    further_text,
    order_text,
    set_off_text,
    standing_text,
)
from panarchy_rules.explanation.shared_claims import debt_lines, netting_lines

# What these notes and steps say stands in the text already, where it belongs.
WRITTEN_OUT = (NoteCode.NOT_OPPOSABLE, NoteCode.REFUSED_PUBLIC_POLICY, NoteCode.NOT_RECOGNISED)
_STEPS = {"parties", "forum", "law", "evaluation", "reservations", "mandatory rules", "remedies", "consents"}
_STEPS |= {"incidental questions", "recognition", "claim by claim"}


def judgment_text(judgment: Judgment, names: Names | None = None) -> str:
    """The judgment as a clerk would write it. Ends with a line break."""
    return written("\n".join(_lines(judgment, names or Names()))) + "\n"


def _lines(judgment: Judgment, names: Names) -> Iterator[str]:
    dispute = judgment.dispute
    yield f"{dispute.id}: {dispute.title}" if dispute.title else dispute.id
    yield headline(judgment, names)
    yield ""
    orders = tuple(order_lines(judgment.orders, names)) or nothing_ordered(judgment)
    if orders:
        yield from ("Orders", *(f"  {line}" for line in orders), "")
    if judgment.set_offs:
        yield from ("Set off", *(f"  {set_off_text(one, names)}" for one in judgment.set_offs), "")
    for netted in judgment.nettings:
        yield from (*netting_lines(netted, names), "")
    for debt in judgment.debts:
        yield from (*debt_lines(debt, names), "")
    for unfit in judgment.adaptations:
        yield from (*adaptation_lines(unfit, names), "")
    if dispute.standings:
        yield from ("How facts stand", *(f"  {standing_text(one, names)}" for one in dispute.standings), "")
    yield from _of_the_whole(judgment, names)
    told: dict[tuple[str, ...], str] = {}
    for issue in judgment.issues:
        yield from _issue(issue, judgment, names, told)


def nothing_ordered(judgment: Judgment) -> tuple[str, ...]:
    """Where all is decided and nothing is ordered, that is said."""
    is_all = judgment.status in DECIDED and not (judgment.orders or judgment.nettings or judgment.debts)
    return ("Nothing is ordered.",) if is_all else ()


def order_lines(orders: tuple[Order, ...], names: Names) -> Iterator[str]:
    """Orders that differ only in whom they are against stand together; each chain of somebody outside has a line."""
    for _, some in groupby(
        orders, key=lambda o: (o.terms, o.amount, o.creditor, o.assignee, o.head, o.undecided, o.jointly)
    ):
        alike = tuple(some)
        yield order_text(alike, names)
        yield from (f"  {chain_text(order.chain, names)}" for order in alike if order.chain)


def of_the_whole(judgment: Judgment) -> list[Note]:
    """Notes that belong to no single issue."""
    return [note for note in judgment.notes if not any(note in issue.notes for issue in judgment.issues)]


def _of_the_whole(judgment: Judgment, names: Names) -> Iterator[str]:
    notes = of_the_whole(judgment)
    yield from (note_text(note, names) for note in notes)
    yield from ("",) if notes else ()


def _issue(issue: IssueJudgment, judgment: Judgment, names: Names, told: dict[tuple[str, ...], str]) -> Iterator[str]:
    roles = {"claimant": issue.claimant, "respondent": issue.respondent}
    roles = {**judgment.dispute.parties, **roles}
    title, ruling = heading(issue, names), issue.laws[0].name if issue.laws else ""
    several = len({one.claim for one in judgment.issues}) > 1
    yield f"Claim {issue.claim}. {title}" if several else title
    yield f"  On {names.called('matter', issue.matter)}, by the consents and laws of {issue.anchor}."
    taken = _assignee(issue, judgment)
    if taken:
        yield f"  {begun(names.person(taken))} has taken the claim over."
    if any(one.status != judgment.status for one in judgment.issues):
        yield f"  {outcome(issue.status)}."
    because = "To be noted" if issue.status in DECIDED else "Because"
    yield from _listed(because, (begun(names.say(reason, ruling)) for reason in reasons(issue)))
    yield from _open(issue, names)
    if issue.together:
        yield f"  One law has to govern this and {counted(names.called('issue', one) for one in issue.together)}."
    for block in (_laws(issue, names), _forum(issue, names), proceedings_lines(issue.proceedings, names)):
        yield from _once(tuple(block), title, told)
    yield from (f"  {line}" for one in issue.incidental for line in incidental_lines(one, names, ruling))
    yield from (line for one in issue.challenges for line in _challenge(one, names))
    yield from (f"  {refused_text(one, names)}" for one in issue.refused_results)
    for answer in issue.answers:
        yield from (f"  {line}" for line in answer_lines(answer, names, roles, issue))
    for rule in issue.mandatory_rules:
        yield f"  {mandatory_text(rule, names)}"
        yield from (f"    {chain_text(chain, names)}" for chain in rule.chains)
    yield from (f"  {recognition_text(one, names)}" for one in issue.recognitions)
    yield from _rest(issue, names)
    yield ""


def _assignee(issue: IssueJudgment, judgment: Judgment) -> str | None:
    claim = judgment.dispute.claim_named(issue.claim)
    return claim.assignee if claim else judgment.dispute.assignee


def heading(issue: IssueJudgment, names: Names) -> str:
    """What an issue is about and between whom."""
    what = "The merits" if issue.issue == "merits" else begun(names.called("issue", issue.issue))
    return f"{what}: {names.person(issue.claimant)} against {names.person(issue.respondent)}"


def _once(block: tuple[str, ...], title: str, told: dict[tuple[str, ...], str]) -> Iterator[str]:
    """A block of lines; where an issue before has the same, its first line and where the rest stands."""
    if len(block) > 1 and block in told:
        yield f"{block[0].rstrip('.')}, as above."
        return
    told[block] = title
    yield from block


def _rest(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """Other steps, notes, what is missing, and what would cure it."""
    for step in issue.steps:
        if step.step not in _STEPS:
            by = f" ({'; '.join(names.say(one) for one in step.by)})" if step.by and step.step != "gap" else ""
            yield f"  {begun(step.step)}: {names.say(step.found)}{by}."
    for note in issue.notes:
        if note.code not in WRITTEN_OUT:
            yield f"  {note_text(note, names)}"
    if not issue.laws:
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
    told |= {"the parties have consented to no law in common"} if issue.status is Status.NO_COMMON_LAW else set()
    return tuple(reason for reason in issue.reasons if reason not in told)


def _open(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """What an open issue depends on, and the laws that are left."""
    lacking = (begun(names.fact(fact)) for fact in issue.lacking)
    yield from _listed(
        "It depends on these facts, the most useful first" if len(issue.lacking) > 1 else "It depends on this fact",
        lacking,
    )
    if issue.possible_laws:
        yield f"  {possible_text(issue, names)}"


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


def _laws(issue: IssueJudgment, names: Names) -> Iterator[str]:
    for law in issue.laws:
        yield from _law(law, names)


def _law(law: GoverningLaw, names: Names) -> Iterator[str]:
    tier = max((chain.tier for chain in law.chains), default=0)
    cases = " and ".join(names.case(one.about, one.value) for one in law.assuming)
    through = f", the procedure of {names.forum(law.through)}" if law.through else ""
    yield f"  The law{f', if {cases},' if cases else ''} is {names.edition(law.name)}{through or f', {TIERS[tier]}'}."
    yield from (f"    {line}" for line in chain_lines(law.chains, names))
    yield from (f"    Besides: {line}" for line in chain_lines(law.also, names))


def _forum(issue: IssueJudgment, names: Names) -> Iterator[str]:
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
    what = "The forum is not settled" if forum.status is Status.UNDETERMINED else "There is no forum"
    return f"{what} ({forum.status}){f', {could}' if could else ''}{why}."


def refused_text(one: RefusedResult, names: Names) -> str:
    """A result that a code refuses for its members."""
    cited = one.source or one.title or one.reservation
    instead = f"; {names.law(one.replacement)} governs instead" if one.replacement else ""
    result, _, head = one.result.partition(" as ")
    about = f" ({names.called('head', head)})" if head else ""
    gave = f"{names.law(one.law)} would give {names.say(result)}{about}"
    return f"Refused: {gave}; {names.law(one.code)} refuses that for {names.person(one.party)} ({cited}){instead}."


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


def _challenge(one: ChallengeFinding, names: Names) -> Iterator[str]:
    what = f"{names.person(one.by)} contests {names.say(one.what)}, {names.say(one.ground)}"
    yield f"  {begun(what)}: {one.counts}, {names.say(one.reason)}."
    yield from (f"    {chain_text(chain, names)}" for chain in one.chains)
    yield from (f"    It would be settled by this: {names.say(cure)}." for cure in one.cures)


def recognition_text(one: RecognitionFinding, names: Names) -> str:
    """What a provider does with the decision."""
    who, cited = begun(names.person(one.provider)), f" ({one.source or one.clause})" if one.clause else ""
    if one.result == "recognised":
        cap = f" up to {one.cap}" if one.cap else ""
        return f"{who} recognises the decision{cap}{cited}; {names.say(one.reason)}."
    does = "does not recognise the decision" if one.result == "not recognised" else "may recognise the decision or not"
    code = f" ({NoteCode.NOT_RECOGNISED})" if one.result == "not recognised" else ""
    return f"{who} {does}{cited}: {names.say(one.reason)}{code}."


def mandatory_text(rule: MandatoryRule, names: Names) -> str:
    """A mandatory rule of a party's code, and whether it counts against the other side."""
    cited = rule.source or rule.title or rule.rule
    who, other = names.person(rule.debtor), names.person(rule.creditor)
    owes = f"{who} owes {other} {rule.kind} {rule.value} ({names.called('head', rule.head)})"
    protects = f"{begun(names.law(rule.code))} protects {names.person(rule.protects)}, whatever law governs ({cited})"
    outside = rule.creditor if rule.protects == rule.debtor else rule.debtor
    against = f" This does not count: {names.person(outside)} has not consented to it ({NoteCode.NOT_OPPOSABLE})."
    return f"{protects}: {owes}.{'' if rule.opposable else against}"
