"""Make laws of the docket differ in shape and not in result: a number in, that many model codes out.

Every variant has an exception more, which no dispute of the docket reaches: an event ten thousand years
ago, and a combination of facts that is its own. The oracle's answers stay right, and no two variants share a kernel.
"""

from itertools import combinations

FACTS = {
    "torts": ("self_defence", "consented", "business", "conduct is innocent", "conduct is reckless", "fault > 7 %",
              "loss > 7 EUR"),
    "contracts": ("force_majeure", "foreseeable", "breach is minor", "breach is none", "value > 7 EUR", "loss > 7 EUR",
                  "to_cure > 7 days"),
}  # fmt: skip


def variants(model_code: str, many: int) -> dict[str, str]:
    """Law texts by file name; the first is the model code as it is, under another name."""
    name = "module model_code "
    assert name in model_code
    return {
        f"model_code_{k}.law": model_code.replace(name, f"module model_code_{k} ") + (_more(k) if k else "")
        for k in range(many)
    }


def adopting(rulebook: str, k: int) -> str:
    """A provider's rulebook that adopts another variant."""
    return rulebook.replace("adopts model_code\n", f"adopts model_code_{k}\n")


def _more(k: int) -> str:
    rules = []
    for group, facts in FACTS.items():
        several = [found for size in range(1, len(facts) + 1) for found in combinations(facts, size)]
        rules.append(
            f"exception {group}.variant to {group}\n  claim fails\n"
            f"  when since_event > 3900000 days and {' and '.join(several[k - 1])}\n"
        )
    return "\n" + "\n".join(rules)
