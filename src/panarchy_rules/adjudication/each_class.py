"""Judge a claim that codes class differently in each of its classes: how to judge one reading in, its issues out.

What leads to the same law and the same result in every class is decided: the class does not matter. Otherwise the
forum that hears the claim in every class says what kind of claim it is, if its procedure does; else the codes are
split (DOMAIN C0.5, C1). No class is preferred to another.
"""

from collections.abc import Callable, Iterator, Mapping

from panarchy_rules.adjudication.adaptation import adaptations, unfitting
from panarchy_rules.adjudication.characterise import class_of
from panarchy_rules.adjudication.prepare import Prepared, is_counted_with_others
from panarchy_rules.backends.interpreter.unknown import Unknown
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.results import DECIDED, NoteCode, Status
from panarchy_rules.base.values import LawRef
from panarchy_rules.casefile import judgment as j
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.claim import ClaimAtIssue

Issues = tuple[j.IssueJudgment, ...]


@dataclass(frozen=True, slots=True)
class ByForum:
    """Which of the readings counts by the procedure of the forum; if none does, what that depends on, and why."""

    number: int | None = None
    lacking: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """How an issue stands after all readings: the one that is its judgment with a note, or a status and why."""

    number: int | None = None
    note: j.Note | None = None
    status: Status = Status.DECIDED
    lacking: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def in_each_class(prepared: Prepared, dispute: Dispute, judge: Callable[[Prepared], Issues]) -> Issues:
    """Every issue; each of a claim that codes class differently with its readings."""
    found = judge(prepared)
    if not prepared.readings:
        return found
    ways = [judge(in_class(prepared, number)) for number in range(max(map(len, prepared.readings.values())))]
    stands = how_it_stands(prepared, dispute, ways)
    return tuple(
        _issue(one, [way[n] for way in ways[: len(prepared.readings[one.claim])]], stands[n]) if n in stands else one
        for n, one in enumerate(found)
    )


def in_class(prepared: Prepared, number: int) -> Prepared:
    """The claims, each that codes class differently read as of one of its classes; the last, if it has fewer."""
    chosen = {name: readings[min(number, len(readings) - 1)] for name, readings in prepared.readings.items()}
    read = {(name, one.issue): one for each in chosen.values() for name, one in each.claims}
    return replace(
        prepared,
        claims=tuple((name, read.get((name, one.issue), one)) for name, one in prepared.claims),
        classed={**prepared.classed, **{name: one.classed for name, one in chosen.items()}},
        kept={**prepared.kept, **{name: one.kept[name] for name, one in chosen.items()}},
        continuing={**prepared.continuing, **{name: one.continuing for name, one in chosen.items()}},
        readings={},
    )


def as_judged(prepared: Prepared, issues: Issues) -> Prepared:
    """The claims, each on an issue in the reading in which that was judged."""
    judged = {(one.claim, one.issue, one.matter, one.anchor) for one in issues if one.claim in prepared.readings}
    read = {
        (name, one.issue): one
        for each in prepared.readings.values()
        for reading in each
        for name, one in reading.claims
        if (name, one.issue, one.matter, one.anchor) in judged
    }
    if not read:
        return prepared
    return replace(prepared, claims=tuple((name, read.get((name, one.issue), one)) for name, one in prepared.claims))


def how_it_stands(prepared: Prepared, dispute: Dispute, ways: list[Issues]) -> Mapping[int, Stands]:
    """For every issue of a claim that codes class differently, by its place, how it stands after all readings."""
    found: dict[int, Stands] = {}
    for name, readings in prepared.readings.items():
        places = [n for n, one in enumerate(ways[0]) if one.claim == name]
        judged = {n: [way[n] for way in ways[: len(readings)]] for n in places}
        claims = [reading.claims[0][1] for reading in readings]
        classed = prepared.classed[name]
        named = by_forum(classed.claim.matter, claims, classed.codes, [one for n in places for one in judged[n]])
        fits = [_adapted(in_class(prepared, k), ways[k], name) for k in range(len(readings))]
        alike = all(one == fits[0] for one in fits) and not is_counted_with_others(dispute, name)
        found |= {n: _stands(judged[n], named, alike) for n in places}
    return found


def by_forum(
    filed: str, claims: list[ClaimAtIssue], codes: tuple[LawRef, ...], judged: list[j.IssueJudgment]
) -> ByForum:
    """The class that the procedure of the one forum for all issues in all classes gives the claim, at its own anchor.

    A code of a party has been heard already, and does not decide between itself and the others. Of several forums that
    could hear the claim none does: else whoever files would choose the class.
    """
    statuses = {one.forum.status for one in judged}
    names = {one.forum.in_place_of or one.forum.forum for one in judged if one.forum.forum}
    if len(names) != 1 or not statuses <= {Status.DECIDED, Status.UNDETERMINED}:
        return ByForum(reason="no one forum hears the claim in every class")
    name = names.pop()
    others = sorted({other for one in judged for other in one.forum.candidates} - {str(name)})
    if others:
        why = f"{name} was chosen among {' and '.join((*others, str(name)))} by whoever filed"
        return ByForum(reason=f"{why}, and so does not say what kind of claim it is")
    said = [_before(filed, claim, str(name), codes) for claim in claims]
    open_ = [fact for one in said if isinstance(one, Unknown) for fact in one.missing]
    chosen = [n for n, (one, claim) in enumerate(zip(said, claims, strict=True)) if one == claim.matter]
    if open_:
        return ByForum(lacking=tuple(dict.fromkeys(open_)), reason=f"how the procedure of {name} classes it is open")
    if len(chosen) != 1:
        return ByForum(reason=f"the procedure of {name} does not say which of these classes it is")
    if Status.UNDETERMINED in statuses:
        lacking = tuple(dict.fromkeys(fact for one in judged for fact in one.forum.lacking))
        return ByForum(lacking=lacking, reason=f"whether {name} hears the claim in every class is open")
    law = _procedure(claims[chosen[0]], str(name))
    return ByForum(chosen[0], reason=f"{law}, the procedure of {name}, classes {filed} as {claims[chosen[0]].matter}")


def _before(filed: str, claim: ClaimAtIssue, forum: str, codes: tuple[LawRef, ...]) -> str | Unknown | None:
    law = _procedure(claim, forum)
    book = claim.law(law) if law else None
    return class_of(filed, book, claim) if book and book.law not in codes else None


def _procedure(claim: ClaimAtIssue, name: str) -> LawRef | None:
    """The law of a forum's procedure as of the anchor: what was amended later does not move the claim."""
    forum = claim.world.forum(name, claim.anchor)
    book = claim.law(LawRef(*forum.procedure)) if forum and forum.procedure else None
    return book.law if book else None


def _stands(readings: list[j.IssueJudgment], named: ByForum, alike: bool) -> Stands:
    first = readings[0]
    same = all(_is_settled(one) and _outcome(one) == _outcome(first) for one in readings)
    if same and alike:
        classes = " or ".join(one.matter for one in readings)
        text = f"as {classes}, {_laws(first)} governs and gives the same"
        return Stands(named.number or 0, j.Note(code=NoteCode.SAME_IN_EACH_CLASS, text=text))
    if named.number is not None:
        return Stands(named.number, j.Note(code=NoteCode.CLASSED_BY_FORUM, text=named.reason))
    why, lacking = named.reason, named.lacking
    if same:
        why = "the claim is counted with others, under clauses that may be for one class only"
    elif not lacking and not _apart(readings) and (lacking := _lacking(readings)):
        why = "whether its class makes a difference depends on missing facts"
    status = Status.UNDETERMINED if lacking else Status.CHARACTERISATION_SPLIT
    return Stands(None, None, status, lacking, (*map(in_words, readings), why))


def _is_settled(one: j.IssueJudgment) -> bool:
    """Whether a law governs an issue in a class, whatever the facts that are missing."""
    return bool(one.laws) and one.status is not Status.UNDETERMINED


def in_words(one: j.IssueJudgment) -> str:
    """What an issue comes to in one class."""
    before = f" before {one.forum.forum}" if one.forum.forum else f", {one.forum.status}"
    comes = "; ".join(map(str, one.orders)) or ("nothing is ordered" if one.status in DECIDED else str(one.status))
    return f"as {one.matter}, of {one.anchor}: {_laws(one) or 'no law'}{before}: {comes}"


def _laws(one: j.IssueJudgment) -> str:
    return " and ".join(dict.fromkeys(law.name for law in one.laws))


def _outcome(one: j.IssueJudgment) -> tuple[object, ...]:
    """The law, the forum and the result of an issue, and what the providers who were asked do with it."""
    orders = tuple(order.model_copy(update={"chain": None}) for order in (*one.orders, *one.unimposed))
    answers = tuple((a.law, a.question, a.verdict, a.value) for a in one.answers)
    does = tuple((r.provider, r.result, r.cap) for r in one.recognitions)
    seat = one.forum.status, one.forum.forum, one.forum.candidates
    return one.status, _laws(one), seat, orders, answers, does, one.lacking


def _apart(readings: list[j.IssueJudgment]) -> bool:
    """Whether no facts can make the readings lead to the same."""
    settled = [one for one in readings if one.status is not Status.UNDETERMINED]
    if any(not one.laws for one in settled) or len({_outcome(one) for one in settled}) > 1:
        return True
    return len({_laws(one) for one in readings if one.laws}) > 1


def _lacking(readings: list[j.IssueJudgment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for one in readings for fact in one.lacking))


def _adapted(prepared: Prepared, issues: Issues, name: str) -> tuple[j.AdaptationFinding, ...]:
    unfit = tuple(one for one in unfitting(prepared.claims, issues) if one.claim == name)
    return adaptations(unfit, ()) if unfit else ()


def _issue(filed: j.IssueJudgment, readings: list[j.IssueJudgment], stands: Stands) -> j.IssueJudgment:
    """The issue as it stands, with all its readings."""
    if stands.number is not None and stands.note:
        one = readings[stands.number]
        steps = _with_steps(one.steps, (stands.note.text,))
        changed: dict[str, object] = {"readings": tuple(readings), "notes": (*one.notes, stands.note), "steps": steps}
        if stands.note.code is NoteCode.SAME_IN_EACH_CLASS:
            seats = _in_all([one.forum.bridges for one in readings])
            forum = one.forum.model_copy(update={"bridges": seats})
            changed |= {"bridges": _in_all([one.bridges for one in readings]), "forum": forum}
        return one.model_copy(update=changed)
    laws = dict.fromkeys(law for one in readings for law in (*(each.name for each in one.laws), *one.possible_laws))
    return filed.model_copy(
        update={
            "status": stands.status,
            "lacking": stands.lacking,
            "possible_laws": tuple(laws),
            **_seat(filed, readings, stands),
            "reasons": (*filed.reasons, *stands.reasons),
            "readings": tuple(readings),
            "steps": _with_steps(filed.steps, stands.reasons[-1:]),
        }
    )


def _in_all(bridges: list[tuple[j.Bridge, ...]]) -> tuple[j.Bridge, ...]:
    """What helps in every class."""
    return tuple(one for one in bridges[0] if all(one in others for others in bridges))


def _seat(filed: j.IssueJudgment, readings: list[j.IssueJudgment], stands: Stands) -> dict[str, object]:
    """The forum of an undecided issue, if it is that of every class; else what could be."""
    found = {(one.forum.status, one.forum.forum) for one in (filed, *readings)}
    if len(found) == 1:
        return {}
    names = tuple(sorted({one.forum.forum for one in readings if one.forum.forum}))
    everywhere = len({one.forum.forum for one in readings}) == 1
    reason = f"in every class it would be {names[0]}" if everywhere and names else "the forum depends on the class"
    lacking = tuple(dict.fromkeys(fact for one in readings for fact in one.forum.lacking))
    seat = j.ForumFinding(status=stands.status, candidates=names, lacking=lacking, reason=reason)
    return {"forum": seat, "proceedings": None}


def _with_steps(steps: tuple[j.StepTaken, ...], lines: tuple[str, ...]) -> tuple[j.StepTaken, ...]:
    """The steps with further lines on what kind of claim it is, behind those that say what codes say."""
    return tuple(_placed(steps, [j.StepTaken(step="characterisation", found=line) for line in lines]))


def _placed(steps: tuple[j.StepTaken, ...], more: list[j.StepTaken]) -> Iterator[j.StepTaken]:
    last = max(n for n, one in enumerate(steps) if one.step == "characterisation")
    for n, one in enumerate(steps):
        yield one
        yield from more if n == last else ()
