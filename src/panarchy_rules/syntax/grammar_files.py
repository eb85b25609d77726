"""Find the grammar: nothing in, the folder of the grammar files and their texts out. Lark is not needed for that."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

# The words a clause may open with. The parser recovers at them, so they are reserved at the start of a line.
OPENERS = frozenset(
    "rulebook vocabulary module language uses adopts this references dates later ambiguity governs own membership "
    "class matter issue role record enumeration fact needs question head act remedy group stage rule exception "
    "definition step steps precedence acceptance forum tie example reservation mandatory gaps outsiders classify set "
    "incidental recognition rate table scale parameter proof keep unit tail watch majority protect adaptation debtors "
    "creditors netting transition".split()
)


def grammar_folder() -> Traversable:
    """The folder with `lexicon.lark` and `rulebook.lark`: the checkout's own if there is one, else the wheel's."""
    checkout = Path(__file__).resolve().parents[3] / "grammars"
    if (checkout / "rulebook.lark").is_file():
        return checkout
    return files("panarchy_rules") / "grammars"


def grammar_texts() -> tuple[str, str]:
    """The texts of `rulebook.lark` and `lexicon.lark`."""
    folder = grammar_folder()
    rules, words = ((folder / f"{name}.lark").read_text(encoding="utf-8") for name in ("rulebook", "lexicon"))
    return rules, words
