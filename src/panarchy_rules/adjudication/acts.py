"""Type the record of proceedings: what a dispute states in, acts as the vocabulary declares them out."""

from collections.abc import Mapping
from dataclasses import dataclass

from panarchy_rules.adjudication.facts import FactReader
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import Person, RecordValue, Value
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.casefile.fact_input import FactInput
from panarchy_rules.casefile.proceedings import RecordedAct
from panarchy_rules.rulebook.kinds import PERSON
from panarchy_rules.rulebook.record import Absence
from panarchy_rules.rulebook.rulebook import ActDeclaration, FactDeclaration


@dataclass
class ActReader:
    """Reads the acts of one dispute. Mistakes go where those of the facts go."""

    facts: FactReader

    def read(self, dispute: Dispute) -> tuple[RecordValue, ...] | None:
        """Every act that could be read, as recorded; None if the dispute states no record of proceedings."""
        if dispute.proceedings is None:
            return None
        return tuple(made for act in dispute.proceedings if (made := self._act(act, dispute)))

    def _act(self, stated: RecordedAct, dispute: Dispute) -> RecordValue | None:
        known = self.facts.world.vocabulary.acts
        declared = known.get(stated.act)
        if declared is None:
            otherwise = f"declared: {listed(known)}" if known else f"declare it with `act {stated.act}`"
            help_ = did_you_mean(stated.act, known, otherwise)
            self.facts.report("PR630", f"`{stated.act}` is no act of this world's vocabularies", stated.act, help_)
            return None
        if dispute.today and stated.on > dispute.today:
            message = f"`{stated.act}` is dated {stated.on}, after the day of judgment, {dispute.today}"
            self.facts.report("PR632", message, stated.act, "leave it out, or state a later `today`")
        actor = self.facts.value(FactDeclaration("by", PERSON), stated.by)
        fields: dict[str, Value] = {"date": stated.on}
        if isinstance(actor, Person):
            fields["actor"] = actor
        return RecordValue(declared.name, (*fields.items(), *self._content(declared, stated.content).items()))

    def _content(self, declared: ActDeclaration, content: Mapping[str, FactInput]) -> dict[str, Value]:
        """What an act says. A field that is unknown is left out."""
        found: dict[str, Value] = {}
        for name, stated in content.items():
            kind = declared.kind.field(name)
            if kind is None or name in ("actor", "date"):
                names = [field for field, _ in declared.kind.fields if field not in ("actor", "date")]
                help_ = did_you_mean(name, names, f"its fields: {listed(names)}" if names else "it says nothing more")
                self.facts.report("PR631", f"`{declared.name}` has no field `{name}`", name, help_)
                continue
            value = self.facts.value(FactDeclaration(name, kind), stated)
            if value is not None and not isinstance(value, Absence):
                found[name] = value
        return found
