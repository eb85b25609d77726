"""Definitions with parameters, relations and lists agree with a small evaluator written apart: unknowns as in Kleene.

None stands for what is not known. Persons are numbered, and each pair may be in the relation, or not, or unknown.
"""

from collections.abc import Iterable, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from panarchy_rules.backends.interpreter import Evaluation
from panarchy_rules.base.values import Person
from panarchy_rules.rulebook.record import Absence, FactKey, Record
from panarchy_rules.rulebook.verdict import Settled, Undetermined
from tests.support import engine

LAW = """
rulebook mesa
fact person is child of person acyclic
fact person is barred otherwise no
definition x is descendant of y
  when some c in persons has (c is child of y and (c is x or x is descendant of c))
definition x is eligible of y when x is child of y and x is not barred
definition x is heir of y when x is eligible of y and no o in persons where o is not x has (o is eligible of y)
definition heirs of y means number of (x in persons where x is heir of y)
"""
NAMES = ("a", "b", "c", "d")
Truth = bool | None
Pair = tuple[str, str]


def _all(parts: Iterable[Truth]) -> Truth:
    found = list(parts)
    return False if False in found else None if None in found else True


def _not(part: Truth) -> Truth:
    return None if part is None else not part


def _some(parts: Iterable[Truth]) -> Truth:
    return _not(_all(_not(part) for part in parts))


def _descendant(child: Mapping[Pair, Truth], x: str, y: str) -> Truth:
    return _some(_all((child[c, y], c == x or _descendant(child, x, c))) for c in NAMES if child[c, y] is not False)


def _eligible(child: Mapping[Pair, Truth], barred: Mapping[str, Truth], x: str, y: str) -> Truth:
    return _all((child[x, y], _not(barred[x])))


def _heir(child: Mapping[Pair, Truth], barred: Mapping[str, Truth], x: str, y: str) -> Truth:
    others = (_eligible(child, barred, o, y) for o in NAMES if o != x)
    return _all((_eligible(child, barred, x, y), _not(_some(others))))


TRUTHS = st.sampled_from((True, False, False, None))
# Nobody is a child of somebody who stands behind them in the alphabet, so that there is no circle.
CHILDREN = st.fixed_dictionaries({(x, y): TRUTHS for x, y in product(NAMES, NAMES) if x > y})
BARRED = st.fixed_dictionaries(dict.fromkeys(NAMES, TRUTHS))


def _record(child: Mapping[Pair, Truth], barred: Mapping[str, Truth]) -> Record:
    facts: dict[FactKey, bool | Absence] = {
        ("child", (Person(x), Person(y))): Absence.UNKNOWN if held is None else held for (x, y), held in child.items()
    }
    facts |= {("barred", x): Absence.UNKNOWN if held is None else held for x, held in barred.items()}
    return Record(facts, {}, persons=NAMES)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(CHILDREN, BARRED)
def test_relations_agree_with_the_reference(child: dict[Pair, Truth], barred: dict[str, Truth]) -> None:
    """Every instance of every relation has the same state, and what is not settled lacks some fact."""
    child |= {pair: False for pair in product(NAMES, NAMES) if pair not in child}
    on = Evaluation(engine.rulebook(LAW), _record(child, barred))

    for x, y in product(NAMES, NAMES):
        expected = {"descendant": _descendant(child, x, y), "heir": _heir(child, barred, x, y)}
        for name, truth in expected.items():
            verdict = on.decide(on.asking(name, (Person(x), Person(y))))
            found = verdict.value if isinstance(verdict, Settled) else None
            assert found is truth, (name, x, y)
            assert isinstance(verdict, Settled) or (isinstance(verdict, Undetermined) and verdict.missing)


@settings(max_examples=150, deadline=None)
@given(CHILDREN, BARRED)
def test_counts_agree_with_the_reference(child: dict[Pair, Truth], barred: dict[str, Truth]) -> None:
    """A count is settled if it is known of everybody whether they count."""
    child |= {pair: False for pair in product(NAMES, NAMES) if pair not in child}
    on = Evaluation(engine.rulebook(LAW), _record(child, barred))

    for y in NAMES:
        heirs = [_heir(child, barred, x, y) for x in NAMES]
        verdict = on.decide(on.asking("heirs", (Person(y),)))
        assert isinstance(verdict, Undetermined) == (None in heirs)
        assert isinstance(verdict, Undetermined) or getattr(verdict, "value", None) == heirs.count(True)
