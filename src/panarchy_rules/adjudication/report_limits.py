"""Write refusals and mandatory rules down as parts of a judgment: what the search found in, promised models out."""

from collections.abc import Iterable, Mapping

from panarchy_rules.adjudication.incidental import View
from panarchy_rules.adjudication.mandatory import Protection
from panarchy_rules.adjudication.report import chain, governing
from panarchy_rules.adjudication.search import Searched
from panarchy_rules.base.values import LawRef, show
from panarchy_rules.casefile import judgment as j
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.graph import Closure
from panarchy_rules.rulebook.rulebook import Owing, asks_common
from panarchy_rules.rulebook.verdict import Settled


def barred(found: Searched) -> tuple[j.Refused, ...]:
    """The laws taken from a party's consents on the way."""
    return tuple(
        j.Refused(party=bar.person, law=str(bar.author), clause=bar.clause, reason=bar.reason)
        for bar in found.claim.barred
        if bar.clause != "gaps next law" or bar.person == found.claim.claimant
    )


def refused_results(found: Searched) -> tuple[j.RefusedResult, ...]:
    """Every refused result, with what came in its place."""
    laws = tuple(dict.fromkeys(str(route.law) for route in found.law.routes))
    return tuple(
        j.RefusedResult(
            party=one.person,
            code=str(one.code),
            reservation=one.reservation.label,
            title=one.reservation.title,
            source=one.reservation.source,
            law=str(one.law),
            result=one.result,
            replacement=" and ".join(laws) or None,
        )
        for one in found.refusals
    )


def common(claim: ClaimAtIssue, found: Searched) -> tuple[j.CommonLaw, ...]:
    """The laws in which the parties meet, if some rule of the law that governs asks them."""
    if not any(asks_common(one.rulebook) for one in found.asked):
        return ()
    met = [(law, True) for law in claim.record.common or ()] + [(law, False) for law in claim.record.perhaps_common]
    ways = [way.closures for way in found.law.ways]
    return tuple(
        j.CommonLaw(
            law=str(law),
            certain=certain,
            chains=tuple(_always(claim, law, who, ways) for who in ways[0]) if certain else (),
        )
        for law, certain in met
    )


def _always(claim: ClaimAtIssue, law: LawRef, person: str, ways: list[Mapping[str, Closure]]) -> j.Chain:
    """The best chain of a party to a law that is there whichever way the facts fall."""
    paths = ways[0][person][law]
    return chain(claim, person, next(path for path in paths if all(path in way[person][law] for way in ways)))


def incidental(views: Iterable[View]) -> tuple[j.IncidentalFinding, ...]:
    """Every preliminary question, with the law that answers it."""
    return tuple(_incidental(view) for view in views)


def _incidental(view: View) -> j.IncidentalFinding:
    one = view.asked
    return j.IncidentalFinding(
        question=one.question,
        matter=one.claim.matter,
        anchor=one.claim.anchor,
        claimant=one.claim.claimant,
        respondent=one.claim.respondent,
        laws=tuple(governing(one.claim, route) for route in one.law.routes),
        answer=None if one.value is None else show(one.value),
        own=None if view.own is None else show(view.own),
        policy=view.policy,  # type: ignore[arg-type]
        used=view.used,
        reason=one.reason,
    )


def mandatory_rules(claim: ClaimAtIssue, found: Searched) -> tuple[j.MandatoryRule, ...]:
    """Every mandatory rule that spoke, with what it changed."""
    return tuple(_mandatory(claim, found, one) for one in found.overlaid.protections)


def _mandatory(claim: ClaimAtIssue, found: Searched, one: Protection) -> j.MandatoryRule:
    debtor, creditor, head = one.persons(claim.record.roles)
    before = found.asked[0].verdicts if found.asked else {}
    chains = [chain(claim, who, paths[0]) for who, paths in one.paths.items() if paths]
    return j.MandatoryRule(
        code=str(one.code),
        rule=one.rule.label,
        title=one.rule.title,
        source=one.rule.source,
        protects=one.person,
        debtor=debtor,
        creditor=creditor,
        head=head,
        kind="at least" if one.floor else "at most",
        value=str(one.amount) if one.amount else "claim fails",
        opposable=one.opposable,
        before=_value(claim, before, (debtor, creditor, head)),
        after=None if found.overlaid.status else _value(claim, found.overlaid.verdicts, (debtor, creditor, head)),
        chains=tuple(chains) if one.opposable and not one.governs else (),
    )


def _value(claim: ClaimAtIssue, verdicts: object, persons: tuple[str, str, str]) -> str | None:
    roles = claim.record.roles
    for question, verdict in verdicts.items():  # type: ignore[attr-defined]
        assert isinstance(question, Owing)
        if (roles.get(question.bearer), roles.get(question.counterparty), question.head) == persons:
            return show(verdict.value) if isinstance(verdict, Settled) else None
    return None
