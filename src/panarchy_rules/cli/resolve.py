"""`panarchy resolve`: a dispute or a world in, judgments out."""

import argparse

from panarchy_rules.adjudication.resolve import overall
from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.results import DECIDED
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.casefile.judgment import Judgment
from panarchy_rules.cli.disputes import disputes_asked
from panarchy_rules.cli.exits import Exit, misuse
from panarchy_rules.cli.output import say, say_json, say_json_text
from panarchy_rules.register import ConsentKind


def run(arguments: argparse.Namespace) -> Exit:
    """Resolve and print."""
    asked = disputes_asked(arguments.place[0], arguments.world)
    world = asked.world.with_minimum_kind(_kind(arguments.minimum_kind or ConsentKind.PRESUMED))
    judgments = tuple(world.resolve(dispute) for dispute in asked.disputes)
    if arguments.format == "json":
        _say_json(judgments, one=asked.one)
    else:
        from panarchy_rules.explanation.text import judgment_text

        say("\n\n".join(judgment_text(judgment).rstrip("\n") for judgment in judgments))
    return Exit.OK if all(judgment.status in DECIDED for judgment in judgments) else Exit.UNDECIDED


def _kind(word: str) -> ConsentKind:
    if word not in list(ConsentKind):
        known = f"from the strongest: {listed(ConsentKind)}"
        raise misuse(f"`--minimum-kind` cannot be {quoted(word)}", did_you_mean(word, ConsentKind, known))
    return ConsentKind(word)


def _say_json(judgments: tuple[Judgment, ...], *, one: bool) -> None:
    if one:
        say_json_text(judgments[0].model_dump_json(indent=2))
        return
    tables = [judgment.model_dump(mode="json") for judgment in judgments]
    say_json({"status": overall(judgment.status for judgment in judgments), "judgments": tables})
