"""What the options of several verbs ask for: arguments in, a day, matter or issue out. Raises Stopped with PR800."""

import argparse
from collections.abc import Mapping
from datetime import date

from panarchy_rules.base.boundary import Unfit, quoted
from panarchy_rules.base.fields import read_day
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.cli.exits import misuse
from panarchy_rules.panarchy import Panarchy
from panarchy_rules.rulebook.rulebook import MERITS


def asked_day(arguments: argparse.Namespace) -> date | None:
    """The day after `--as-of`, if there is one."""
    try:
        return read_day(arguments.as_of) if arguments.as_of else None
    except Unfit as unfit:
        raise misuse(f"`--as-of` {unfit.message}", unfit.cure) from None


def asked_matter(arguments: argparse.Namespace, world: Panarchy) -> str | None:
    """The matter after `--matter`, if there is one; the world must know it."""
    return _known(arguments.matter, "matter", world.law_world.vocabulary.matters)


def asked_issue(arguments: argparse.Namespace, world: Panarchy) -> str:
    """The issue after `--issue`, or the whole of a claim."""
    return _known(arguments.issue, "issue", {MERITS: "", **world.law_world.vocabulary.issues}) or MERITS


def _known(name: str | None, what: str, known: Mapping[str, str]) -> str | None:
    if name is not None and name not in known:
        cure = did_you_mean(name, known, f"its {what}s are {listed(known)}" if known else "it declares none")
        raise misuse(f"this world has no {what} {quoted(name)}", cure)
    return name
