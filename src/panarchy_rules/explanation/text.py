"""Write a judgment as plain text: the result first, then for each issue the law and by whose consent, what it says,
why, what remains open, and what would cure it.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.casefile.judgment import (
    Answer,
    Bridge,
    ChallengeFinding,
    GoverningLaw,
    IncidentalFinding,
    IssueJudgment,
    Judgment,
    MandatoryRule,
    Order,
    RecognitionFinding,
    RefusedResult,
    RuleLine,
)
from panarchy_rules.explanation.names import Names, begun, counted, lowered, written
from panarchy_rules.explanation.proceedings import proceedings_lines
from panarchy_rules.explanation.sentences import (
    TIERS,
    chain_lines,
    chain_text,
    further_text,
    not_proved_text,
    order_text,
    says,
    set_off_text,
    standing_text,
)
from panarchy_rules.explanation.shared_claims import debt_lines, netting_lines

_MOST_BRIDGES = 12
# What these notes and steps say stands in the text already, where it belongs.
WRITTEN_OUT = (NoteCode.NOT_OPPOSABLE, NoteCode.REFUSED_PUBLIC_POLICY, NoteCode.NOT_RECOGNISED)
_STEPS = {"parties", "forum", "law", "evaluation", "reservations", "mandatory rules", "remedies", "consents"}
_STEPS |= {"incidental questions", "recognition"}


def judgment_text(judgment: Judgment, names: Names | None = None) -> str:
    """The judgment as a clerk would write it. Ends with a line break."""
    return written("\n".join(_lines(judgment, names or Names()))) + "\n"


def _lines(judgment: Judgment, names: Names) -> Iterator[str]:
    dispute = judgment.dispute
    yield f"{dispute.id}: {dispute.title}" if dispute.title else dispute.id
    yield _headline(judgment, names)
    yield ""
    if judgment.orders:
        yield from ("Orders", *(f"  {line}" for line in order_lines(judgment.orders, names)), "")
    if judgment.set_offs:
        yield from ("Set off", *(f"  {set_off_text(one, names)}" for one in judgment.set_offs), "")
    for netted in judgment.nettings:
        yield from (*netting_lines(netted, names), "")
    for debt in judgment.debts:
        yield from (*debt_lines(debt, names), "")
    if dispute.standings:
        yield from ("How facts stand", *(f"  {standing_text(one, names)}" for one in dispute.standings), "")
    yield from _of_the_whole(judgment, names)
    told: dict[tuple[str, ...], str] = {}
    for issue in judgment.issues:
        yield from _issue(issue, judgment, names, told)


def order_lines(orders: tuple[Order, ...], names: Names) -> Iterator[str]:
    """Orders that differ only in whom they are against stand together; each chain of somebody outside has a line."""
    for _, some in groupby(
        orders, key=lambda o: (o.terms, o.amount, o.creditor, o.assignee, o.head, o.undecided, o.jointly)
    ):
        alike = tuple(some)
        yield order_text(alike, names)
        yield from (f"  {chain_text(order.chain, names)}" for order in alike if order.chain)


def _of_the_whole(judgment: Judgment, names: Names) -> Iterator[str]:
    """Notes that belong to no single issue."""
    notes = [note for note in judgment.notes if not any(note in issue.notes for issue in judgment.issues)]
    yield from (f"Note {note.code}: {begun(names.say(note.text))}." for note in notes)
    yield from ("",) if notes else ()


def _headline(judgment: Judgment, names: Names) -> str:
    laws = counted(names.law(law) for law in judgment.laws)
    forums = dict.fromkeys(i.forum.forum for i in judgment.issues if i.forum.forum)
    under = f" under {laws}" if judgment.laws else ""
    before = counted(names.forum(forum) for forum in forums)
    return f"{judgment.status}{under}{f', before {before}' if forums and judgment.status in DECIDED else ''}"


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
        yield f"  Status: {issue.status}"
    because = "To be noted" if issue.status in DECIDED else "Because"
    yield from _listed(because, (begun(names.say(reason, ruling)) for reason in issue.reasons))
    if issue.together:
        yield f"  One law has to govern this and {counted(names.called('issue', one) for one in issue.together)}."
    for block in (_laws(issue, names), _forum(issue, names), proceedings_lines(issue.proceedings, names)):
        yield from _once(tuple(block), title, told)
    yield from (f"  {incidental_text(one, names)}" for one in issue.incidental)
    yield from (line for one in issue.challenges for line in _challenge(one, names))
    yield from (f"  {refused_text(one, names)}" for one in issue.refused_results)
    for answer in issue.answers:
        yield from _answer(answer, names, roles, issue)
    for rule in issue.mandatory_rules:
        yield f"  {mandatory_text(rule, names)}"
        yield from (f"    {chain_text(chain, names)}" for chain in rule.chains)
    yield from (f"  {recognition_text(one, names)}" for one in issue.recognitions)
    yield from _rest(issue, names)
    yield ""


def _assignee(issue: IssueJudgment, judgment: Judgment) -> str | None:
    claims = (claim.assignee for claim in judgment.dispute.claims if claim.id == issue.claim)
    return next(claims, judgment.dispute.assignee)


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
            yield f"  Note {note.code}: {begun(names.say(note.text))}."
    yield from _listed("Missing facts, the most useful first", (begun(names.fact(fact)) for fact in issue.lacking))
    yield from _listed("Laws that could govern", (begun(names.edition(law)) for law in issue.possible_laws))
    if not issue.laws:
        yield from _frontiers(issue, names)
    yield from _bridges("would give a common forum", issue.forum.bridges, names)


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
        unnamed = [one for one in forum.candidates if one not in forum.reason]
        about = f" ({counted(names.forum(one) for one in unnamed)})" if unnamed else ""
        why = "" if forum.reason in issue.reasons else f": {names.say(forum.reason)}"
        is_open = forum.status is Status.UNDETERMINED
        yield f"  {'The forum is open' if is_open else 'There is no forum'}, {forum.status}{about}{why}."
        return
    procedure = f", under the procedure of {names.law(forum.procedure)}" if forum.procedure else ""
    before = forum.in_place_of
    instead = f", in place of {names.forum(before)}, whose provider has ended" if before else ""
    yield f"  The forum is {names.forum(forum.forum)}{procedure}{instead}."
    told = {(chain.party, chain.edges[0]) for law in issue.laws for chain in (*law.chains, *law.also)}
    new = tuple(chain for chain in forum.chains if (chain.party, chain.edges[0]) not in told)
    lines = [further_text(chain, names) for chain in forum.chains if chain not in new]
    yield from (f"    {line}" for line in dict.fromkeys((*chain_lines(new, names), *lines)))


def refused_text(one: RefusedResult, names: Names) -> str:
    """A result that a code refuses for its members."""
    cited = one.source or one.title or one.reservation
    instead = f"; {names.law(one.replacement)} governs instead" if one.replacement else ""
    gave = f"{names.law(one.law)} would give {names.say(one.result)}"
    return f"Refused: {gave}; {names.law(one.code)} refuses that for {names.person(one.party)} ({cited}){instead}."


def incidental_text(one: IncidentalFinding, names: Names) -> str:
    """A preliminary question, and whose answer counts."""
    between = f"between {names.person(one.claimant)} and {names.person(one.respondent)}, as of {one.anchor}"
    shared = counted(names.law(law.name) for law in one.laws)
    answers = [f"{names.say(one.answer)} under {shared}, which they share"] if one.answer and shared else []
    answers += [f"{names.say(one.own)} under the law that governs"] if one.own else []
    counts = {"": "", "independent": "; the first counts", "dependent": "; the second counts"}[one.policy]
    found = ", ".join(answers) + counts if answers else names.say(one.reason)
    return f"A preliminary question, {names.called('question', one.question)}, {between}: {found}."


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
    code = f", {NoteCode.NOT_RECOGNISED}" if one.result == "not recognised" else ""
    return f"{who} {does}{cited}{code}: {names.say(one.reason)}."


def mandatory_text(rule: MandatoryRule, names: Names) -> str:
    """A mandatory rule of a party's code, and whether it counts against the other side."""
    cited = rule.source or rule.title or rule.rule
    who, other = names.person(rule.debtor), names.person(rule.creditor)
    owes = f"{who} owes {other} {rule.kind} {rule.value} ({names.called('head', rule.head)})"
    protects = f"{begun(names.law(rule.code))} protects {names.person(rule.protects)}, whatever law governs ({cited})"
    outside = rule.creditor if rule.protects == rule.debtor else rule.debtor
    against = f" This does not count, {NoteCode.NOT_OPPOSABLE}: {names.person(outside)} has not consented to it."
    return f"{protects}: {owes}.{'' if rule.opposable else against}"


def _answer(answer: Answer, names: Names, roles: Mapping[str, str], issue: IssueJudgment) -> Iterator[str]:
    yield f"  {says(answer, names, decided=issue.status in DECIDED, told=issue.lacking)}"
    seen: dict[str, None] = {}
    for ground in answer.grounds:
        title = names.rule(ground.law, ground.rule) if not ground.title else ground.title
        yield f"    {_fate(ground.rule, answer)}: {begun(title)}{f' ({ground.source})' if ground.source else ''}"
        for line in fact_lines(ground.rule, answer, names, roles):
            if line not in seen:
                yield f"      {line}"
            seen[line] = None
    for step in answer.steps:
        if step.held and step.before != step.after:
            yield f"    {begun(names.rule(answer.law, step.step))}: {step.before} becomes {step.after}"
    yield from (f"    {begun(names.say(obstacle))}" for obstacle in answer.obstacles)
    for lead, pairs in (("The parties agreed on this", answer.stipulated), ("A judge found this", answer.findings)):
        yield from (f"    {lead}: {names.case(words, value)}" for words, value in pairs)
    yield from (f"    Not proved: {lowered(not_proved_text(one, names))}" for one in answer.not_proved)


def _fate(rule: str, answer: Answer) -> str:
    """Whether a ground holds, does not, or gave way to an exception."""
    fates = {line.fate for line in answer.trace if line.rule == rule}
    if fates & {"fails", "unproved"}:
        return "Not met"
    return "Set aside by the exception" if "replaced" in fates else "Because"


def fact_lines(rule: str, answer: Answer, names: Names, roles: Mapping[str, str]) -> Iterator[str]:
    """What the rule looked at, and what the definitions it rests on looked at.

    Of an act that is written out its parts are left out.
    """
    lines: list[RuleLine] = [t for t in answer.trace if t.rule == rule or t.rule in answer.support]
    pairs = dict.fromkeys(pair for line in lines for pair in line.read)
    acts = {words for words, _ in pairs if words in names.titles.get("act", {})}
    for words, value in pairs:
        if words.partition(" of ")[2] not in acts:
            yield f"{begun(names.fact(words, roles))}: {names.value(value)}"


def _frontiers(issue: IssueJudgment, names: Names) -> Iterator[str]:
    if issue.status is not Status.UNDETERMINED:
        reached = ((one.party, counted(names.law(law) for law in one.laws)) for one in issue.frontiers)
        sides = (f"{begun(names.person(party))}: {laws or 'no law for this'}" for party, laws in reached)
        yield from _listed("What each side has consented to", sides)
    yield from _listed("Clauses that led nowhere", clause_lines(issue, names))
    yield from _bridges("would give a common law", issue.bridges, names)


def clause_lines(issue: IssueJudgment, names: Names) -> Iterator[str]:
    """The clauses that led nowhere and why; those on other matters are left out."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in issue.refused:
        if not one.reason.startswith("it does not cover"):
            found.setdefault((one.law, one.clause, one.reason), []).append(one.party)
    for (law, clause, reason), who in found.items():
        provider = begun(names.person(law.partition(" ")[0]))
        if clause == "own law never":
            yield f"{provider} refuses to govern this itself, for {names.people(who)}"
        else:
            yield f"{provider}, “{names.rule(law, clause)}”, for {names.people(who)}: {names.say(reason)}"


def bridge_lines(bridges: tuple[Bridge, ...], names: Names) -> Iterator[str]:
    """New consents that would help."""
    yield from (begun(names.say(bridge.text)) for bridge in bridges)


def _bridges(what: str, bridges: tuple[Bridge, ...], names: Names) -> Iterator[str]:
    more = [f"and {len(bridges) - _MOST_BRIDGES} more"] if len(bridges) > _MOST_BRIDGES else []
    yield from _listed(f"Any one of these consents {what}", (*bridge_lines(bridges[:_MOST_BRIDGES], names), *more))
