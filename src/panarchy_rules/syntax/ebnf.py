"""Write the grammar for people: the two files of `grammars/` in, a page of EBNF out.

`python -m panarchy_rules.syntax.ebnf docs/standard/grammar.md` writes the page. The notation is that of the W3C.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from panarchy_rules.syntax.grammar_files import grammar_texts
from panarchy_rules.syntax.make_tables import write_tables

_RULE = re.compile(r"^[?!]*(?P<name>[a-z_]\w*)\s*:\s*(?P<body>.*)$")
_TERMINAL = re.compile(r"^(?P<name>[A-Z]+)(?:\.\d+)?:\s*/(?P<pattern>.*)/$")
_ALIAS = re.compile(r"\s*->\s*\w+")

_INTRODUCTION = """# The grammar

This page is made from [`grammars/`](../../grammars), which is what the parser reads: `python -m panarchy_rules.syntax.ebnf docs/standard/grammar.md` writes it.
What the clauses mean is said in [the language](language.md).

`a?` is `a` or nothing, `a*` any number of `a`, `a+` one or more, and `|` stands between alternatives.
Words in quotation marks are written as they stand; names in capitals are the [words](#words) at the end.
A text is a list of clauses, so it is read from `start`.
"""  # noqa: E501


def grammar_page() -> str:
    """The page."""
    return "\n".join([_INTRODUCTION, *_sections(grammar_texts()[0]), *_words()]) + "\n"


def _sections(text: str) -> Iterator[str]:
    """Every paragraph of the grammar: its comment as heading, its rules as a block."""
    yield "## Clauses\n"
    for lines in (paragraph.split("\n") for paragraph in text.split("\n\n")):
        comments = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
        rules = list(_rules(lines))
        if not rules:
            continue
        yield from (f"## {comment.rstrip('.')}\n" for comment in comments[:1])
        yield from (f"{comment}\n" for comment in comments[1:])
        yield "\n".join(["```ebnf", *rules, "```", ""])


def _rules(lines: list[str]) -> Iterator[str]:
    """Rules without what only the parser needs: the names of their nodes, and the mark of those that have none."""
    width = 0
    for line in lines:
        if not line.strip() or line.startswith(("//", "%")):
            continue
        bare = _ALIAS.sub("", line)
        rule = _RULE.match(bare)
        if rule:
            width = len(rule["name"])
            yield f"{rule['name']} ::= {rule['body'].strip()}"
        else:
            yield f"{' ' * width}   {bare.strip()}"


def _words() -> Iterator[str]:
    yield "## Words\n"
    yield "These are regular expressions. Blanks and comments only separate words.\n"
    yield "| word | pattern |\n|---|---|"
    for line in grammar_texts()[1].split("\n"):
        terminal = _TERMINAL.match(line)
        if terminal:
            pattern = terminal["pattern"].replace("|", "\\|")
            yield f"| {terminal['name']} | `{pattern}` |"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: name the file to write the grammar to")
    Path(sys.argv[1]).write_text(grammar_page(), encoding="utf-8", newline="\n")
    write_tables()  # So that whoever changes the grammar need not think of them.
