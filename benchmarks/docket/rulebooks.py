"""Write the rulebooks of the docket: providers and acceptances as plain data in, one law text a provider out.

    python benchmarks/docket/rulebooks.py FOLDER OUT

reads `providers.jsonl` and `acceptances.jsonl` in FOLDER and writes a world into OUT: a rulebook a provider,
the vocabulary and the model code that all of them adopt, the register and the manifest.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from shutil import copyfile
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = ("words.law", "model_code.law")
TARGETS = {
    "claimant": "law of claimant",
    "respondent": "law of respondent",
    "chosen": "law of chosen",
}
MANIFEST = '[world]\nname = "docket"\ntitle = "The docket workload"\nrulebooks = ["*.law"]\n'
Data = Mapping[str, Any]


def main() -> None:
    """The command line."""
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    providers, acceptances = (_lines(source / f"{name}.jsonl") for name in ("providers", "acceptances"))
    out.mkdir(parents=True, exist_ok=True)
    for name in SHARED:
        copyfile(HERE / name, out / name)
    for name, text in rulebooks(providers, acceptances).items():
        (out / name).write_text(text, encoding="utf-8")
    entries = (json.dumps(entry) for entry in joins(len(providers)))
    (out / "register.jsonl").write_text("".join(f"{line}\n" for line in entries), encoding="utf-8")
    (out / "panarchy.toml").write_text(MANIFEST, encoding="utf-8")


def shared_laws() -> dict[str, str]:
    """The vocabulary and the model code, by file name."""
    return {name: (HERE / name).read_text(encoding="utf-8") for name in SHARED}


def rulebooks(providers: Sequence[Data], acceptances: Iterable[Data]) -> dict[str, str]:
    """The law text of every provider, by file name. Acceptances are sorted by holder."""
    by_holder = {holder: list(mine) for holder, mine in groupby(acceptances, key=itemgetter("holder"))}
    return {f"p{p['id']}.law": rulebook(p, by_holder.get(p["id"], [])) for p in providers}


def rulebook(provider: Data, acceptances: Iterable[Data]) -> str:
    """One provider's options under the model code, and what it accepts from others."""
    number = provider["id"]
    lines = [
        f'rulebook p{number} "{provider["name"]}"',
        "uses docket",
        "adopts model_code",
        "governs tort, contract",
        "",
        *(f"rule {question} {question} is {answer}" for question, answer in options(provider).items()),
        "",
        "-- Our own law is for disputes among ourselves.",
        "own law never",
        f"acceptance own accept p{number} towards members of p{number}",
        "",
        *map(acceptance, acceptances),
    ]
    return "\n".join(lines) + "\n"


def options(provider: Data) -> dict[str, str]:
    """What the provider answers to the questions that the model code leaves open."""
    tort, contract = provider["tort"], provider["contract"]
    shares = {f"{conduct}_share": _share(n) for conduct, n in tort["multiplier_percent"].items()}
    cap = {} if tort["cap_cents"] is None else {"award_cap": _money(tort["cap_cents"])}
    return {
        "tort_limitation": f"{tort['limitation_days']} days",
        "self_defence_counts": _yes_no(tort["self_defence"]),
        "consent_counts": tort["consent"],
        "minimum_claim": _money(tort["minimum_claim_cents"]),
        "fault_rule": tort["fault"],
        "strict": _yes_no(tort["strict"]),
        **shares,
        "business_discount": _share(tort["business_discount_percent"]),
        **cap,
        "contract_limitation": f"{contract['limitation_days']} days",
        "force_majeure_counts": _yes_no(contract["force_majeure"]),
        "cure_period": f"{contract['cure_period_days']} days",
        "material_curable": _yes_no(contract["material_curable"]),
        "minor_share": _share(contract["minor_percent"]),
        "liquidated_share": _share(contract["liquidated_percent"]),
        "foreseeable_share": _share(contract["foreseeable_percent"]),
    }


def acceptance(given: Data) -> str:
    """One acceptance towards the members of one provider, on one subject."""
    other, subject = f"p{given['counterparty']}", given["subject"]
    kind = given["kind"]
    if kind == "renvoi":
        target = f"{other} whole on cycle nothing"
    else:
        target = f"p{given['third']}" if kind == "third" else TARGETS[kind]
    return f"acceptance {subject}_{other} accept {target} for {subject} towards members of {other}"


def joins(count: int) -> Iterable[Data]:
    """Two members of every provider: one who claims and one who answers."""
    for number in range(count):
        for side in ("claimant", "respondent"):
            entry = 2 * number + (1 if side == "claimant" else 2)
            yield {
                "entry": entry,
                "act": "join",
                "recorded": "2020-01-01",
                "person": person(number, side),
                "provider": f"p{number}",
            }


def person(provider: int, side: str) -> str:
    """The member of a provider who claims, or who answers."""
    return f"{side}_{provider}"


def dispute(row: Data) -> dict[str, Any]:
    """A row of the docket as a dispute of this world."""
    facts = row["facts"]
    stated: dict[str, Any] = {"loss": _money(facts["loss_cents"]), "since_event": f"{facts['days_since_event']} days"}
    if row["chosen_law"] is not None:
        stated["chosen"] = f"p{row['chosen_law']}"
    if row["subject"] == "tort":
        stated |= {name: facts[name] for name in ("conduct", "self_defence", "consented")}
        stated |= {"fault": _share(facts["claimant_fault_percent"]), "business": facts["claimant_is_business"]}
    else:
        stated |= {name: facts[name] for name in ("breach", "foreseeable", "force_majeure")}
        stated["value"] = _money(facts["value_cents"])
        if facts["days_to_cure"] is not None:
            stated["to_cure"] = f"{facts['days_to_cure']} days"
    return {
        "id": f"d{row['id']}",
        "matter": row["subject"],
        "anchor": "2026-01-01",
        "parties": {side: person(row[side], side) for side in ("claimant", "respondent")},
        "facts": stated,
    }


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02} EUR"


def _share(percent: int) -> str:
    return f"{percent} %"


def _yes_no(yes: bool) -> str:
    return "yes" if yes else "no"


def _lines(path: Path) -> list[Data]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
