"""The page that says what the language means is true to itself."""

import re

from panarchy_rules.backends.interpreter.examples import run_examples
from tests.support.checkout import ROOT
from tests.support.suites import compiled

PAGE = (ROOT / "docs/standard/language.md").read_text("utf-8")
SUITES = "".join(
    path.read_text("utf-8")
    for folder in ("language", "choice_of_law")
    for path in sorted((ROOT / "tests" / folder).glob("*.md"))
)
RULES = [int(number) for number in re.findall(r"^### (\d+)\. ", PAGE, re.MULTILINE)]


def law_texts() -> dict[str, bytes]:
    """The blocks of the page as files: those with a header alone, all others together behind `rulebook mesa`."""
    files: dict[str, str] = {}
    for block in re.findall(r"^```law\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        header = re.match(r"(?:rulebook|vocabulary|module) (\w+)", block)
        name = header[1] if header else "mesa"
        files[f"{name}.law"] = files.get(f"{name}.law", "") + block
    return {path: text.encode("utf-8") for path, text in files.items()}


def test_the_rules_are_numbered_in_their_order() -> None:
    """Messages and suites refer to the rules by number."""
    assert list(range(1, len(RULES) + 1)) == RULES


def test_the_examples_of_the_page_are_law_without_mistakes() -> None:
    """All blocks together are one world whose examples hold."""
    world, _ = compiled(law_texts())
    failed = [one.diagnostic.message for book in world.rulebooks.values() for one in run_examples(book)[1]]

    assert [diagnostic.message for diagnostic in world.diagnostics] == []
    assert failed == []


def test_every_rule_of_the_language_is_claimed_by_a_suite() -> None:
    """Rules on consent, which need a register, are claimed in `tests/choice_of_law`."""
    claimed = {
        int(number)
        for line in re.findall(r"^Rules? [\d, and]+\.", SUITES, re.MULTILINE)
        for number in re.findall(r"\d+", line)
    }

    assert claimed == set(RULES)


def test_messages_refer_to_the_rule_they_mean() -> None:
    """A message that names a rule of the page is about what fits what."""
    messages = "".join(path.read_text("utf-8") for path in sorted((ROOT / "tests/diagnostics").glob("*.md")))
    named = set(re.findall(r"docs/standard/language\.md, rule (\d+)", messages))

    assert [f"### {number}. A conclusion fits what it is an exception to" in PAGE for number in named] == [True]
