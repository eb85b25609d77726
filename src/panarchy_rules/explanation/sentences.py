"""Single sentences of a judgment: a chain of consent, an order, what a law says; parts of a judgment in, words out."""

from collections.abc import Iterator

from panarchy_rules.base.results import Status
from panarchy_rules.casefile.dispute import FactStanding
from panarchy_rules.casefile.judgment import Answer, Chain, Edge, NotProved, Order, SetOffFinding
from panarchy_rules.explanation.names import Names, begun, counted, spaced

TIERS = (
    "on which all parties agreed after the event",
    "on which the parties agreed beforehand",
    "to which both sides have consented themselves",
    "to which the codes of the parties lead",
)
_ACTS = {"join": "joined", "submit": "submitted to", "agree": "agreed on"}
_CLAUSES = {"on cycle": "turns to", "respect": "respects the mandatory rules of"}


def chain_text(chain: Chain, names: Names, who: str = "") -> str:
    """One chain of consent: who did what, and which code leads on from there."""
    (first, *clauses), who = chain.edges, who or names.person(chain.party)
    does = [clause_text(edge, names) for edge in clauses]
    if first.act == "publish" and clauses:
        return _assuming(chain, f"{who} {', which '.join(does)}.", names)
    return _assuming(chain, ", which ".join((_consent(who, first, names), *does)) + ".", names)


def chain_lines(chains: tuple[Chain, ...], names: Names) -> Iterator[str]:
    """Chains one by one; what several agreed on in one act is one line."""
    alike: dict[object, list[Chain]] = {}
    for chain in chains:
        first = chain.edges[0]
        together = (first.entry, chain.assuming) if first.act == "agree" and len(chain.edges) == 1 else chain
        alike.setdefault(together, []).append(chain)
    for first_chain, *others in alike.values():
        who = names.people(chain.party for chain in (first_chain, *others))
        yield chain_text(first_chain, names, who)


def further_text(chain: Chain, names: Names) -> str:
    """A chain whose first step was told already: only where the code leads."""
    first, *clauses = chain.edges
    if not clauses:
        return chain_text(chain, names)
    code = chain.party if first.act == "publish" else first.target.partition(" ")[0]
    does = ", which ".join(clause_text(edge, names) for edge in clauses)
    return _assuming(chain, f"{names.person(code)} {does}.", names)


def _assuming(chain: Chain, said: str, names: Names) -> str:
    cases = " and ".join(names.case(one.about, one.value) for one in chain.assuming)
    return begun(f"if {cases}: {said}" if cases else said)


def _consent(who: str, edge: Edge, names: Names) -> str:
    if edge.act == "publish":
        return f"{who} is bound by the code that it publishes"
    act = f"{who} {_ACTS.get(edge.act, edge.act)} {_joined(edge, names)}"
    about = "; ".join(part for part in (f"entry {edge.entry}" if edge.entry else "", edge.source) if part)
    left = f" and is still bound after the exit (entry {edge.left})" if edge.left else ""
    about = about.rstrip(".")
    return f"{act}{f' on {edge.since}' if edge.since else ''}{f' ({about})' if about else ''}{left}"


def _joined(edge: Edge, names: Names) -> str:
    """What was joined is a provider, and what was submitted to or agreed on a law or forum."""
    provider = edge.target.partition(" ")[0]
    if edge.act == "join":
        return names.person(provider)
    return names.law(edge.target) if _is_law(edge.target) else names.forum(edge.target)


def clause_text(edge: Edge, names: Names) -> str:
    """What a clause of a code does, and what it cites; its title if it cites nothing."""
    title = names.rule(edge.author, edge.clause or "")
    if _is_law(edge.target) and title.lower() == names.law(edge.target).lower():
        title = ""  # What the clause is called says no more than what it accepts.
    named = counted(f"“{names.rule(edge.author, rule)}”" for rule in edge.named_by)
    cited = "; ".join(part for part in (edge.source or title, f"named by {named}" if named else "") if part)
    whole = " as a whole" if edge.act == "accept whole" else ""
    cap = f" up to {edge.cap}" if edge.cap else ""
    about = f" ({cited})" if cited else ""
    if not _is_law(edge.target):
        return f"lets {names.forum(edge.target)} decide{about}"
    return f"{_CLAUSES.get(edge.act, 'accepts')} {names.law(edge.target)}{whole}{cap}{about}"


def _is_law(node: str) -> bool:
    """A law stands with its edition, a forum alone."""
    return " " in node


def order_text(orders: tuple[Order, ...], names: Names) -> str:
    """One order, or several that differ only in whom they are against."""
    first, who = orders[0], names.people(order.debtor for order in orders)
    creditor = names.person(first.assignee or first.creditor)
    rest = f"; {first.undecided} above the cap of a chain is not decided" if first.undecided else ""
    what = "what is left after netting" if first.issue == "netting" else names.called("head", first.head)
    about = f"({what}){rest}"
    if first.remedy == "payment":
        jointly = f", once, jointly with {names.people(first.jointly)}" if first.jointly else ""
        return begun(f"{who} {'pays' if len(orders) == 1 else 'each pay'} {creditor} {first.amount} {about}{jointly}.")
    each = f", {len(orders)} persons" if len(orders) > 3 else ""
    return begun(f"{remedy_text(first.terms, names)} against {who}{each}, for {creditor} {about}.")


def remedy_text(terms: str, names: Names) -> str:
    """A remedy with what is said of it, and what it is."""
    remedy, _, rest = terms.partition(" ")
    title = names.titles.get("remedy", {}).get(remedy, "")
    said = f"{spaced(remedy)} {names.say(rest)}".strip().replace(" lasting ", " for ")
    return f"{said} ({names.inside(title)})" if title else said


def set_off_text(one: SetOffFinding, names: Names) -> str:
    """A set-off on one line."""
    if one.status is not Status.DECIDED:
        reason = names.say(one.reason)
        return f"Claim {one.claim} is not set off against claim {one.against} ({one.status}): {reason}."
    cited = "; ".join(part for part in (one.source or one.clause, one.rate) if part)
    paid = one.amount if one.amount == one.of else f"{one.amount}, which is {one.of},"
    law = f", under {names.law(one.law)} ({cited})" if one.law else ""
    return f"{paid} of claim {one.claim} is set off against claim {one.against}{law}."


def standing_text(one: FactStanding, names: Names) -> str:
    """Who asserts a fact and how it stands, on one line."""
    what = names.fact(f"{one.fact} of {', '.join(one.of)}" if one.of else one.fact)
    by = f", asserted by {_asserted(one.asserted_by, names)}" if one.asserted_by else ""
    rest = {"contested": "contested, and so counted as unknown", "found": "found by a judge"}
    return f"{begun(what)}{by}: {rest.get(one.standing, one.standing)}"


def not_proved_text(one: NotProved, names: Names) -> str:
    """Which proof is wanting, and whose."""
    return begun(f"{names.fact(one.fact)}, for {names.person(one.by)} to prove")


def _asserted(who: str, names: Names) -> str:
    return f"the {who}" if who in ("claimant", "respondent") else names.person(who)


def says(answer: Answer, names: Names, *, decided: bool = True, told: tuple[str, ...] = (), waits: bool = False) -> str:
    """What a law says to a question, in a sentence. What is not decided would be owed.

    `told` are missing facts that stand elsewhere. Where the law `waits` with another answer to the same issue, this one
    is what is so as things stand.
    """
    law, head = f"Under {names.law(answer.law)}", f"({names.called('head', answer.head)})"
    decided = decided or waits
    stands = ", as things stand," if waits else ""
    several = answer.debtor in names.lists
    debtor, creditor = names.person(answer.debtor), names.person(answer.creditor)
    owed = f"what {debtor} owe{'' if several else 's'} {creditor} {head}"
    if answer.verdict == "lacuna":
        return f"{law} there is no rule on {owed}."
    if answer.verdict == "antinomy":
        return f"{law} rules collide on {owed}."
    if answer.verdict == "undetermined":
        lacking = counted(names.fact(fact) for fact in answer.lacking) if answer.lacking != told else ""
        return f"{law} it stays open {owed}{f'; what is missing: {lacking}' if lacking else ''}."
    value = answer.value or ""
    if value.startswith("no decision"):
        return f"{law} nothing is decided {value.removeprefix('no decision ').upper()} on {owed}."
    if value.partition(" ")[0] in names.titles.get("remedy", {}):
        return f"{law}{stands or ','} the order against {debtor}, for {creditor}, is {remedy_text(value, names)}."
    amount = "nothing" if value in ("claim fails", "nothing") else names.say(value)
    if amount == "nothing" and (answer.law, answer.head) in names.ordered:
        return (
            f"{law}{stands} nothing {'is' if decided else 'would be'} ordered against {debtor}, for {creditor} {head}."
        )
    verb = "owe" if several else "owes"
    return f"{law}{stands or ','} {debtor} {verb if decided else 'would owe'} {creditor} {amount} {head}."
