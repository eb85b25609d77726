"""The codes of a generated world: choices in, law texts out."""

from collections.abc import Sequence
from dataclasses import replace

from tests.support.small_world import Code
from tests.support.worlds.chance import Chance
from tests.support.worlds.limits import Limits
from tests.support.worlds.words import AMOUNTS, CONDITIONS, DAILY, GUILDS, NEUTRALS, ROLE_CONDITIONS, Cast


class Codes:
    """Writes the codes of all providers."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self.cast = cast
        self.shape = cast.shape
        self.limits = Limits(cast, chance)
        self.part, self.count, self.pick, self.chance = chance.part, chance.count, chance.pick, chance.chance

    def of(self, name: str) -> list[Code]:
        """Every edition of one provider's code."""
        labels = self.cast.labels.setdefault(name, [])
        first = self.code(name, self.heading(name), labels)
        group = f"group {name}_g when {self.pick(CONDITIONS) if self.shape.conditions else '1 < 2'}"
        if len(self.cast.editions[name]) == 1:
            return [_with_group(self.put_off(first), group)]
        kept = tuple(clause for clause in first.clauses if not clause.startswith("acceptance") or self.chance(75))
        for _ in range(2):  # An exception falls with what it is an exception to.
            kept = tuple(c for c in kept if not c.startswith("exception x") or _target(c) in _labels(kept))
        label = f"{name}_n"
        labels.append(label)
        start, announced = self.pick((("2024-06-01", "2024-03-01"), ("2025-05-01", "2025-04-20"), ("2025-07-01", "")))
        said = f" announced {announced}" if announced and self.chance(70) else ""
        notice = " amended with 30 days notice" if self.chance(50) else ""
        heading = (*first.heading[:2], f"this is edition 2 in force from {start}{said}{notice}", *first.heading[3:])
        second = Code(name, "2", heading, (*kept, self.acceptance(name, label)))
        return [_with_group(self.put_off(code), group) for code in (first, second)]

    def put_off(self, code: Code) -> Code:
        """An edition that governs some matters only from a later day."""
        if "transitions" not in self.cast.spices or not self.chance(60 if code.edition == "2" else 15):
            return code
        start = code.heading[2].split(" in force from ")[1][:10]
        day = self.pick([day for day in ("2025-06-15", "2025-06-16", "2025-07-02", "2025-06-01") if day >= start])
        matter = self.pick(("contract", "contract.sale", "tort"))
        return replace(code, clauses=(*code.clauses, f"transition for {matter} from {day}"))

    def heading(self, name: str) -> tuple[str, ...]:
        start = "2022-06-01" if self.chance(10) else "2020-01-01"
        notice = " amended with 30 days notice" if self.chance(45) else ""
        lines = [f"rulebook {name}", "language 1 uses words", f"this is edition 1 in force from {start}{notice}"]
        if name in GUILDS or self.chance(20):
            matters = self.pick(("everything", "everything", "everything", "contract", "contract, tort"))
            lines.append(f"governs {matters}")
        if name in NEUTRALS or self.chance(40):
            lines.append("references without edition mean the edition in force")
        if self.chance(15):
            lines.append("membership leave with 30 days notice")
        lines.append("class guilds has harbor, mesa")
        if "modules" in self.cast.spices and self.shape.roles and self.chance(60):
            lines.append("adopts respondent_first adopts least_bad_for_either")
        return tuple(lines)

    def code(self, name: str, heading: tuple[str, ...], labels: list[str]) -> Code:
        clauses: list[str] = []
        forum = f"{name}_court"
        if forum in self.cast.forums:
            clauses.append(self.forum(forum, name))
        if name in GUILDS and self.cast.common:
            labels.append(f"{name}_u")
            clauses.append(
                f"acceptance {name}_u accept {self.cast.common}{self.pick(('', ' rank 1', ' up to 50 EUR'))}"
            )
        some = 2 + self.count(2) if self.cast.large else 1 + self.count(1)
        for number in range(some if name in GUILDS else self.chance(20)):
            with self.part(32):
                labels.append(f"{name}_k{number}")
                clauses.append(self.acceptance(name, labels[-1]))
                clauses += self.exceptions(name, labels[-1])
        for number, court in enumerate(self.cast.forums if name in GUILDS else ()):
            with self.part(16):
                if court == self.cast.forums[-1] or self.chance(30):
                    labels.append(f"{name}_f{number}")
                    terms = self.terms(forum=True) + self.when(40) if self.chance(25) else ""
                    clauses.append(f"acceptance {labels[-1]} accept forum {court}{terms}")
        if self.chance(10):
            clauses.append(f"own law never{self.pick((' for tort', ' on cost', ''))}{self.when(60)}")
        if self.chance(20):
            clauses.append(f"own law rank {self.count(3)}")
        adopted = "adopts" in heading[-1]
        for tie in ("balance", "respondent_first"):
            if self.chance(30) and (self.shape.roles or tie == "balance") and not (adopted and tie != "balance"):
                least = "rank of claimant + rank of respondent" if tie == "balance" else "rank of respondent"
                clauses.append(f"tie break {tie} least {least}")
        if any("proper_law" in clause for clause in clauses):
            clauses += self.proper_law(name)
        with self.part(48):
            clauses += self.limits.clauses(name)
        return Code(name, "1", heading, (*clauses, *self.merits()))

    # --- acceptances ---

    def acceptance(self, name: str, label: str) -> str:
        accepted = self.accepting(name)
        group = f" in {name}_g" if "groups" in self.cast.spices and self.chance(25) else ""
        terms = self.pick(("", "", "", "", " rank 0", " rank 1", " rank 1", " up to 50 EUR", " rank 1 up to 50 EUR"))
        if self.chance(50):
            terms = self.terms() + self.when(40)
        return f"acceptance {label}{group} {accepted}{terms}"

    def accepting(self, name: str) -> str:
        """A reference to the rules of a law, or to the whole of it."""
        accepted = self.accepted(name)
        if not self.shape.whole or not self.chance(25):
            return f"accept {accepted}"
        policy = self.pick(("", "", "", " renvoi foreign court", " renvoi single", " renvoi none"))
        ways = ("", "", " on cycle report", " on cycle own", " on cycle target", " on cycle nothing")
        cycle = self.pick((*ways, f" on cycle {self.pick(self.cast.providers)}"))
        return f"accept {accepted} whole{policy}{cycle if policy != ' renvoi none' else ''}"

    def accepted(self, name: str) -> str:
        """What a clause accepts: as a rule one of few laws, so that closures meet."""
        named = [x for x in self.cast.providers if x != name]
        named += [x for x in named if x in NEUTRALS] * 2
        if self.chance(20) and self.shape.conditions:
            kinds = (
                "law of claimant",
                "law of respondent",
                "proper_law",
                "chosen",
                "law of host",
                "law of counterparty",
            )
            return self.pick([k for k in kinds if self.shape.roles or k not in kinds[:2]])
        target = self.pick(named)
        if self.chance(30):
            return f"{target} edition {self.pick(self.cast.editions[target])}"
        return f"{target} as amended" if self.chance(30) else target

    def terms(self, forum: bool = False) -> str:
        said = []
        if self.chance(35):
            said.append(f"for {self.pick(('contract', 'contract.sale', 'tort', 'contract, tort.road'))}")
        if self.chance(6):
            said.append(self.pick(("on merits", "on cost")))
        if self.chance(12) and self.shape.roles:
            said.append(f"as {self.pick(('claimant', 'respondent', 'carrier', 'claimant, carrier'))}")
        if self.chance(10):
            members = ("harbor", "mesa, harbor", "guilds")
            said.append(self.pick(("towards anyone", *(f"towards members of {one}" for one in members))))
        if self.chance(30) and not forum:
            said.append(f"rank {self.count(3)}")
        if self.chance(30) and not forum:
            said.append(self.pick(("up to 50 EUR", "up to 50 EUR", "up to 150 EUR", "up to 50 USD")))
        if self.chance(10) and not forum and self.shape.mirrors:
            said.append("if reciprocal")
        if self.chance(12):
            said.append(self.pick(("from 2025-01-01", "until 2025-06-15", "until 2025-12-31", "from 2025-07-01")))
        if self.chance(20):
            said.append("revocable with 30 days notice")
        return "".join(f" {term}" for term in said)

    def exceptions(self, name: str, label: str) -> list[str]:
        if not self.shape.conditions or not self.chance(25):
            return []
        does = f"{label} does not apply"
        if self.chance(50):
            does = f"{self.accepting(name)}{self.terms()}"
        made = [f"exception x_{label} to {label} {does}{self.when(85)}"]
        if self.chance(25):
            made.append(f"exception xx_{label} to x_{label} x_{label} does not apply{self.when(90)}")
        return made

    def proper_law(self, name: str) -> list[str]:
        """Rules on a law-valued question, as codified choice-of-law rules are written."""
        others = [x for x in self.cast.providers if x != name]
        laws = [*others, "chosen", *(("law of claimant", "law of respondent") if self.shape.roles else ())]
        made = [f"rule c0 proper_law is {self.pick(laws)}{self.when(50)}"]
        if self.chance(50):
            made.append(f"exception c1 to c0 proper_law is {self.pick(laws)}{self.when(80)}")
        return made

    # --- forums ---

    def forum(self, forum: str, name: str) -> str:
        openness = self.pick(("anyone", "anyone", "anyone", "anyone", "members of harbor, mesa"))
        said = f"forum {forum} " + (f"open to {openness}" if not self.chance(8) else "closed")
        if self.chance(20):
            said += " for contract, tort.road"
        if self.chance(50):
            said += f" procedure {name}"
        if "earlier" in self.cast.spices and self.chance(60):
            said += " stays for earlier proceedings"
        others = [one for one in self.cast.forums if one != forum]
        if "ends" in self.cast.spices and others and self.chance(60):
            said += f" succeeded by {', '.join(others[: 1 + self.count(1)])}"
        return said + (self.pick((" from 2026-01-01", " until 2026-06-01")) if self.chance(10) else "")

    # --- what is owed ---

    def merits(self) -> list[str]:
        made = []
        if not self.chance(7):
            amounts = (*AMOUNTS, *DAILY) if "periods" in self.cast.spices else AMOUNTS
            made += self.owed("pay", "respondent", "claimant", self.pick(amounts), "", self.when(15))
            pay = "pay_1" if self.shape.roles else "pay_1, pay_2"
            if self.chance(15):
                made.append(f"exception barred to {pay} claim fails noting time_barred{self.when(90)}")
            elif self.chance(8) and self.shape.conditions:
                made.append(f"exception hung to {pay} no decision as panel_hung{self.when(90)}")
            elif "preliminary" in self.cast.spices and self.chance(50):
                made.append(f"exception unbound to {pay} claim fails when bond is void")
            if self.chance(6):
                made += self.owed("more", "respondent", "claimant", self.pick(AMOUNTS), "", self.when(50))
            if self.chance(8):
                made.append(f"step half of damages reduce by 50 %{self.when(60)} steps of damages half")
        if self.chance(60):
            made += self.owed("fee", "claimant", "respondent", "10 EUR", " as cost", self.when(20))
        return made

    def owed(self, label: str, debtor: str, creditor: str, amount: str, head: str, when: str) -> list[str]:
        """A rule; where nobody may be treated unlike, with its mirror image."""
        made = [f"rule {label}_1 {debtor} owes {creditor} {amount}{head}{when}"]
        if not self.shape.roles:
            made.append(f"rule {label}_2 {creditor} owes {debtor} {amount}{head}{when}")
        return made

    def when(self, percent: int) -> str:
        if not self.shape.conditions or not self.chance(percent):
            return ""
        conditions = (*CONDITIONS, *ROLE_CONDITIONS) if self.shape.roles else CONDITIONS
        return f" when {self.pick(conditions)}"


def _with_group(code: Code, group: str) -> Code:
    """The code with the group that its clauses name, if any does."""
    name = group.split()[1]
    used = any(f" in {name} " in clause for clause in code.clauses)
    return replace(code, clauses=(group, *code.clauses)) if used else code


def _target(exception: str) -> str:
    return exception.split(" to ")[1].split()[0]


def _labels(clauses: Sequence[str]) -> set[str]:
    return {clause.split()[1] for clause in clauses if clause.startswith(("acceptance", "exception"))}
