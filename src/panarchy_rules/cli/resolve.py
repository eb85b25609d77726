"""`panarchy resolve`: a dispute or a world in, judgments out."""

import argparse

from panarchy_rules.adjudication.expected import expect_table, expected
from panarchy_rules.adjudication.resolve import overall
from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.progress import told
from panarchy_rules.base.results import DECIDED
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.cli.disputes import disputes_asked
from panarchy_rules.cli.exits import Exit, misuse
from panarchy_rules.cli.output import say, say_json, say_json_text
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.register import ConsentKind


def run(arguments: argparse.Namespace) -> Exit:
    """Resolve and print."""
    asked = disputes_asked(arguments.place[0], arguments.world)
    world = asked.world.with_minimum_kind(_kind(arguments.minimum_kind or ConsentKind.PRESUMED))
    judgments = tuple(world.resolve(dispute) for dispute in told(asked.disputes, "disputes"))
    match arguments.format:
        case "json":
            _say_json(judgments, one=asked.one)
        case "text":
            say("\n\n".join(world.text(judgment).rstrip("\n") for judgment in judgments))
        case "expect":
            say("\n".join(expect_table(expected(judgment)) for judgment in judgments).rstrip("\n"))
        case form:
            _say_page(world, judgments, form)
    return Exit.OK if all(judgment.status in DECIDED for judgment in judgments) else Exit.UNDECIDED


def _kind(word: str) -> ConsentKind:
    if word not in list(ConsentKind):
        known = f"from the strongest: {listed(ConsentKind)}"
        raise misuse(f"`--minimum-kind` cannot be {quoted(word)}", did_you_mean(word, ConsentKind, known))
    return ConsentKind(word)


def _say_page(world: Panarchy, judgments: tuple[Judgment, ...], form: str) -> None:
    """One page; several judgments in one file would be several."""
    from panarchy_rules.explanation.html import html
    from panarchy_rules.explanation.markdown import markdown

    if len(judgments) != 1:
        raise misuse(f"`--format {form}` writes one page, and here are {len(judgments)} disputes", "name one dispute")
    page = world.page(judgments[0])
    say((html if form == "html" else markdown)(page))


def _say_json(judgments: tuple[Judgment, ...], *, one: bool) -> None:
    if one:
        say_json_text(judgments[0].model_dump_json(indent=2))
        return
    tables = [judgment.model_dump(mode="json") for judgment in judgments]
    say_json({"status": overall(judgment.status for judgment in judgments), "judgments": tables})
