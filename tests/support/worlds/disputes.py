"""The dispute of a generated world: choices in, a document out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.support.worlds.chance import Chance
from tests.support.worlds.words import ANCHOR, FACTS, MATTERS, PARTIES, Cast


class Disputes:
    """Writes the dispute."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self.cast = cast
        self.shape = cast.shape
        self.pick, self.chance = chance.pick, chance.chance

    def dispute(self) -> dict[str, Any]:
        first, second = PARTIES
        if self.chance(5):
            second = self.pick(self.cast.providers)
        raw: dict[str, Any] = {"id": "d", "matter": self.pick(MATTERS), "anchor": ANCHOR}
        raw["parties"] = {"claimant": first, "respondent": second}
        raw["issues"] = self.pick((("merits",), ("merits",), ("merits",), ("merits",), ("merits", "cost")))
        if self.chance(30) and self.shape.roles:
            raw["parties"]["carrier"] = self.pick((first, second, "cleo"))
        if self.chance(30):
            raw["forum"] = self.pick(self.cast.forums)
        if self.chance(50):
            raw["filed"] = self.pick((date(2025, 10, 1), date(2026, 8, 1)))
        together = {"joint", "set_off"} & self.cast.spices
        if self.chance(80 if together else 15) and self.shape.claims:
            raw["claims"] = self.claims(first, second)
        raw["facts"] = self.facts()
        for spice in sorted(self.cast.spices):
            if add := getattr(self, f"add_{spice}", None):
                add(raw)
        return raw

    def claims(self, first: str, second: str) -> list[dict[str, Any]]:
        mutual = "set_off" in self.cast.spices and self.chance(75)
        other = first if mutual else self.pick((first, "cleo"))
        more: dict[str, Any] = {"id": "c2", "claimant": second, "respondent": other}
        if self.chance(30):
            more |= {"matter": self.pick(MATTERS), "anchor": self.pick((date(2024, 12, 1), date(2025, 6, 20)))}
        if mutual:
            more["set_off"] = "c1"
        made = [{"id": "c1", "claimant": first, "respondent": second}, more]
        if "joint" in self.cast.spices and self.chance(50):
            made.append({"id": "c3", "claimant": "cleo", "respondent": self.pick((first, second))})
        return made

    def facts(self) -> dict[str, Any]:
        stated = {name: self.fact(values) for name, values in FACTS.items()}
        stated["chosen"] = self.fact([*self.cast.providers, "harbor 1"])
        given = {name: value for name, value in stated.items() if value is not None}
        if self.shape.roles:
            kept = {role: self.fact((True, False)) for role in ("claimant", "respondent")}
            if known := {role: value for role, value in kept.items() if value is not None}:
                given["kept"] = known
        return given

    def fact(self, values: Sequence[Any]) -> Any:
        if self.cast.informed or self.chance(45):
            return self.pick(values)
        return self.pick((None, "unknown", "unknown", "not_applicable"))

    # --- what only some worlds have ---

    def add_joint(self, raw: dict[str, Any]) -> None:
        raw["matter"] = "commons"

    def add_preliminary(self, raw: dict[str, Any]) -> None:
        anchor = self.pick((date(2024, 12, 1), ANCHOR))
        persons = {"claimant": "ana", "respondent": self.pick(("cleo", "ben"))}
        raw["incidental"] = [{"question": "bond", "matter": "contract", "anchor": anchor, **persons}]

    def add_periods(self, raw: dict[str, Any]) -> None:
        begins, ends = self.pick(("2025-06-15", "2025-05-01")), self.pick(("2025-12-01", "2025-09-01", "2025-06-16"))
        said = f"from {begins} until {ends}"
        raw["facts"]["term"] = self.pick((said, said, said, said, "unknown"))

    def add_anchors(self, raw: dict[str, Any]) -> None:
        days = (date(2024, 12, 1), date(2025, 6, 1), date(2025, 6, 20))
        raw["issues"] = ("merits", "cost")
        raw["issue_anchors"] = {issue: self.pick(days) for issue in ("merits", "cost") if self.chance(60)}

    def add_together(self, raw: dict[str, Any]) -> None:
        raw["issues"] = ("merits", "cost")

    def add_recognition(self, raw: dict[str, Any]) -> None:
        raw["enforce_with"] = [name for name in self.cast.providers if self.chance(50)]

    def add_earlier(self, raw: dict[str, Any]) -> None:
        raw |= {"cause": "crash", "today": date(2026, 9, 1)}
        other = {"id": "o", "forum": self.pick(self.cast.forums), "filed": self.pick((ANCHOR, date(2026, 8, 2)))}
        if self.chance(50):
            other["decided"] = date(2026, 8, 20)
        if self.chance(30):
            other["issues"] = [self.pick(("merits", "cost"))]
        cause = self.pick(("crash", "crash", "another"))
        raw["earlier"] = [other | {"cause": cause, "parties": [*raw["parties"].values()][:2]}]

    def add_procedure(self, raw: dict[str, Any]) -> None:
        raw["issues"] = self.pick((raw["issues"], (*raw["issues"], "steps")))
        acts = [("claimant", date(2025, 10, 5)), ("respondent", date(2026, 9, 1)), ("carrier", date(2026, 8, 5))]
        done = [(raw["parties"].get(who, "cleo"), day) for who, day in acts if self.chance(50)]
        if self.chance(80):
            raw["proceedings"] = [{"on": on, "by": by, "act": "plead"} for by, on in sorted(done, key=lambda a: a[1])]

    def add_contested(self, raw: dict[str, Any]) -> None:
        given = [name for name in ("urgent", "place", "price") if name in raw["facts"]]
        standing = self.pick(("admitted", "contested", "proved", "found"))
        if given and self.shape.missing:
            raw["standings"] = [{"fact": self.pick(given), "asserted_by": "claimant", "standing": standing}]

    def add_agreed(self, raw: dict[str, Any]) -> None:
        raw["stipulated"] = {"bond": self.pick(("sound", "void"))}

    def add_taken_over(self, raw: dict[str, Any]) -> None:
        if "claims" not in raw:
            raw["assignee"] = self.pick(("cleo", "dora"))
