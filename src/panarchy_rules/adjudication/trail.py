"""Write down the steps of an issue: what each step found in, one line a step out (DOMAIN C0.5)."""

from collections.abc import Iterator

from panarchy_rules.adjudication.characterise import Classed
from panarchy_rules.adjudication.continuing import Continuing
from panarchy_rules.adjudication.earlier import Halt
from panarchy_rules.adjudication.incidental import View
from panarchy_rules.adjudication.issue_status import Standing
from panarchy_rules.adjudication.orders import Ordered
from panarchy_rules.adjudication.search import Searched
from panarchy_rules.adjudication.seise import ForumFound
from panarchy_rules.base.values import show
from panarchy_rules.casefile.judgment import StepTaken
from panarchy_rules.choice_of_law.claim import ClaimAtIssue
from panarchy_rules.choice_of_law.consents import named_home
from panarchy_rules.choice_of_law.graph import Path
from panarchy_rules.choice_of_law.together import Kept
from panarchy_rules.rulebook.verdict import Settled


def parties(claim: ClaimAtIssue, assignee: str | None) -> StepTaken:
    """Who stands against whom, with their home laws, and who has taken the claim over."""
    homes = [f"{who} (home law {claim.record.home.get(who) or 'none'})" for who in claim.bound]
    taken = f"; {assignee} has taken the claim of {claim.claimant} over, as it stands" if assignee else ""
    return _step("parties", " against ".join(homes) + taken)


def memberships(claim: ClaimAtIssue) -> Iterator[StepTaken]:
    """Which laws those have besides the home law who belong to several providers for the matter."""
    for who, laws in sorted(claim.record.also.items()):
        home = claim.record.home[who]
        *most, last = (law.provider for law in (home, *laws) if law)
        named = named_home(claim.world, claim.view, who, claim.matter, [law.provider for law in (home, *laws) if law])
        by = (f"entry {named.entry}",) if named else ()
        yield _step("memberships", f"{who} belongs to {', '.join(most)} and {last}; the home law is {home}", *by)


def characterisation(classed: Classed) -> Iterator[StepTaken]:
    """What kind of claim it is, where codes class it."""
    for line in classed.lines:
        yield _step("characterisation", line)


def continuing(found: Continuing) -> Iterator[StepTaken]:
    """Whether a relation that goes on is judged time by time."""
    for line in found.lines:
        yield _step("periods", line)


def forum(found: ForumFound) -> StepTaken:
    """The forum, or why there is none."""
    if found.forum is None:
        return _step("forum", f"{found.status}: {found.reason}")
    instead = f", in place of {found.in_place_of}, whose provider has ended" if found.in_place_of else ""
    return _step("forum", f"{found.forum.name}{instead}", *(_path_words(route.path) for route in found.routes))


def earlier(halt: Halt) -> Iterator[StepTaken]:
    """Other proceedings on the cause."""
    for line in halt.lines:
        yield _step("earlier proceedings", line)


def incidental(views: tuple[View, ...]) -> Iterator[StepTaken]:
    """Preliminary questions, with both answers where there are two."""
    for view in views:
        one = view.asked
        laws = " and ".join(dict.fromkeys(str(route.law) for route in one.law.routes))
        answer = one.reason if one.value is None else f"{show(one.value)} under {laws}"
        own = "" if view.own is None else f"; {show(view.own)} under the law that governs"
        policy = f" ({view.policy})" if view.policy else ""
        yield _step("incidental questions", f"{one.question}{policy}: {answer}{own}")


def outsiders(reasons: tuple[str, ...]) -> Iterator[StepTaken]:
    """Codes that let no outsiders decide."""
    for reason in reasons:
        yield _step("matters kept from outsiders", reason)


def capacity(found: Searched) -> Iterator[StepTaken]:
    """Acts that do not bind a party."""
    ways = (one for way in found.law.ways[:1] for grown in way.grown.values() for one in grown.incapable)
    for unable in dict.fromkeys(ways):
        yield _step("capacity", unable.reason, f"entry {unable.entry}")


def together(kept: Kept | None) -> Iterator[StepTaken]:
    """The issues that share a law with this one, and whose codes say so."""
    if kept and kept.issues:
        by = (f"{mark.code}, keep together {' and '.join(mark.issues)}, for {mark.person}" for mark in kept.marks)
        since = f", all as of {kept.since}, the earliest of their anchors" if kept.since else ""
        yield _step("issues kept together", f"one law governs this and {' and '.join(kept.issues)}{since}", *by)


def law(found: Searched) -> Iterator[StepTaken]:
    """Each law that was left aside, and the one that governs."""
    for silent in found.silent:
        yield _step("gap", f"{silent} is silent on this and leaves it to the next law", f"{silent}, gaps next law")
    for said in found.beside:
        yield _step("law", said)
    for one in found.refusals:
        text = f"{one.law} is left aside: its result is refused for {one.person} ({one.result})"
        yield _step("reservations", text, f"{one.code}, {one.reservation.label}")
    if found.law.status is not None and not found.law.ways:
        return
    if found.law.status is not None:
        yield _step("law", f"{found.law.status}: {'; '.join(found.law.reasons)}")
        return
    for route in found.law.routes:
        if route.law in [one.law for one in found.asked]:
            clauses = [_path_words(paths[0]) for paths in route.paths.values() if paths]
            yield _step("law", f"{route.law} governs", *clauses)


def evaluation(found: Searched) -> Iterator[StepTaken]:
    """What the law says to each question."""
    for one in found.asked:
        for question, verdict in one.verdicts.items():
            said = show(verdict.value) if isinstance(verdict, Settled) else type(verdict).__name__.lower()
            grounds = verdict.grounds if isinstance(verdict, Settled) else ()
            yield _step("evaluation", f"{question} under {one.law}: {said}", *(f"{one.law}, {g}" for g in grounds))


def mandatory(found: Searched) -> Iterator[StepTaken]:
    """Every mandatory rule that spoke."""
    for one in found.overlaid.protections:
        how = "at least" if one.floor else "at most"
        text = f"{one.question}: {how} {one.amount or 'nothing'}, for {one.person}"
        text += "" if one.opposable else "; not opposable to the other side"
        yield _step("mandatory rules", text, f"{one.code}, {one.rule.label}")
    if found.overlaid.status is not None:
        yield _step("mandatory rules", f"{found.overlaid.status}: {'; '.join(found.overlaid.reasons)}")


def remedies(ordered: Ordered, standing: Standing) -> StepTaken:
    """What is ordered."""
    said = "; ".join(str(order) for order in ordered.orders) or "nothing is ordered"
    return _step("remedies", f"{standing.status}: {said}")


def _path_words(path: Path) -> str:
    consent = path.consent
    act = f"entry {consent.entry}" if consent.entry else f"{consent.person} publishes {consent.target}"
    return ", then ".join([act, *(f"{clause.law}, {clause.clause}" for clause in path.clauses)])


def _step(step: str, found: str, *by: str) -> StepTaken:
    return StepTaken(step=step, found=found, by=by)
