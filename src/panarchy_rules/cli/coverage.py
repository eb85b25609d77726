"""The coverage of `panarchy test`: what was exercised in, lines or a table and the shares that are too small out."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from panarchy_rules.analysis.exercised import KINDS, Exercised, Unseen
from panarchy_rules.base.boundary import quoted
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.cli.exits import NOWHERE, misuse

_SHARE = re.compile(r"(\d{1,9})(?:\.(\d{1,9}))?%|(\d{1,9})/(\d{1,9})")
_WORDS = {kind.replace(" ", "_"): kind for kind in KINDS}


def thresholds(typed: str | None) -> Mapping[str, Fraction]:
    """The least shares: `100%` for every kind, or `rules=100%,conditions=2/3`. Raises Stopped."""
    if typed is None:
        return {}
    if "=" not in typed:
        return dict.fromkeys(KINDS, _share(typed))
    found: dict[str, Fraction] = {}
    for part in typed.split(","):
        word, _, share = part.partition("=")
        if word not in _WORDS:
            cure = did_you_mean(word, _WORDS, f"counted are {listed(_WORDS)}")
            raise misuse(f"`--fail-under` knows nothing called {quoted(word)}", cure)
        found[_WORDS[word]] = _share(share)
    return found


def _share(typed: str) -> Fraction:
    match = _SHARE.fullmatch(typed)
    if match is None or match[4] == "0" * len(match[4] or "x"):
        raise misuse(f"`--fail-under` cannot be {quoted(typed)}", "write a share such as `100%`, `87.5%` or `7/8`")
    if match[3]:
        share = Fraction(int(match[3]), int(match[4]))
    else:
        share = Fraction(f"{match[1]}.{match[2] or 0}") / 100
    if share > 1:
        raise misuse(
            f"`--fail-under` cannot be {quoted(typed)}", "nothing can be covered more than whole: write `100%`"
        )
    return share


def too_small(found: Exercised, least: Mapping[str, Fraction]) -> tuple[Diagnostic, ...]:
    """Every share below its threshold, compared as exact fractions."""
    return tuple(
        Diagnostic("PR903", f"of {kind} {count} were seen, less than {_percent(least[kind])}", NOWHERE)
        for kind, count in found.counts.items()
        if kind in least and count.share < least[kind]
    )


def _percent(share: Fraction) -> str:
    percent = share * 100
    return f"{percent} %" if percent.denominator == 1 else str(share)


def coverage_lines(found: Exercised) -> str:
    """Coverage for people: the counts, and what was not seen."""
    width = max(len(kind) for kind in KINDS)
    lines = [f"{kind:<{width}}  {count}" for kind, count in found.counts.items() if count.every]
    if found.unseen:
        lines += ["", "never seen:", *_by_place(found.unseen)]
    return "\n".join(lines)


def _by_place(unseen: Iterable[Unseen]) -> list[str]:
    return [f"  {one.span}: {one.words} {_what(one)}" for one in unseen]


def _what(one: Unseen) -> str:
    if one.kind == "rows and bands":
        return "to fit"
    if one.kind == "norms" and len(one.lacking) == 1 and one.words.startswith("answer"):
        return "to what somebody may do"
    if one.kind not in ("conditions", "norms"):
        return "to hold"
    *first, last = one.lacking
    return f"{', '.join(first)} or {last}" if first else str(last)


def coverage_table(found: Exercised) -> dict[str, object]:
    """Coverage for programs."""
    return {
        "counts": {word: {"seen": found.counts[k].seen, "all": found.counts[k].every} for word, k in _WORDS.items()},
        "unseen": [
            {
                "kind": one.kind.replace(" ", "_"),
                "path": one.span.path,
                "line": one.span.line,
                "column": one.span.column,
                "words": one.words,
                "lacking": list(one.lacking),
            }
            for one in found.unseen
        ],
    }
