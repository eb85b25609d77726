"""Contested consents: what a dispute may name, and what may not be changed in the judgment."""

import json
from typing import Any

import pytest

from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.casefile.read_dispute import read_dispute as read_file
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import Register
from tests.support.checkout import ROOT
from tests.support.world_suites import entries, read_dispute

SUITE = (ROOT / "tests/choice_of_law/challenges.md").read_text("utf-8")
REGISTER = """2025-01-01 ana joins harbor
2025-01-01 ben joins mesa
2025-01-01 cleo joins mesa
2026-01-10 ana and ben agree on law ulex
"""
DISPUTE = "matter contract.sale; ana against ben; anchor 2026-02-01; today 2026-08-01\n"


def world() -> Panarchy:
    """The world of the suite."""
    parts = SUITE.split("```law file=")[1:7]
    laws = {part.split("\n")[0]: part.split("\n", 1)[1].split("```")[0] for part in parts}
    return Panarchy.build(laws, Register.of(entries(REGISTER)), ())


def judged(challenge: str) -> Judgment:
    """The judgment, which verifies."""
    judgment = world().resolve(read_dispute(DISPUTE + challenge))
    assert world().verify(judgment) == ()
    return judgment


@pytest.mark.parametrize(
    ("challenge", "code", "words"),
    [
        ("ben contests entry 30 for forgery", "PR354", "the register has no entry 30"),
        ("ben contests entry 3 for forgery", "PR354", "entry 3 is no consent of a party"),
        ("ben contests the chain to vale 7 for forgery", "PR354", "there is no law or forum `vale 7`"),
        ("cleo contests entry 4 for forgery", "PR355", "`cleo` is no party of this dispute"),
        ("ben contests the chain of cleo to vale 1 for forgery", "PR355", "`cleo` is no party of this dispute"),
        ("ben contests entry 4 for forgery, found void by curt on 2026-06-01", "PR607", "there is no forum `curt`"),
    ],
)
def test_a_challenge_that_meets_nothing_is_refused(challenge: str, code: str, words: str) -> None:
    """The mistake is named before anything is decided."""
    with pytest.raises(Refused) as refused:
        world().resolve(read_dispute(DISPUTE + challenge))

    assert [(found.code, found.message) for found in refused.value.diagnostics] == [(code, words)]


HEAD = 'id = "a"\nmatter = "contract.sale"\nanchor = 2026-02-01\n[parties]\nclaimant = "ana"\nrespondent = "ben"\n'


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "a challenge names either an `entry` or a law or forum in `to`"),
        ('entry = 3\nto = "vale 1"', "a challenge names either an `entry` or a law or forum in `to`"),
        ('entry = 3\nof = "ana"', "`of` says whose chains are contested, and no chain is"),
        ('to = "vale 1"\nreaches = ["forum"]', "`reaches` is for the challenge of an entry"),
        ('entry = 3\nfound = "void"', "a finding says what was found, by which forum and on which day"),
        ('entry = 3\n[[challenges]]\nby = "ana"\nground = "duress"\nentry = 3', "entry 3 is contested twice"),
        ("entry = 0", "entry"),
    ],
)
def test_a_challenge_is_whole(lines: str, words: str) -> None:
    """What does not fit together is said in the file."""
    text = f'{HEAD}[[challenges]]\nby = "ben"\nground = "forgery"\n{lines}\n'
    _, found = read_file("a.toml", text.encode())

    assert any(words in one.message for one in found)


def test_seven_challenges_are_too_many() -> None:
    """Each one doubles the ways to be judged."""
    one = '[[challenges]]\nby = "ben"\nground = "forgery"\nentry = '
    _, found = read_file("a.toml", (HEAD + "".join(f"{one}{n}\n" for n in range(1, 8))).encode())

    assert [mistake.message for mistake in found] == ["7 consents are contested, and 6 may be"]


OPEN = "ben contests entry 4 for forgery"
VOID = "ben contests entry 4 for forgery, found void by court on 2026-06-01"


@pytest.mark.parametrize(
    ("challenge", "path", "value", "words"),
    [
        (OPEN, ("challenges",), [], "its challenges are not those of the dispute"),
        (OPEN, ("challenges", 0, "counts"), "valid", "nobody found entry 4 valid"),
        (OPEN, ("challenges", 0, "cures"), [], "nothing is said to settle the contest of entry 4"),
        (VOID, ("status",), "CONSENT_CHALLENGED", "no consent is contested any more"),
        (VOID, ("challenges", 0, "counts"), "valid", "court did not find entry 4 valid"),
        (VOID, ("challenges", 0, "forum"), "panel", "panel did not find entry 4 void"),
        (VOID, ("challenges", 0, "chains"), [], "no chain of consent leads ana to court, which found on entry 4"),
        (VOID, ("challenges", 0, "chains", 0, "edges", 0, "entry"), 3, "entry 3 does not make ana a member"),
    ],
)
def test_what_is_said_of_a_challenge_is_checked_again(
    challenge: str, path: tuple[str | int, ...], value: Any, words: str
) -> None:
    """A judgment in which it was changed does not verify."""
    raw = json.loads(judged(challenge).model_dump_json())
    place = raw["issues"][0]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    objections = world().verify(Judgment.model_validate_json(json.dumps(raw)))

    assert any(words in one.message for one in objections), objections


def test_a_chain_that_rests_on_a_void_consent_does_not_verify() -> None:
    """The chains of the agreement, put in the place of those that hold."""
    void, valid = judged(VOID), judged(VOID.replace("void", "valid"))
    taken = void.issues[0].model_copy(update={"laws": valid.issues[0].laws})

    objections = world().verify(void.model_copy(update={"issues": (taken,)}))

    assert any("entry 4 of the register is no `agree`" in one.message for one in objections)
