"""Write down what became of proceedings: what was heard in, the promised models out."""

from panarchy_rules.adjudication.proceedings import Heard
from panarchy_rules.backends.interpreter.conduct import actor_of, day_of
from panarchy_rules.backends.interpreter.replay import Played
from panarchy_rules.base.values import show
from panarchy_rules.casefile import proceedings_finding as p


def proceedings(heard: Heard | None) -> p.ProceedingsFinding | None:
    """The record, where it has come to, and what may follow."""
    if heard is None:
        return None
    stages, lacking = heard.stages
    return p.ProceedingsFinding(
        procedure=str(heard.procedure.law),
        stages=stages,
        lacking=lacking,
        acts=tuple(_act(one) for one in heard.played),
        next=tuple(
            p.Chance(
                person=c.person,
                act=c.act,
                content=dict(c.content),
                rules=c.rules,
                after=c.after,
                until=c.until,
                depends_on=c.if_,
            )
            for c in heard.chances
        ),
        duties=tuple(
            p.DutyFinding(
                person=d.person,
                must=d.modality == "must",
                act=d.act,
                rule=d.rule,
                towards=d.counterparty or None,
                until=d.until,
                state=d.state,
            )
            for d in heard.duties
        ),
    )


def _act(one: Played) -> p.ActFinding:
    said = {name: show(value) for name, value in one.act.fields if name not in ("actor", "date")}
    return p.ActFinding(
        on=day_of(one.act),
        by=actor_of(one.act),
        act=one.act.kind,
        content=said,
        fate=one.fate,
        rules=one.rules,
        reasons=one.reasons,
        lacking=one.lacking,
    )
