"""Claims assigned more than once: what a dispute may say, and what may not be changed in the judgment."""

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

SUITE = (ROOT / "tests/choice_of_law/titles.md").read_text("utf-8").split("\n## ")[0]
DISPUTE = """matter loan; ana against ben; anchor 2026-02-01; first_entry is cleo; second_entry is dora
title of it to cleo, dora by holder of title at 2026-03-01"""


def world() -> Panarchy:
    """The world of the suite."""
    parts = SUITE.split("```law file=")[1:]
    laws = {part.split("\n")[0]: part.split("\n", 1)[1].split("```")[0] for part in parts}
    register = SUITE.split("```register\n")[1].split("```")[0]
    return Panarchy.build(laws, Register.of(entries(register)), ())


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("title",), None, "whether the claim was assigned more than once is said wrongly"),
        (("title", "answer"), "dora", "vale 1 does not give the claim to dora"),
        (("title", "answer"), None, "it is decided, and nobody is found to have the claim"),
        (("title", "to"), ["cleo"], "the title is not the one of the dispute"),
        (("title", "laws", 0, "chains"), [], "no chain of consent leads dora to the registry"),
        (("title", "laws", 0, "chains", 0, "edges", 0, "entry"), 3, "no submission of cleo"),
        (("orders", 0, "assignee"), "dora", "does not go to whoever has the claim"),
    ],
)
def test_what_is_said_of_a_title_is_checked_again(path: tuple[str | int, ...], value: Any, words: str) -> None:
    """A judgment in which it was changed does not verify."""
    judgment = world().resolve(read_dispute(DISPUTE))
    assert world().verify(judgment) == ()
    raw = json.loads(judgment.model_dump_json())
    place = raw["issues"][0]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    objections = world().verify(Judgment.model_validate_json(json.dumps(raw)))

    assert any(words in one.message for one in objections), objections


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ("title of it to cleo, dora by hodler of title at 2026-03-01", "PR620", "there is no question `hodler`"),
        ("title of it to cleo, dora by holder of titel at 2026-03-01", "PR602", "there is no matter `titel`"),
    ],
)
def test_a_title_names_what_is_there(said: str, code: str, words: str) -> None:
    """The mistake is named before anything is decided."""
    with pytest.raises(Refused) as refused:
        world().resolve(read_dispute(f"matter loan; ana against ben; anchor 2026-02-01\n{said}"))

    assert [(found.code, found.message) for found in refused.value.diagnostics] == [(code, words)]


HEAD = 'id = "a"\nmatter = "loan"\nanchor = 2026-02-01\n{}[parties]\nclaimant = "ana"\nrespondent = "ben"\n[[titles]]\n'
REST = 'question = "holder"\nmatter = "title"\nanchor = 2026-02-01\n'


@pytest.mark.parametrize(
    ("head", "lines", "words"),
    [
        ("", 'to = ["cleo", "cleo"]', "somebody is named twice"),
        ("", 'to = ["cleo", "dora"]\nclaim = "two"', "it is not said which claim was assigned"),
        (
            'assignee = "cleo"\n',
            'to = ["cleo", "dora"]',
            "`cleo` has taken the claim over, and others say that they have",
        ),
    ],
)
def test_a_title_fits_its_dispute(head: str, lines: str, words: str) -> None:
    """What does not fit together is said in the file."""
    _, found = read_file("a.toml", (HEAD.format(head) + REST + lines + "\n").encode())

    assert [one.message for one in found] == [words]
