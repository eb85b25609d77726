"""What the codes of a generated world reserve, protect and say of gaps, classes, cross-claims and other decisions."""

from collections.abc import Iterator

from tests.support.worlds.chance import Chance
from tests.support.worlds.words import Cast

AMOUNTS = ("1 EUR", "50 EUR", "99 EUR", "101 EUR", "200 EUR")
AND = ("", "", " and urgent", " and place is north")


class Limits:
    """Clauses other than acceptances, rules and forums. Each kind occurs only in worlds that are spiced with it."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self.cast = cast
        self.chance = chance

    def clauses(self, name: str) -> Iterator[str]:
        """Those of one code."""
        pick, chance = self.chance.pick, self.chance.chance
        for spice, made in (
            ("refusals", self.reservations),
            ("floors", self.floors),
            ("classes", self.classes),
            ("set_off", self.set_off),
            ("preliminary", self.preliminary),
            ("remedies", self.remedies),
            ("procedure", self.procedure),
        ):
            if spice in self.cast.spices:
                yield from made(name)
        if "periods" in self.cast.spices and chance(85):
            yield f"transition for {pick(('contract', 'contract, tort', 'tort'))} by period over term"
        if "together" in self.cast.spices and chance(70):
            yield f"keep together merits, cost{pick(('', '', ' for contract'))}"
        if "gaps" in self.cast.spices and chance(50):
            yield f"gaps{pick(('', ' on cost', ' for contract'))} next law"
        if "outsiders" in self.cast.spices and chance(50):
            yield f"outsiders never decide {pick(('tort', 'contract', 'contract on cost'))}"
        if "recognition" in self.cast.spices and chance(50):
            ground = f" unless {self.condition()}" if chance(40) else ""
            cap = pick(("", "", " up to 50 EUR", " for contract"))
            yield f"recognition {name}_q recognise decisions of {pick(self.cast.forums)}{cap}{ground}"

    def condition(self) -> str:
        """A condition on the facts, or one that always holds."""
        return self.chance.pick(("urgent", "signed", "place is north")) if self.cast.shape.conditions else "1 < 2"

    def reservations(self, name: str) -> Iterator[str]:
        """Results that its members never accept."""
        pick, chance = self.chance.pick, self.chance.chance
        for number in range(pick((0, 1, 1, 1, 2))):
            reach = pick((" inalienable", "", "")) + pick(("", "", "", " for contract", " on merits"))
            more = pick(AND) if self.cast.shape.conditions else ""
            tested = f"result of damages {pick(('< 101 EUR', '> 99 EUR', '< 50 EUR', '> 1 EUR'))}{more}"
            if self.cast.shape.conditions and chance(30):
                tested = f"result of damages differs by {pick(('urgent', 'place', 'signed'))}"
            yield f"reservation {name}_r{number} refuse result{reach} where {tested}"

    def floors(self, name: str) -> Iterator[str]:
        """Rules that protect its members, and those of others that it respects."""
        pick, chance = self.chance.pick, self.chance.chance
        for number in range(pick((0, 1, 1, 1, 2))):
            label = f"{name}_m{number}"
            when = pick(AND).replace(" and", " when") if self.cast.shape.conditions else ""
            reach = pick(("", "", " as claimant", " as respondent")) + pick(("", "", " for contract", " on merits"))
            yield f"rule {label} respondent owes claimant {pick(AMOUNTS)}{when}"
            yield f"mandatory {label} protects members{reach}"
        if chance(40):
            cap = pick(("", "", " up to 60 EUR", " up to 60 USD", " as respondent", " for tort"))
            yield f"acceptance {name}_s respect mandatory rules of {pick(self.cast.providers)}{cap}"

    def classes(self, _: str) -> Iterator[str]:
        """What else a claim is for this code."""
        if self.cast.shape.classes and self.chance.chance(50):
            other = self.chance.pick(("tort.road as contract.sale", "contract.sale as tort.road"))
            yield f"classify {other}{f' when {self.condition()}' if self.chance.chance(50) else ''}"

    def set_off(self, name: str) -> Iterator[str]:
        """Cross-claims, and a rate."""
        if self.chance.chance(70):
            yield f"set off {name}_o{f' when {self.condition()}' if self.chance.chance(40) else ''}"
        if self.chance.chance(50):
            yield "rate 1 EUR is 1.10 USD on 2025-01-01"

    def preliminary(self, name: str) -> Iterator[str]:
        """A preliminary question: its answer, and whose answer counts."""
        chance, pick = self.chance.chance, self.chance.pick
        if chance(85):
            yield f"rule {name}_b1 bond is {pick(('sound', 'void'))}"
            if chance(50):
                yield f"exception {name}_b2 to {name}_b1 bond is {pick(('sound', 'void'))} when {self.condition()}"
        if chance(60):
            yield f"incidental bond {pick(('dependent', 'independent'))}"
        if chance(70):
            yield f"rule {name}_b3 respondent owes claimant 5 EUR as amends when bond is sound"

    def remedies(self, name: str) -> Iterator[str]:
        """What is ordered beside payment, of a party or of somebody else."""
        chance, pick = self.chance.chance, self.chance.pick
        if chance(70):
            remedy = pick(("apology", "exclusion"))
            against = pick(("respondent", "respondent", "host", "carrier"))
            lasting = pick(("", " lasting 1 year"))
            when = f" when {self.condition()}" if chance(40) else ""
            yield f"rule {name}_a order {remedy} against {against}{lasting} as amends{when}"

    def procedure(self, name: str) -> Iterator[str]:
        """Who may plead until when, and what follows from that."""
        chance, pick = self.chance.chance, self.chance.pick
        if chance(60):
            who = pick(("claimant", "respondent"))
            yield f"rule {name}_w {who} has power to plead{pick(('', ' no later than filing + 30 days'))}"
            yield f"rule {name}_c respondent owes claimant 6 EUR as cost when some p in plead has (actor of p is {who})"
