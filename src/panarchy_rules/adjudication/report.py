"""Write findings down as parts of a judgment: the engine's data in, the promised models out."""

from collections.abc import Iterable, Mapping
from typing import Literal

from panarchy_rules.adjudication.answers import Asked
from panarchy_rules.adjudication.govern import LawFinding, Route
from panarchy_rules.adjudication.seise import ForumFound
from panarchy_rules.backends.interpreter import Accepted, Evaluation
from panarchy_rules.backends.interpreter.findings import agreed_under, findings_under
from panarchy_rules.backends.interpreter.plans import plans_of
from panarchy_rules.base.records import replace
from panarchy_rules.base.values import LawRef, show
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.lines import rule_lines
from panarchy_rules.choice_of_law.bridges import Bridge
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.graph import AcceptanceEdge, ConsentEdge, Node, Path
from panarchy_rules.choice_of_law.respect import membership_edges
from panarchy_rules.register import Join
from panarchy_rules.rulebook.rulebook import Accepting, Accepts, Asking, Owing, Rule, Rulebook
from panarchy_rules.rulebook.terms import Answer
from panarchy_rules.rulebook.verdict import Antinomy, Lacuna, RuleTrace, Settled, Undetermined, Verdict

Word = Literal["settled", "lacuna", "antinomy", "undetermined"]


def governing(claim: ClaimAtIssue, route: Route) -> j.GoverningLaw:
    """A law that governs, with its chains."""
    ordered = dict(route.paths)
    if route.assuming and route.asked:
        claim = replace(claim, record=route.asked.evaluation.record)
    return j.GoverningLaw(
        provider=route.law.provider,
        edition=route.law.edition,
        chains=tuple(chain(claim, person, paths[0]) for person, paths in ordered.items()),
        also=tuple(chain(claim, person, path) for person, paths in ordered.items() for path in paths[1:]),
        assuming=tuple(j.Assumption(about=about, value=value) for about, value in route.assuming),
    )


def procedural(claim: ClaimAtIssue, law: LawRef, found: ForumFound) -> j.GoverningLaw:
    """The law of the forum's procedure, with the chains to the forum."""
    assert found.forum is not None
    return j.GoverningLaw(
        provider=law.provider,
        edition=law.edition,
        chains=tuple(chain(claim, r.person, r.path, r.assuming) for r in found.routes),
        through=found.forum.name,
    )


def chain(claim: ClaimAtIssue, person: str, path: Path, assuming: tuple[tuple[str, str], ...] = ()) -> j.Chain:
    """One path, written out."""
    edges = [_consent(claim, path.consent), *(_acceptance(claim, edge) for edge in path.clauses)]
    assumed = tuple(j.Assumption(about=about, value=value) for about, value in assuming)
    return j.Chain(party=person, tier=path.tier, edges=tuple(edges), assuming=assumed)


def _consent(claim: ClaimAtIssue, edge: ConsentEdge) -> j.Edge:
    entries = {entry.entry: entry for entry in claim.view.register.naming(edge.person)}
    entry = entries.get(edge.entry)
    since = max(entry.effective, entry.recorded) if isinstance(entry, Join) else entry.effective if entry else None
    return j.Edge(
        kind="consent",
        author=edge.person,
        act=edge.act,
        entry=edge.entry or None,
        source=entry.text if entry else "",
        since=since,
        left=edge.left or None,
        target=edge.target,
    )


def _acceptance(claim: ClaimAtIssue, edge: AcceptanceEdge) -> j.Edge:
    rule = claim.world.rulebooks[edge.law].rules[edge.clause]
    return j.Edge(
        kind="acceptance",
        author=str(edge.law),
        act=edge.act,
        clause=edge.clause,
        source=rule.source,
        target=str(edge.node),
        named_by=() if edge.turned else _named_by(claim, edge),
        cap=str(edge.cap) if edge.cap else None,
    )


def _named_by(claim: ClaimAtIssue, edge: AcceptanceEdge) -> tuple[str, ...]:
    """The grounds of the law-valued question that a clause refers to.

    Where it leads only by another membership of somebody, it is read with the law of that one as the home law.
    """
    book = claim.world.rulebooks[edge.law]
    if not any(map(_leaves_it, plans_of(book).tree((edge.clause,)).inner_first)):
        return ()
    elsewhere = (record for law, record in claim.record.at_home_elsewhere() if law == edge.node)
    at_home: tuple[str, ...] = ()
    for number, record in enumerate((claim.record, *elsewhere)):
        evaluation = replace(claim, record=record).before_judgment(book)
        verdict = evaluation.decide(Accepting(edge.clause))
        accepted = verdict.value if isinstance(verdict, Settled) else None
        if isinstance(accepted, Accepted):
            grounds = _grounds(evaluation, accepted)
            if _names(accepted, edge.node):
                return grounds
            at_home = at_home if number else grounds
    return at_home


def _leaves_it(rule: Rule) -> bool:
    """Whether a clause, or one over it, leaves it to a question where it leads."""
    return isinstance(rule.conclusion, Accepts) and isinstance(rule.conclusion.target, Answer)


def _grounds(evaluation: Evaluation, accepted: Accepted) -> tuple[str, ...]:
    target = accepted.terms.target
    named = evaluation.decide(Asking(target.question)) if isinstance(target, Answer) else None
    return named.grounds if isinstance(named, Settled) else ()


def _names(accepted: Accepted, node: Node) -> bool:
    """Whether a clause so read leads to a law or forum, whatever the edition."""
    named = (one.provider if isinstance(one, LawRef) else one for one in (accepted.target, node))
    return len(set(named)) == 1


def forum(claim: ClaimAtIssue, found: ForumFound) -> j.ForumFinding:
    """The forum, with its chains and the edition of its procedure in force on filing."""
    published = found.forum
    return j.ForumFinding(
        status=found.status,
        forum=published.name if published else None,
        provider=published.provider if published else None,
        in_place_of=found.in_place_of or None,
        procedure=_procedure(claim, found),
        chains=tuple(chain(claim, r.person, r.path, r.assuming) for r in found.routes),
        candidates=found.candidates,
        lacking=found.lacking,
        reason=found.reason,
        bridges=bridges(found.bridges),
    )


def _procedure(claim: ClaimAtIssue, found: ForumFound) -> str | None:
    if found.forum is None or found.forum.procedure is None:
        return None
    provider, edition = found.forum.procedure
    if edition:
        return f"{provider} {edition}"
    book = claim.world.published.in_force(provider, claim.record.filing or claim.anchor)
    return str(book.law) if book else None


def answers(claim: ClaimAtIssue, asked: Asked) -> tuple[j.Answer, ...]:
    """Every verdict of a law on the issue."""
    return tuple(_answer(claim, asked, question, verdict) for question, verdict in asked.verdicts.items())


def _answer(claim: ClaimAtIssue, asked: Asked, question: Owing, verdict: Verdict) -> j.Answer:
    roles = claim.record.roles
    debtor, creditor = roles.get(question.bearer, question.bearer), roles[question.counterparty]
    word, value, grounds, support, lacking, obstacles = _verdict(verdict)
    return j.Answer(
        law=str(asked.law),
        question=f"what {debtor} owes {creditor} as {question.head}",
        debtor=debtor,
        creditor=creditor,
        head=question.head,
        verdict=word,
        value=value,
        grounds=tuple(ground(asked.rulebook, label) for label in grounds),
        support=support,
        lacking=lacking,
        obstacles=obstacles,
        stipulated=agreed_under(asked.evaluation, verdict),
        findings=findings_under(asked.evaluation, question),
        not_proved=not_proved(verdict, roles),
        steps=tuple(
            j.StepLine(step=s.step, before=show(s.before), after=show(s.after), held=s.held)
            for s in asked.evaluation.steps.get(question, ())
        ),
        trace=_lines(asked, asked.evaluation.trace(question)),
    )


def not_proved(verdict: Verdict, roles: Mapping[str, str]) -> tuple[j.NotProved, ...]:
    """The facts whose want of proof a verdict rests on, and the persons who had to prove them."""
    found = verdict.unproved if isinstance(verdict, Settled) else ()
    return tuple(j.NotProved(fact=one.fact, by=roles.get(one.by, one.by)) for one in found)


def _verdict(
    verdict: Verdict,
) -> tuple[Word, str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    match verdict:
        case Settled(value, grounds, support):
            return "settled", show(value), grounds, support, (), ()
        case Antinomy(rules):
            return "antinomy", None, rules, (), (), ()
        case Undetermined(missing, obstacles):
            return "undetermined", None, (), (), missing, obstacles
        case Lacuna():
            return "lacuna", None, (), (), (), ()


def ground(rulebook: Rulebook, label: str) -> j.Ground:
    """A deciding rule, with its words."""
    rule = rulebook.rules.get(label)
    if rule is None:  # A rule of another law that a condition read.
        return j.Ground(law=str(rulebook.law), rule=label)
    return j.Ground(
        law=str(rulebook.law), rule=label, title=rule.title, source=rule.source, module=rule.origin, text=rule.text
    )


def _lines(asked: Asked, trace: Iterable[RuleTrace]) -> tuple[j.RuleLine, ...]:
    return rule_lines(str(asked.law), ((t.rule, t.question, t.fate, t.by, t.read) for t in trace))


def frontiers(finding: LawFinding) -> tuple[j.Frontier, ...]:
    """What each party's consents lead to, whichever way the unknown facts may fall."""
    if not finding.ways:
        return ()
    first, *others = finding.ways
    return tuple(
        j.Frontier(
            party=person,
            home=str(first.grown[person].home) if first.grown[person].home else None,
            laws=tuple(str(node) for node in closure if all(node in way.closures[person] for way in others)),
        )
        for person, closure in first.closures.items()
    )


def belonging(claim: ClaimAtIssue) -> tuple[j.Frontier, ...]:
    """The codes to which each party belongs, where no law was looked for."""
    return tuple(
        j.Frontier(
            party=person,
            home=str(home) if (home := claim.record.home.get(person)) else None,
            laws=tuple(dict.fromkeys(str(edge.node) for edge in membership_edges(claim, person))),
        )
        for person in claim.bound
    )


def bridges(found: Iterable[Bridge]) -> tuple[j.Bridge, ...]:
    """What would cure a missing common law or forum."""
    return tuple(
        j.Bridge(act=b.act, authors=b.authors, target=b.target, text=str(b))  # type: ignore[arg-type]
        for b in found
    )
