"""Turn a judgment into what its dispute may expect: a judgment in, a table `[expect]` for its file out.

Whoever has read a judgment and agrees with it puts the table into the dispute, and `panarchy test` watches over it.
"""

import json
from collections.abc import Iterator, Mapping

from panarchy_rules.adjudication.expectations import forum_chains, forums, law_chains, netted, set_off, stages, void
from panarchy_rules.casefile.dispute import Expectation
from panarchy_rules.casefile.judgment import Judgment

_LONGEST = 100


def expected(judgment: Judgment) -> Expectation:
    """Everything that `panarchy test` can compare. What is left out would say nothing of this judgment."""
    laws, sits = judgment.laws, forums(judgment)
    said: dict[str, object] = {"status": judgment.status}
    said |= {"laws": laws} if len(laws) > 1 else {"law": laws[0] if laws else "none"}
    said |= {"forum": sits[0]} if len(sits) == 1 else {}
    said |= {"orders": [str(order) for order in judgment.orders], "notes": [note.code for note in judgment.notes]}
    said |= {"grounds": judgment.grounds, "named_by": judgment.named_by or None}
    said |= {"chains": law_chains(judgment.issues), "forum_chains": forum_chains(judgment.issues)}
    bridges = dict.fromkeys(bridge.text for issue in judgment.issues for bridge in issue.bridges)
    said |= {"lacking": judgment.lacking or None, "bridges": tuple(bridges) or None}
    said |= {"stages": stages(judgment) or None, "void": void(judgment) or None}
    said |= {"set_off": set_off(judgment) or None, "netted": netted(judgment) or None}
    return Expectation.model_validate({key: value for key, value in said.items() if value is not None})


def expect_table(expectation: Expectation) -> str:
    """The table as TOML. Ends with a line break."""
    said = expectation.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return "".join(("[expect]\n", *(f"{line}\n" for line in _lines(said))))


def _lines(said: Mapping[str, object]) -> Iterator[str]:
    """One line for each key; what is too long for it has a line for each member."""
    for key, value in said.items():
        line = f"{key} = {_text(value)}"
        if isinstance(value, list) and len(line) > _LONGEST:
            yield from (f"{key} = [", *(f"  {_text(one)}," for one in value), "]")
        else:
            yield line


def _text(value: object) -> str:
    """A text or a list of texts of JSON is one of TOML, too."""
    return json.dumps(value, ensure_ascii=False)
