"""Write the record of proceedings as plain text: each act and how it fared, the stage, and what may follow."""

from collections.abc import Iterator, Mapping

from panarchy_rules.casefile.proceedings_finding import ActFinding, Chance, DutyFinding, ProceedingsFinding
from panarchy_rules.explanation.names import Names, begun, counted, spaced


def proceedings_lines(found: ProceedingsFinding | None, names: Names) -> Iterator[str]:
    """Lines for a judgment; none if nothing was recorded before a forum with a procedure."""
    if found is None:
        return
    stages = counted(names.inside(names.rule(found.procedure, stage)) for stage in found.stages)
    yield f"  The proceedings{f': {stages}' if stages else ''}"
    for act in found.acts:
        yield f"    {_act(act, names)}"
        yield from (f"      {begun(names.say(reason, found.procedure))}." for reason in act.reasons)
    if found.lacking:
        facts = counted(names.fact(one) for one in found.lacking)
        yield f"    How far they are depends on {facts}, which nobody has stated."
    alike: dict[tuple[object, ...], list[Chance]] = {}
    for chance in found.next:
        alike.setdefault(_same_chance(chance), []).append(chance)
    yield from (f"    {_chance(tuple(some), names)}" for some in alike.values())
    yield from (f"    {_duty(duty, names)}" for duty in found.duties)


def _act(act: ActFinding, names: Names) -> str:
    fate = {"counts": "", "void": " This is void.", "open": " It is not known whether this counts."}[act.fate]
    return f"{act.on}, {names.person(act.by)}: {_what(act.act, act.content, names)}.{fate}"


def _what(act: str, content: Mapping[str, str], names: Names) -> str:
    said = "; ".join(f"{spaced(name)}: {names.say(value)}" for name, value in content.items())
    title = names.called("act", act)
    return f"{title} ({said})" if said else title


def _same_chance(chance: Chance) -> tuple[object, ...]:
    return (chance.act, tuple(chance.content.items()), chance.after, chance.until, chance.depends_on)


def _chance(chances: tuple[Chance, ...], names: Names) -> str:
    """What one or several persons may do next."""
    first = chances[0]
    after = f" after {first.after}" if first.after else ""
    until = f" no later than {first.until}" if first.until else ""
    depends = f"; this depends on {counted(_of_the_act(one, first.act, names) for one in first.depends_on)}"
    what = _what(first.act, first.content, names)
    who = names.people(chance.person for chance in chances)
    return f"Open to {who}{after}{until}: {what}{depends if first.depends_on else ''}."


def _of_the_act(fact: str, act: str, names: Names) -> str:
    """A fact on which a power depends; what the act itself will say is `its candidate`, or the like."""
    part, _, of = fact.partition(" of ")
    return f"its {spaced(part)}" if of == act else names.fact(fact)


def _duty(duty: DutyFinding, names: Names) -> str:
    must = "must" if duty.must else "must not"
    until = f" no later than {duty.until}" if duty.until else ""
    return f"{begun(names.person(duty.person))} {must} do this{until}: {_what(duty.act, {}, names)} ({duty.state})."
