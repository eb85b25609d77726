"""Lay a judgment out as a page: a judgment, and the pictures of its routes, in; a document out."""

from collections.abc import Iterator, Mapping

from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.judgment import Answer, Chain, IssueJudgment, Judgment
from panarchy_rules.explanation.document import (
    Beside,
    Block,
    Document,
    Fold,
    LawText,
    Lines,
    Paragraph,
    Picture,
    Section,
    Table,
)
from panarchy_rules.explanation.proceedings import proceedings_lines
from panarchy_rules.explanation.text import edge_text, says, standing_text

_TIERS = (
    "All parties agreed on it after the event.",
    "The parties agreed on it beforehand.",
    "It is a law that both have consented to themselves.",
    "The codes of the parties lead to it.",
)


def judgment_page(judgment: Judgment, pictures: Mapping[tuple[str, str], str] | None = None) -> Document:
    """The page of a judgment. `pictures` are drawings of the routes, by claim and issue."""
    dispute = judgment.dispute
    title = f"{dispute.id}: {dispute.title}" if dispute.title else dispute.id
    blocks = [*_orders(judgment), *_facts(judgment)]
    blocks += [_issue(issue, (pictures or {}).get((issue.claim, issue.issue))) for issue in judgment.issues]
    blocks.append(Paragraph("This says what rulebooks and consents imply. It is no legal advice."))
    return Document(title, str(judgment.status), judgment.status in DECIDED, tuple(blocks))


def _orders(judgment: Judgment) -> Iterator[Block]:
    if judgment.orders:
        rest = "; {} above the cap of a chain is not decided"
        lines = (f"{order}{rest.format(order.undecided) if order.undecided else ''}" for order in judgment.orders)
        yield Section("Orders", (Lines(tuple(lines)),))
    for one in judgment.set_offs:
        how = f"{one.amount} is used up" if one.amount else f"not set off: {one.reason}"
        yield Paragraph(f"Claim {one.claim} against claim {one.against}: {how}.")


def _facts(judgment: Judgment) -> Iterator[Block]:
    rows = [(role, person) for role, person in judgment.dispute.parties.items()]
    rows += [("matter", judgment.dispute.matter), ("as of", str(judgment.dispute.anchor))]
    rows += [("filed", str(judgment.dispute.filed))] if judgment.dispute.filed else []
    yield Fold("The dispute as it was filed", (Table(("", ""), tuple(rows)),))
    if judgment.dispute.standings:
        standings = tuple(standing_text(one) for one in judgment.dispute.standings)
        yield Section("How the facts stand", (Lines(standings),))


def _issue(issue: IssueJudgment, picture: str | None) -> Section:
    what = f"{issue.issue} of {issue.matter}"
    title = f"{what[:1].upper()}{what[1:]}: {issue.claimant} against {issue.respondent}, as of {issue.anchor}"
    blocks: list[Block] = [Paragraph(_headline(issue))]
    blocks += _listed("Why", issue.reasons)
    blocks += _listed("Facts that are missing, the most useful first", issue.lacking)
    blocks += _listed("Laws that could govern", issue.possible_laws)
    blocks += [_answer(answer) for answer in issue.answers]
    blocks += _why_this_law(issue)
    if picture:
        blocks.append(Picture(picture, f"The laws and forums that {issue.claimant} and {issue.respondent} can reach"))
    blocks += _without_a_law(issue)
    blocks += [Paragraph(f"Note {note.code}: {note.text}.") for note in issue.notes]
    blocks += _proceedings(issue)
    blocks += _more(issue)
    return Section(title, tuple(blocks))


def _headline(issue: IssueJudgment) -> str:
    laws = " or ".join(law.name for law in issue.laws)
    if not laws:
        return f"{issue.status}."
    tier = max((chain.tier for law in issue.laws for chain in law.chains), default=0)
    instead = f", in place of {issue.forum.in_place_of}" if issue.forum.in_place_of else ""
    forum = (
        f" It is heard by {issue.forum.forum}{instead}." if issue.forum.forum else f" {issue.forum.status}: no forum."
    )
    return f"{issue.status} under {laws}. {_TIERS[tier]}{forum}"


def _listed(title: str, items: tuple[str, ...]) -> list[Block]:
    return [Section(title, (Lines(items),))] if items else []


def _answer(answer: Answer) -> Beside:
    said = says(answer).partition(": ")
    blocks: list[Block] = [Paragraph(f"{said[0]}: {said[2]}." if said[2] else f"{said[0]}.")]
    read = dict.fromkeys(pair for line in answer.trace for pair in line.read if _counts(line.rule, answer))
    if read:
        blocks.append(Lines(tuple(f"{words}: {value}" for words, value in read)))
    steps = tuple(f"{step.step}: {step.before} becomes {step.after}" for step in answer.steps if step.held)
    if steps:
        blocks.append(Lines(steps, ordered=True))
    blocks += [Paragraph(f"{obstacle}.") for obstacle in answer.obstacles]
    agreed = tuple(f"{words}: {value}" for words, value in answer.stipulated)
    blocks += [Section("The parties agreed on this", (Lines(agreed),))] if agreed else []
    found = tuple(f"{words}: {value}" for words, value in answer.findings)
    blocks += [Section("A judge found this", (Lines(found),))] if found else []
    wanting = tuple(f"{one.fact}, for {one.by} to prove" for one in answer.not_proved)
    blocks += [Section("This was not proved", (Lines(wanting),))] if wanting else []
    if answer.trace:
        rows = tuple((line.rule, line.fate, ", ".join(f"{w}: {v}" for w, v in line.read)) for line in answer.trace)
        blocks.append(Fold("How every rule fared", (Table(("rule", "fate", "it read"), rows),)))
    law = tuple(LawText(f"{g.law}, {g.rule}", g.text, g.source) for g in answer.grounds)
    return Beside(tuple(blocks), law)


def _counts(rule: str, answer: Answer) -> bool:
    return rule in answer.support or rule in [ground.rule for ground in answer.grounds]


def _why_this_law(issue: IssueJudgment) -> Iterator[Block]:
    """One fold for each party and law, and for each party and forum."""
    for law in issue.laws:
        cases = "; ".join(f"if {one.about} is {one.value}" for one in law.assuming)
        for chain in law.chains:
            yield _chain(f"Why {law.name} may bind {chain.party}{f' ({cases})' if cases else ''}", chain)
        for chain in law.also:
            yield _chain(f"Another way from {chain.party} to {law.name}", chain)
    for chain in issue.forum.chains:
        yield _chain(f"Why {issue.forum.forum} may hear {chain.party}", chain)


def _chain(summary: str, chain: Chain) -> Fold:
    return Fold(summary, (Lines(tuple(edge_text(edge) for edge in chain.edges), ordered=True),))


def _without_a_law(issue: IssueJudgment) -> Iterator[Block]:
    if not issue.laws and issue.frontiers:
        rows = tuple((one.party, ", ".join(one.laws) or "no law") for one in issue.frontiers)
        yield Section("What each side has consented to", (Table(("party", "laws"), rows),))
    if issue.bridges:
        yield Section("Any one of these would give a common law", (Lines(tuple(one.text for one in issue.bridges)),))
    if issue.forum.bridges:
        cures = tuple(one.text for one in issue.forum.bridges)
        yield Section("Any one of these would give a common forum", (Lines(cures),))


def _proceedings(issue: IssueJudgment) -> Iterator[Block]:
    lines = tuple(line.strip() for line in proceedings_lines(issue.proceedings))
    if lines:
        yield Fold(lines[0], (Lines(lines[1:]),))


def _more(issue: IssueJudgment) -> Iterator[Block]:
    for one in issue.refused_results:
        instead = f"; {one.replacement} governs in its place" if one.replacement else ""
        yield Paragraph(f"{one.code} refuses the result of {one.law} for {one.party}: {one.result}{instead}.")
    for rule in issue.mandatory_rules:
        effect = "" if rule.opposable else "; the other side has not consented to it"
        yield Paragraph(f"{rule.code} protects {rule.protects}: {rule.kind} {rule.value} as {rule.head}{effect}.")
    if issue.refused:
        rows = tuple((one.party, f"{one.law}, {one.clause}", one.reason) for one in issue.refused)
        yield Fold("Clauses that led nowhere", (Table(("party", "clause", "why"), rows),))
    if issue.steps:
        rows = tuple((step.step, step.found, "; ".join(step.by)) for step in issue.steps)
        yield Fold("Every step", (Table(("step", "what came out", "by"), rows),))
