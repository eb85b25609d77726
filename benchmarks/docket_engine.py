"""The docket decided by this library: providers and acceptances in, an engine for the side-by-side benchmark out.

    python run.py --engine docket_engine:load        in the folder of the peers, with this one on PYTHONPATH

The rulebooks of `docket/` are compiled like any others. Consents are resolved into a table, each law is lowered and
compiled, and what neither can do would be resolved by the world itself. Only names are matched here: which
key of a row is which fact, and which number of the benchmark is which rule.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent / "docket"))

import rulebooks as texts
from variants import adopting, variants

from panarchy_rules import Panarchy
from panarchy_rules.backends.kernel.row_forms import KeyedRow
from panarchy_rules.backends.kernel.write_one import write_one
from panarchy_rules.backends.lowered.facts import Columns, FactColumn, column_for
from panarchy_rules.backends.lowered.program import lower
from panarchy_rules.casefile.dispute import Dispute
from panarchy_rules.choice_of_law.table import ConsentTable, Entry
from panarchy_rules.register import Join
from panarchy_rules.rulebook.rulebook import Owing, Rulebook, Vocabulary

ANCHOR = date(2026, 1, 1)
DAMAGES = Owing("respondent", "claimant", "damages")
SUBJECTS = ("tort", "contract")
NO_COMMON_LAW = (None, False, 0, "no_common_law")

# Facts of the vocabulary, the column of the docket in which each stands, and what is known of its numbers.
Limits = Mapping[str, Any]
TORT: Mapping[str, tuple[str, Limits]] = {
    "loss": ("loss_cents", {"low": 0}),
    "conduct": ("conduct", {}),
    "fault": ("claimant_fault_percent", {"low": 0, "bound": 100}),
    "since_event": ("days_since_event", {"low": 0}),
    "self_defence": ("self_defence", {}),
    "consented": ("consented", {}),
    "business": ("claimant_is_business", {}),
}
CONTRACT: Mapping[str, tuple[str, Limits]] = {
    "loss": ("loss_cents", {"low": 0}),
    "value": ("value_cents", {"low": 0}),
    "breach": ("breach", {}),
    "since_event": ("days_since_event", {"low": 0}),
    "to_cure": ("days_to_cure", {"may_be_absent": True}),
    "foreseeable": ("foreseeable", {}),
    "force_majeure": ("force_majeure", {}),
}
FACTS = {"tort": TORT, "contract": CONTRACT}


def world_of(providers: Sequence[Mapping[str, Any]], acceptances: Sequence[Any], many: int = 1) -> Panarchy:
    """The world of the docket, compiled from its rulebooks, which adopt so many variants of the model code."""
    given = sorted((a._asdict() for a in acceptances), key=lambda a: a["holder"])
    laws = {**texts.shared_laws(), **texts.rulebooks(providers, given)}
    if many > 1:
        laws |= {f"p{p['id']}.law": adopting(laws[f"p{p['id']}.law"], p["id"] % many) for p in providers}
        laws |= variants(laws.pop("model_code.law"), many)
    day = date(2020, 1, 1)
    register = [
        Join(entry=e["entry"], recorded=day, person=e["person"], provider=e["provider"])
        for e in texts.joins(len(providers))
    ]
    return Panarchy.build(laws, register, name="docket")


def columns_of(vocabulary: Vocabulary, subject: str) -> Columns:
    """What the facts of a subject look like in the docket."""
    made: dict[tuple[str, str | None], FactColumn] = {}
    for name, (_, limits) in FACTS[subject].items():
        kind = vocabulary.facts[name].kind
        column = column_for(kind, "EUR" if kind.name == "money" else "", **limits)
        assert column
        made[name, None] = column
    return Columns(made)


def rule_name(labels: Sequence[str]) -> str:
    """The deciding rule."""
    (label,) = labels
    return label


class DocketEngine:
    """The engine: one decision by the law's own function."""

    name = "panarchy"
    scope = "GLAR"

    def __init__(self, providers: Sequence[Mapping[str, Any]], acceptances: Sequence[Any], many: int = 1) -> None:
        self.world = world_of(providers, acceptances, many)
        law_world = self.world.law_world
        self.count = len(providers)
        self.facts = {s: columns_of(law_world.vocabulary, s) for s in SUBJECTS}
        self.number = {f"p{i}": i for i in range(self.count)}
        self.books = {book.law.provider: book for book in law_world.rulebooks.values()}
        self.many: Many | None = None
        self.tables = {s: ConsentTable(law_world, s, ANCHOR) for s in SUBJECTS}
        self.joint = {s: [self._row(table, i) for i in range(self.count)] for s, table in self.tables.items()}
        self.laws: dict[str, list[Any]] = {}  # Filled when the first dispute is decided alone.

    # --- consents ---

    def _row(self, table: ConsentTable, claimant: int) -> list[int]:
        partners = table.partners(f"p{claimant}")
        row = [-1] * self.count
        for other in self.number if partners is None else partners:
            row[self.number[other]] = self._code(table.entry(f"p{claimant}", other))
        return row

    def _code(self, entry: Entry) -> int:
        """-1 no law, up to `count` a law, then that law if it was chosen, `2 * count` the chosen law, -2 ask."""
        if entry.ask:
            return -2
        law = -1 if entry.law is None else self.number[entry.law.provider]
        if not entry.fact:
            return law
        return 2 * self.count if entry.law is None else self.count + law

    # --- one decision ---

    def decide_one(self, dispute: Mapping[str, Any]) -> tuple[Any, ...]:
        """Governing provider, liable, award in cents, deciding rule."""
        if not self.laws:
            self._compile()
        subject = dispute["subject"]
        law = self.joint[subject][dispute["claimant"]][dispute["respondent"]]
        if law < 0:
            return NO_COMMON_LAW if law == -1 else self.ask(dispute)
        count = self.count
        if law >= count:
            chosen = dispute["chosen_law"]
            if chosen is None or (law < 2 * count and chosen != law - count):
                return NO_COMMON_LAW
            law = chosen
        return self.laws[subject][law](dispute["facts"])  # type: ignore[no-any-return]

    def _compile(self) -> None:
        """Write the functions of all laws, in some hundredths of a second for each."""
        self.laws = {s: [self._compiled(self.books[f"p{i}"], s, i) for i in range(self.count)] for s in SUBJECTS}

    def _compiled(self, book: Rulebook, subject: str, law: int) -> Any:
        program = lower(book, DAMAGES, self.facts[subject])
        words = {n: c.kind.words for (n, _), c in program.columns.facts.items() if c.kind.words}
        scope: dict[str, Any] = {}

        def result(status: str, says: str, value: str, mask: str) -> str:
            assert (status, mask.isdigit()) == ("0", True)
            label = rule_name([x for i, x in enumerate(program.labels) if int(mask) >> i & 1])
            if says == "1":
                scope[name := f"k{len(scope)}"] = (law, False, 0, label)
                return name
            return f"({law}, True, {value}, {label!r})"

        source = write_one(program, KeyedRow({n: key for n, (key, _) in FACTS[subject].items()}, words), result)
        exec(compile(source, f"<{book.law} on {subject}>", "exec"), scope)
        return scope["decide"]

    # --- many decisions ---

    def batch_input(self, batch: Any) -> Any:
        """The columns as they are."""
        return batch.columns

    def decide_batch(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """Every row: the law by consent, then the law's own shape."""
        if self.many is None:
            self.many = Many(self)
        return self.many.decide(columns)

    def columns(self, result: dict[str, Any]) -> dict[str, Any]:
        """The result is columns already."""
        return result

    def ask(self, dispute: Mapping[str, Any]) -> tuple[Any, ...]:
        """What the table leaves open, as the world itself resolves it."""
        judgment = self.world.resolve(Dispute.model_validate(texts.dispute(dispute)))
        return outcome_of(judgment)


class Many:
    """The laws of the docket compiled for many rows."""

    def __init__(self, engine: DocketEngine) -> None:
        import docket  # The workload's own names and numbers.
        import numpy as np

        from panarchy_rules.backends.kernel.batch import Batch, Case, Decisions
        from panarchy_rules.backends.kernel.write_batch import TableColumn
        from panarchy_rules.choice_of_law.many import ConsentArrays

        tables = {}
        for subject in SUBJECTS:
            tables[subject] = {
                name: TableColumn(column, -1 if more.get("may_be_absent") else None)
                for name, (column, more) in FACTS[subject].items()
            }
        providers = [f"p{i}" for i in range(engine.count)]
        cases = [Case(engine.books[p], DAMAGES, engine.facts[s], tables[s]) for p in providers for s in SUBJECTS]
        self.batch = Batch(cases, docket.RULE_CODE)
        self.consents = ConsentArrays([engine.tables[s] for s in SUBJECTS], providers, "chosen")
        self.case_of = np.arange(len(cases), dtype=np.int32).reshape(engine.count, len(SUBJECTS))
        self.np, self.Decisions = np, Decisions
        self.status, self.cases = np.empty(0, np.int8), np.empty(0, np.int32)  # Used again in every batch.

    def decide(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """Governing law, liability, award and deciding rule of every row."""
        rows = {
            "claimant": columns["claimant"],
            "respondent": columns["respondent"],
            "table": columns["subject"],
            "named": columns["chosen_law"],
        }
        np = self.np
        laws, cases = self.consents.cases(rows, self.case_of, self.cases)
        self.cases = cases if len(cases) > len(self.cases) else self.cases
        count = len(laws)
        if len(self.status) < count:
            self.status = np.empty(count, np.int8)
        found = self.Decisions(
            self.status[:count], np.empty(count, np.int8), np.empty(count, np.int64), np.empty(count, np.int16)
        )
        left = self.batch.run_into(cases, columns, found, nothing=0)
        assert left == 0, f"{left} rows are for the interpreter"
        liable = (found.says == 0).view(np.bool_)
        return {"governing": laws, "liable": liable, "award": found.value, "rule": found.ground}


def outcome_of(judgment: Any) -> tuple[Any, ...]:
    """A judgment in the terms of the docket."""
    (issue,) = judgment.issues
    if not issue.laws:
        assert str(issue.status) == "NO_COMMON_LAW", issue.status
        return NO_COMMON_LAW
    (answer,) = issue.answers
    assert answer.verdict == "settled", answer
    law = int(issue.laws[0].provider.removeprefix("p"))
    rule = rule_name([ground.rule for ground in answer.grounds])
    if answer.value == "claim fails":
        return law, False, 0, rule
    whole, _, cents = answer.value.removesuffix(" EUR").partition(".")
    return law, True, int(whole) * 100 + int((cents + "00")[:2]), rule


def load(providers: Sequence[Mapping[str, Any]], acceptances: Sequence[Any]) -> DocketEngine:
    """The engine, from the rulebooks up."""
    return DocketEngine(providers, acceptances)


def load_25_codes(providers: Sequence[Mapping[str, Any]], acceptances: Sequence[Any]) -> DocketEngine:
    """The same with 25 variants of the model code: 100 shapes, of tort and contract, with and without cap."""
    return DocketEngine(providers, acceptances, 25)
