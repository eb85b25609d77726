"""Write a judgment as plain text: the result first, then law, forum, reasons and chains for each issue."""

from collections.abc import Iterator

from panarchy_rules.base.results import DECIDED, Status
from panarchy_rules.casefile.dispute import FactStanding
from panarchy_rules.casefile.judgment import (
    Answer,
    Bridge,
    Chain,
    Edge,
    ForumFinding,
    GoverningLaw,
    IssueJudgment,
    Judgment,
    MandatoryRule,
    NotProved,
    RuleLine,
    SetOffFinding,
)
from panarchy_rules.explanation.proceedings import proceedings_lines

_TIERS = (
    "by agreement after the event",
    "by agreement between the parties",
    "by their own consents",
    "through the acceptance of their codes",
)
_ACTS = {"join": "joined", "submit": "submitted to", "agree": "agreed on", "publish": "publishes"}
_MOST_BRIDGES = 12


def judgment_text(judgment: Judgment) -> str:
    """The judgment as a clerk would write it. Ends with a line break."""
    return "\n".join(_lines(judgment)) + "\n"


def _lines(judgment: Judgment) -> Iterator[str]:
    dispute = judgment.dispute
    yield f"{dispute.id}: {dispute.title}" if dispute.title else dispute.id
    yield _headline(judgment)
    yield ""
    if judgment.orders:
        yield "Orders"
        for order in judgment.orders:
            rest = f" ({order.undecided} above the cap is not decided)" if order.undecided else ""
            yield f"  {order}{rest}"
            if order.chain:
                yield f"    {chain_text(order.chain)}"
        yield ""
    if judgment.set_offs:
        yield from ("Set off", *(f"  {set_off_text(one)}" for one in judgment.set_offs), "")
    if dispute.standings:
        yield from ("How facts stand", *(f"  {standing_text(one)}" for one in dispute.standings), "")
    yield from _of_the_whole(judgment)
    several = len({issue.claim for issue in judgment.issues}) > 1
    for issue in judgment.issues:
        yield from _issue(issue, several)


def standing_text(one: FactStanding) -> str:
    """Who asserts a fact and how it stands, on one line."""
    what = f"{one.fact} of {', '.join(one.of)}" if one.of else one.fact
    by = f", asserted by {one.asserted_by}" if one.asserted_by else ""
    rest = {"contested": "contested, and so counted as unknown", "found": "found by a judge"}
    return f"{what}{by}: {rest.get(one.standing, one.standing)}"


def not_proved_text(one: NotProved) -> str:
    """Which proof is wanting, and whose."""
    return f"not proved: {one.fact}, for {one.by} to prove"


def set_off_text(one: SetOffFinding) -> str:
    """A set-off on one line."""
    if one.status is not Status.DECIDED:
        return f"claim {one.claim} is not set off against {one.against} ({one.status}): {one.reason}"
    cited = ", ".join(part for part in (one.clause, one.source, one.rate) if part)
    paid = one.amount if one.amount == one.of else f"{one.amount}, which is {one.of},"
    return f"{paid} of claim {one.claim} against claim {one.against}, under {one.law} ({cited})"


def _of_the_whole(judgment: Judgment) -> Iterator[str]:
    """Notes that belong to no single issue."""
    notes = [note for note in judgment.notes if not any(note in issue.notes for issue in judgment.issues)]
    yield from (f"Note {note.code}: {note.text}" for note in notes)
    yield from ("",) if notes else ()


def _headline(judgment: Judgment) -> str:
    laws = " and ".join(judgment.laws)
    forums = " and ".join(dict.fromkeys(i.forum.forum for i in judgment.issues if i.forum.forum))
    under = f" under {laws}" if laws else ""
    before = f", before {forums}" if forums and judgment.status in DECIDED else ""
    return f"{judgment.status}{under}{before}"


def _issue(issue: IssueJudgment, several: bool) -> Iterator[str]:
    claim = f"Claim {issue.claim}, " if several else ""
    what = f"{issue.issue} of {issue.matter}, {issue.claimant} against {issue.respondent}, as of {issue.anchor}"
    yield f"{claim}{what}" if claim else what[:1].upper() + what[1:]
    yield f"  Status: {issue.status}"
    yield from _listed("Because", issue.reasons)
    yield from _listed("Missing facts, the most useful first", issue.lacking)
    yield from _listed("Laws that could govern", issue.possible_laws)
    for one in issue.refused_results:
        cited = ", ".join(part for part in (one.reservation, one.source) if part)
        yield f"  Refused: {one.law} would give {one.result}; {one.code} refuses that for {one.party} ({cited})"
    for law in issue.laws:
        yield from _law(law)
    yield from _forum(issue.forum)
    yield from proceedings_lines(issue.proceedings)
    for answer in issue.answers:
        yield from _answer(answer)
    for rule in issue.mandatory_rules:
        yield from _mandatory(rule)
    yield from _steps(issue)
    if not issue.laws:
        yield from _frontiers(issue)
    for note in issue.notes:
        yield f"  Note {note.code}: {note.text}"
    yield ""


def _mandatory(rule: MandatoryRule) -> Iterator[str]:
    cited = ", ".join(part for part in (rule.rule, rule.source) if part)
    says = f"{rule.debtor} owes {rule.creditor} {rule.kind} {rule.value} as {rule.head}"
    yield f"  Mandatory for {rule.protects}, {rule.code} ({cited}): {says}" + (
        "" if rule.opposable else "; not opposable"
    )
    for chain in rule.chains:
        yield f"    {chain_text(chain)}"


# What these steps found is written out in full.
_WRITTEN_OUT = ("parties", "forum", "law", "evaluation", "reservations", "mandatory rules", "remedies")


def _steps(issue: IssueJudgment) -> Iterator[str]:
    """The steps that only some issues go through; the judgment as JSON has them all."""
    for step in issue.steps:
        if step.step not in _WRITTEN_OUT:
            by = f" ({'; '.join(step.by)})" if step.by else ""
            yield f"  Step {step.step}: {step.found}{by}"


def _listed(heading: str, items: tuple[str, ...]) -> Iterator[str]:
    if items:
        yield f"  {heading}:"
        yield from (f"    {item}" for item in items)


def _law(law: GoverningLaw) -> Iterator[str]:
    tier = max((chain.tier for chain in law.chains), default=0)
    yield f"  Law: {law.name}, {_TIERS[tier]}"
    for assumption in law.assuming:
        yield f"    if {assumption.about} is {assumption.value}"
    for chain in law.chains:
        yield f"    {chain_text(chain)}"
    for chain in law.also:
        yield f"    also {chain_text(chain)}"


def chain_text(chain: Chain) -> str:
    """One chain of consent on one line."""
    cases = " and ".join(f"{assumption.about} is {assumption.value}" for assumption in chain.assuming)
    return (
        f"{chain.party}: " + (f"if {cases}, " if cases else "") + " -> ".join(edge_text(edge) for edge in chain.edges)
    )


def edge_text(edge: Edge) -> str:
    """One step of a chain."""
    if edge.kind == "acceptance":
        by = f"by {' and '.join(edge.named_by)}" if edge.named_by else ""
        cited = ", ".join(part for part in (edge.clause, edge.source, by) if part)
        cap = f" up to {edge.cap}" if edge.cap else ""
        whole = " as a whole" if edge.act == "accept whole" else ""
        does = {"on cycle": "turns to", "respect": "respects the mandatory rules of"}.get(edge.act, "accepts")
        return f"{edge.author} {does} {edge.target}{whole}{cap} ({cited})"
    since = f" on {edge.since}" if edge.since else ""
    entry = f" (entry {edge.entry})" if edge.entry else ""
    left = f", which still binds after the exit (entry {edge.left})" if edge.left else ""
    return f"{_ACTS.get(edge.act, edge.act)} {edge.target}{since}{entry}{left}"


def _forum(forum: ForumFinding) -> Iterator[str]:
    if forum.forum is None:
        about = f" ({', '.join(forum.candidates)})" if forum.candidates else ""
        yield f"  Forum: {forum.status}{about}: {forum.reason}"
        yield from _bridges("would give a common forum", forum.bridges)
        return
    procedure = f", under the procedure of {forum.procedure}" if forum.procedure else ""
    instead = f", in place of {forum.in_place_of}, whose provider has ended" if forum.in_place_of else ""
    yield f"  Forum: {forum.forum}{procedure}{instead}"
    for chain in forum.chains:
        yield f"    {chain_text(chain)}"


def _answer(answer: Answer) -> Iterator[str]:
    yield f"  {says(answer)}"
    failing = {line.rule for line in answer.trace if line.fate in ("fails", "unproved")}
    seen: dict[tuple[str, str], None] = {}
    for ground in answer.grounds:
        cited = " ".join(part for part in (ground.title, f"({ground.source})" if ground.source else "") if part)
        lead = f"{ground.rule} does not hold" if ground.rule in failing else f"because {ground.rule}"
        yield f"    {lead}: {cited}" if cited else f"    {lead}"
        for words, value in _facts_of(ground.rule, answer):
            if (words, value) not in seen:
                yield f"      {words}: {value}"
            seen[words, value] = None
    for step in answer.steps:
        if step.held:
            yield f"    step {step.step}: {step.before} -> {step.after}"
    yield from (f"    {obstacle}" for obstacle in answer.obstacles)
    yield from (f"    rests on what the parties agreed: {words} is {value}" for words, value in answer.stipulated)
    yield from (f"    rests on a judge's finding: {words} is {value}" for words, value in answer.findings)
    yield from (f"    {not_proved_text(one)}" for one in answer.not_proved)


def says(answer: Answer) -> str:
    """What a law says to a question, in a sentence."""
    law, head = answer.law, answer.head
    if answer.verdict == "lacuna":
        return f"{law} has no rule on {answer.question}"
    if answer.verdict == "antinomy":
        return f"{law} contradicts itself on {answer.question}"
    if answer.verdict == "undetermined":
        lacking = f", lacking {', '.join(answer.lacking)}" if answer.lacking else ""
        return f"{law} leaves open {answer.question}{lacking}"
    if answer.value == "claim fails":
        return f"{law}: {answer.debtor} owes {answer.creditor} nothing as {head}"
    if answer.value and answer.value.startswith("no decision"):
        return f"{law}: {answer.value} on {answer.question}"
    return f"{law}: {answer.debtor} owes {answer.creditor} {answer.value} as {head}"


def _facts_of(rule: str, answer: Answer) -> tuple[tuple[str, str], ...]:
    """What the rule looked at, and what the definitions it rests on looked at."""
    lines: list[RuleLine] = [t for t in answer.trace if t.rule == rule or t.rule in answer.support]
    return tuple(dict.fromkeys(pair for line in lines for pair in line.read))


def _frontiers(issue: IssueJudgment) -> Iterator[str]:
    if issue.frontiers and issue.status is not Status.UNDETERMINED:
        yield "  What each side has consented to:"
        for frontier in issue.frontiers:
            laws = ", ".join(frontier.laws) or "no law for this"
            yield f"    {frontier.party}: {laws}"
    if issue.refused:
        yield "  Clauses that led nowhere:"
        for refused in issue.refused:
            yield f"    {refused.law}, {refused.clause} (for {refused.party}): {refused.reason}"
    yield from _bridges("would give a common law", issue.bridges)


def _bridges(what: str, bridges: tuple[Bridge, ...]) -> Iterator[str]:
    if bridges:
        yield f"  Any one of these consents {what}:"
        shown = bridges[:_MOST_BRIDGES]
        yield from (f"    {bridge.text}" for bridge in shown)
        if len(bridges) > len(shown):
            yield f"    and {len(bridges) - len(shown)} more"
