"""What is said of small mistakes in good rulebooks, and how it scores by the rubric of `support/mutations.py`."""

from collections import Counter
from pathlib import Path

import pytest

from tests.support.mutations import IN_WORLDS, KINDS, Mutation, good_law, mutations, points

SUITES = sorted((Path(__file__).parent / "mutations").glob("*.md"))
GOOD = {suite.stem: good_law(suite.read_text("utf-8")) for suite in SUITES}
ALL = [(suite.stem, one) for suite in SUITES for one in mutations(suite.read_text("utf-8"))]
CASES = [pytest.param(stem, one, id=f"{stem}: {one.title}") for stem, one in ALL]


@pytest.mark.parametrize(("stem", "one"), CASES)
def test_a_mutation_gets_this_message_and_this_score(stem: str, one: Mutation) -> None:
    """The messages are those written down, byte for byte, and the score follows from them."""
    assert one.found(GOOD[stem]) == (one.said, one.score)


def test_every_mutation_is_run() -> None:
    """No mutation is written so that it is passed over, and every kind of mistake is there."""
    titles = [line for suite in SUITES for line in suite.read_text("utf-8").splitlines() if line.startswith("## ")]
    kinds = Counter(one.kind for _, one in ALL)

    assert len(titles) == len(ALL) >= 240
    assert set(kinds) == {*KINDS, *IN_WORLDS}
    assert min(kinds[kind] for kind in KINDS) >= 35


def test_each_message_has_all_points() -> None:
    """Each message is at the right place, names the cause and gives a way out."""
    short = [one.title for _, one in ALL if points(one.score) != (1, 1, 1)]

    assert short == []
