"""Lay a judgment out as a page: a judgment, and the pictures of its routes, in; a document out."""

from collections.abc import Iterable, Iterator, Mapping

from panarchy_rules.adjudication.cures import is_split
from panarchy_rules.base.results import DECIDED
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.judgment import Chain, IssueJudgment, Judgment
from panarchy_rules.explanation.answer_blocks import answer_blocks
from panarchy_rules.explanation.around import (
    incidental_lines,
    limping_lines,
    mandatory_text,
    recognition_text,
    refused_text,
)
from panarchy_rules.explanation.combined import adaptation_lines, alone_lines
from panarchy_rules.explanation.cures import bridge_lines, clause_lines
from panarchy_rules.explanation.document import (
    Block,
    Document,
    Fold,
    Lines,
    Paragraph,
    Picture,
    Section,
    Table,
    with_words,
)
from panarchy_rules.explanation.headline import headline, note_text, outcome
from panarchy_rules.explanation.names import Names, begun, counted, spaced, written
from panarchy_rules.explanation.orders import nothing_ordered, of_the_whole, order_lines
from panarchy_rules.explanation.proceedings import proceedings_lines
from panarchy_rules.explanation.readings import CURES, TITLE, reading_lines
from panarchy_rules.explanation.reasons import WRITTEN_OUT, lacking_title, possible_text, reasons
from panarchy_rules.explanation.sentences import TIERS, chain_text, set_off_text, standing_text
from panarchy_rules.explanation.shared_claims import debt_lines, netting_lines
from panarchy_rules.explanation.text import heading


def judgment_page(
    judgment: Judgment, names: Names | None = None, pictures: Mapping[tuple[str, str], str] | None = None
) -> Document:
    """The page of a judgment. `pictures` are drawings of the routes, by claim and issue."""
    names, dispute = names or Names(), judgment.dispute
    title = f"{dispute.id}: {dispute.title}" if dispute.title else dispute.id
    blocks = [*_orders(judgment, names), *_facts(judgment, names)]
    drawn, told = pictures or {}, set[object]()
    mixed = len({issue.status for issue in judgment.issues}) > 1
    blocks += [_issue(i, dispute, names, drawn.get((i.claim, i.issue)), told, mixed) for i in judgment.issues]
    blocks.append(Paragraph("This says what rulebooks and consents imply. It is no legal advice."))
    said = tuple(with_words(block, written) for block in blocks)
    return Document(title, written(headline(judgment, names)), judgment.status in DECIDED, said)


def _orders(judgment: Judgment, names: Names) -> Iterator[Block]:
    lines = tuple(order_lines(judgment.orders, names)) or nothing_ordered(judgment)
    if lines:
        yield Section("Orders", (Lines(tuple(line for line in lines if not line.startswith(" "))),))
    chains = tuple(line.strip() for line in lines if line.startswith(" "))
    if chains:
        yield Fold("Why this may be imposed on people who are no parties", (Lines(chains),))
    yield from (Paragraph(set_off_text(one, names)) for one in judgment.set_offs)
    yield from (_under_its_first(netting_lines(one, names)) for one in judgment.nettings)
    yield from (_under_its_first(debt_lines(one, names)) for one in judgment.debts)
    yield from (_under_its_first(adaptation_lines(one, names)) for one in judgment.adaptations)
    yield from (Paragraph(note_text(note, names)) for note in of_the_whole(judgment))


def _under_its_first(lines: Iterable[str]) -> Block:
    """Lines under the first of them as a heading."""
    first, *rest = map(str.strip, lines)
    return Section(first, (Lines(tuple(rest)),)) if rest else Paragraph(first)


def _facts(judgment: Judgment, names: Names) -> Iterator[Block]:
    rows = [(spaced(role), names.person(who)) for role, who in judgment.dispute.parties.items()]
    against = ((one.id, names.person(one.claimant), names.person(one.respondent)) for one in judgment.dispute.claims)
    rows += [(f"claim {name}", f"{who} against {whom}") for name, who, whom in against]
    rows += [("matter", names.called("matter", judgment.dispute.matter)), ("as of", str(judgment.dispute.anchor))]
    rows += [("filed", str(judgment.dispute.filed))] if judgment.dispute.filed else []
    yield Fold("The dispute as it was filed", (Table(("", ""), tuple(rows)),))
    if judgment.dispute.standings:
        standings = tuple(standing_text(one, names) for one in judgment.dispute.standings)
        yield Section("How the facts stand", (Lines(standings),))


def _issue(
    issue: IssueJudgment, dispute: Dispute, names: Names, picture: str | None, told: set[object], mixed: bool
) -> Section:
    roles = {**dispute.parties, "claimant": issue.claimant, "respondent": issue.respondent}
    blocks: list[Block] = [Paragraph(_headline(issue, names, mixed=mixed))]
    blocks += _listed("Why", (names.say(reason) for reason in reasons(issue)))
    blocks += _listed(lacking_title(issue), (names.fact(fact) for fact in issue.lacking))
    blocks += _listed(TITLE, reading_lines(issue, names))
    blocks += [Paragraph(possible_text(issue, names))] if issue.possible_laws and not issue.readings else []
    blocks += _preliminary(issue, names)
    blocks += [Paragraph(line) for line in limping_lines(issue, names)]
    blocks += [block for answer in issue.answers for block in answer_blocks(answer, names, roles, issue)]
    blocks += _once(_routes(issue, names, picture), told)
    blocks += _without_a_law(issue, names)
    notes = (note for note in issue.notes if note.code not in WRITTEN_OUT)
    blocks += [Paragraph(note_text(note, names)) for note in notes]
    blocks += _once(tuple(_proceedings(issue, names)), told)
    blocks += _more(issue, names)
    return Section(f"{heading(issue, names)}, as of {issue.anchor}", tuple(blocks))


def _preliminary(issue: IssueJudgment, names: Names) -> Iterator[Block]:
    """Each preliminary question with its answers."""
    ruling = issue.laws[0].name if issue.laws else ""
    for one in issue.incidental:
        question, *answers = incidental_lines(one, names, ruling)
        yield from (Paragraph(question), Lines(tuple(map(str.strip, answers))))


def _headline(issue: IssueJudgment, names: Names, *, mixed: bool) -> str:
    """Law and forum; how far the issue is decided, if that differs from issue to issue."""
    laws = " or ".join(names.edition(law.name) for law in issue.laws)
    tier = max((chain.tier for law in issue.laws for chain in law.chains), default=0)
    governs = f" The law is {laws}, {TIERS[tier]}." if laws else ""
    before = issue.forum.in_place_of
    instead = f", in place of {names.forum(before)}" if before else ""
    seat = names.forum(issue.forum.forum) if issue.forum.forum else ""
    forum = f" It is heard by {seat}{instead}." if seat else f" There is no forum ({issue.forum.status})."
    return f"{f'{outcome(issue.status)}.' if mixed else ''}{governs}{forum}".strip()


def _listed(title: str, items: Iterator[str]) -> list[Block]:
    lines = tuple(begun(item) for item in items)
    return [Section(title, (Lines(lines),))] if lines else []


def _once(blocks: tuple[Block, ...], told: set[object]) -> tuple[Block, ...]:
    """The blocks, unless an issue before has the same ones."""
    if blocks in told:
        return ()
    told.add(blocks)
    return blocks


def _routes(issue: IssueJudgment, names: Names, picture: str | None) -> tuple[Block, ...]:
    """By whose consent law and forum are as they are, in words and as a picture."""
    who = names.people((issue.claimant, issue.respondent))
    drawn = (Picture(picture, f"The laws and forums that {who} can reach"),) if picture else ()
    return (*_why_this_law(issue, names), *drawn)


def _why_this_law(issue: IssueJudgment, names: Names) -> Iterator[Block]:
    """One fold for each party and law, and for each party and forum."""
    for law in issue.laws:
        name = names.law(law.name)
        cases = "; ".join(f"if {names.case(one.about, one.value)}" for one in law.assuming)
        for chain in law.chains:
            who = names.person(chain.party)
            yield _chain(f"Why {name} may bind {who}{f' ({cases})' if cases else ''}", chain, names)
        for chain in law.also:
            yield _chain(f"Another way from {names.person(chain.party)} to {name}", chain, names)
    for chain in issue.forum.chains:
        seat = names.forum(issue.forum.forum or "")
        yield _chain(f"Why {seat} may hear {names.person(chain.party)}", chain, names)


def _chain(summary: str, chain: Chain, names: Names) -> Fold:
    return Fold(summary, (Paragraph(chain_text(chain, names)),))


def _without_a_law(issue: IssueJudgment, names: Names) -> Iterator[Block]:
    if is_split(issue):
        yield Section(CURES, (Lines(tuple(begun(names.say(cure)) for cure in issue.cures)),))
    elif not issue.laws and issue.frontiers:
        reached = [(one.party, counted(names.law(law) for law in one.laws)) for one in issue.frontiers]
        rows = tuple((begun(names.person(party)), laws or "no law") for party, laws in reached)
        yield Section("What each side has consented to", (Table(("party", "laws"), rows),))
    alone = tuple(map(str.strip, alone_lines(issue.alone, names)))
    if alone:
        yield Section(alone[0].rstrip(":"), (Lines(alone[1:]),))
    for what, bridges in (("law", issue.bridges), ("forum", issue.forum.bridges)):
        cures = tuple(bridge_lines(bridges, names))
        if cures:
            yield Section(f"Any one of these consents would give a common {what}", (Lines(cures),))


def _proceedings(issue: IssueJudgment, names: Names) -> Iterator[Block]:
    lines = tuple(line.strip() for line in proceedings_lines(issue.proceedings, names))
    if lines:
        yield Fold(lines[0], (Lines(lines[1:]),))


def _more(issue: IssueJudgment, names: Names) -> Iterator[Block]:
    yield from (Paragraph(refused_text(one, names)) for one in issue.refused_results)
    yield from (Paragraph(mandatory_text(one, names)) for one in issue.mandatory_rules)
    yield from (Paragraph(recognition_text(one, names)) for one in issue.recognitions)
    clauses = tuple(clause_lines(issue, names))
    if clauses:
        yield Fold("Clauses that led nowhere", (Lines(clauses),))
    if issue.steps:
        rows = tuple((step.step, names.say(step.found), "; ".join(step.by)) for step in issue.steps)
        yield Fold("Every step", (Table(("step", "what came out", "by"), rows),))
