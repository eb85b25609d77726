import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from panarchy_rules import Join, Panarchy
from panarchy_rules.casefile.judgment import Judgment
from tests.support.checkout import ROOT
from tests.support.command import panarchy

DISPUTE = "aegis/disputes/late_apples.toml"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new world `aegis`, and the judgment of its dispute in a file."""
    monkeypatch.chdir(tmp_path)
    panarchy("new", "aegis")
    file = Path("judgment.json")
    file.write_text(panarchy("resolve", DISPUTE, "--format", "json").out, "utf-8")
    return file


def edit(file: str, before: str, after: str) -> None:
    """Alter a file that has some words in it."""
    text = Path(file).read_text("utf-8")
    assert before in text
    Path(file).write_text(text.replace(before, after), "utf-8")


def other_world() -> str:
    """A copy of the world in which Scales gives two weeks of grace."""
    shutil.copytree("aegis", "amended")
    edit("amended/rulebooks/scales.law", "due + 7 days", "due + 14 days")
    return "amended"


def test_a_judgment_says_what_it_was_made_from(archive: Path) -> None:
    """Versions, hashes, days and the kind of consent, as JSON."""
    receipt = json.loads(archive.read_text("utf-8"))["receipt"]

    assert list(receipt["texts"]) == ["orchard 1", "quay 1", "scales 1", "vocabulary sale_words"]
    assert all(len(each) == 64 for each in (*receipt["texts"].values(), receipt["dispute"]))
    assert (receipt["library"], receipt["language"]) == ("0.1.0", "1")
    assert (receipt["as_of"], receipt["minimum_kind"]) == (["2026-04-01"], "presumed")
    assert receipt["register_head"]["entry"] == 2


def test_the_head_is_the_one_that_is_kept_elsewhere(archive: Path) -> None:
    """The receipt and `register checkpoint` name the same entry by the same hash."""
    panarchy("register", "import", "store.db", "--from", "aegis/register.jsonl")
    printed = panarchy("register", "export", "store.db", "--to", "out.jsonl")
    assert printed.code == 0
    shutil.copy("out.jsonl", "aegis/register.jsonl")
    head = Panarchy.load("aegis").resolve("late_apples").receipt
    checkpoint = panarchy("register", "checkpoint", "store.db").out

    assert head is not None
    assert head.register_head.hash in checkpoint


def test_the_body_does_not_depend_on_names_of_files(archive: Path) -> None:
    """Neither the body nor the hashes know where a text was read."""
    before = Panarchy.load("aegis").resolve("late_apples")
    Path("aegis/rulebooks/scales.law").rename("aegis/rulebooks/a.law")
    after = Panarchy.load("aegis").resolve("late_apples")

    assert before == after
    assert before.body() == after.body()
    assert "receipt" not in json.loads(before.body())


def test_a_note_in_a_rulebook_changes_the_receipt_alone(archive: Path) -> None:
    """A comment is read and hashed, and decides nothing."""
    before = Panarchy.load("aegis").resolve("late_apples")
    edit("aegis/rulebooks/scales.law", "language 1", "language 1\n-- A note.")
    after = Panarchy.load("aegis").resolve("late_apples")

    assert before.body() == after.body()
    assert before.receipt != after.receipt


def test_weaker_consents_stay_in_the_head(archive: Path) -> None:
    """The register is the same one, whichever consents of it count."""
    world = Panarchy.load("aegis")
    loose, strict = (each.resolve("late_apples").receipt for each in (world, world.with_minimum_kind("express")))

    assert loose is not None
    assert strict is not None
    assert loose.register_head == strict.register_head
    assert strict.minimum_kind == "express"


def test_nothing_changed(archive: Path) -> None:
    """The same world gives the same judgment."""
    ran = panarchy("replay", archive, "--world", "aegis")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "late_apples: the same, DECIDED\nsince then: nothing that it read changed\n"


def test_an_amendment_is_found_by_its_hash(archive: Path) -> None:
    """What differs and which text was changed; two weeks late is within two weeks of grace."""
    edit("aegis/rulebooks/scales.law", "due + 7 days", "due + 14 days")
    edit("aegis/rulebooks/scales.law", "2026-05-09", "2026-05-16")

    ran = panarchy("replay", archive, "--world", "aegis")
    table = panarchy("replay", archive, "--world", "aegis", "--format", "json").table

    assert ran.code == 1
    assert "  late_apples, merits: orders: ben pays ana 80 EUR as delay -> none" in ran.out
    assert "since then: the text of scales 1 has changed: sha256 " in ran.out
    assert "orchard 1" not in ran.out
    assert table["status"] == table["judgments"][0]["status"] == "different"
    parts = {each["part"] for each in table["judgments"][0]["differences"]}
    assert {"orders", "answers", "grounds"} <= parts


def test_entries_that_came_later_are_told_from_entries_that_were_changed(archive: Path) -> None:
    """The head of the receipt is looked for in the register of today."""
    judgment = Judgment.model_validate_json(archive.read_bytes())
    world = Panarchy.load("aegis")
    entry = world.law_world.register.entries[-1]
    assert isinstance(entry, Join)
    more = entry.model_copy(update={"entry": 0, "person": "dora"})
    longer = world.with_register(world.law_world.register.plus(more))
    edit("aegis/register.jsonl", '"2026-01-10"', '"2026-01-11"')

    last = len(longer.law_world.register.entries)
    assert longer.replay(judgment).causes == (f"the register has a new entry, {last}",)
    (cause,) = Panarchy.load("aegis").replay(judgment).causes
    assert cause.startswith(f"the register up to entry {last - 1} is another")


def test_a_dispute_that_is_refused_today_is_different(archive: Path) -> None:
    """A person nobody knows any more is an outcome, not an error."""
    edit("aegis/register.jsonl", '"ana"', '"eva"')
    edit(DISPUTE, '"ana"', '"eva"')

    ran = panarchy("replay", archive, "--world", "aegis")

    assert ran.code == 1
    assert "REFUSED" in ran.out
    assert "nobody knows a person `ana`" in ran.out


def test_a_changed_dispute_is_noticed(archive: Path) -> None:
    """The receipt holds the hash of the dispute it was written for."""
    table = json.loads(archive.read_text("utf-8"))
    table["dispute"]["facts"]["price"] = "500 EUR"
    archive.write_text(json.dumps(table), "utf-8")

    ran = panarchy("replay", archive, "--world", "aegis")

    assert ran.code == 1
    assert "since then: the dispute in the judgment is not the one of its receipt" in ran.out


def test_another_version_is_told(archive: Path) -> None:
    """A judgment of another version may still come out the same."""
    table = json.loads(archive.read_text("utf-8"))
    table["receipt"]["library"] = "0.0.9"
    archive.write_text(json.dumps(table), "utf-8")

    ran = panarchy("replay", archive, "--world", "aegis")

    assert ran.code == 0
    assert "since then: the library was 0.0.9 and is 0.1.0" in ran.out


def test_a_judgment_without_a_receipt_is_replayed_all_the_same(archive: Path) -> None:
    """Judgments from before there were receipts."""
    table = json.loads(archive.read_text("utf-8"))
    del table["receipt"]
    archive.write_text(json.dumps(table), "utf-8")

    ran = panarchy("replay", archive, "--world", "aegis")

    assert ran.code == 0
    assert "it has no receipt" in ran.out


def test_only_the_reasons_may_differ(archive: Path) -> None:
    """A title in a trace is part of the body, though nobody looks for it first."""
    judgment = Judgment.model_validate_json(archive.read_bytes())
    issue = judgment.issues[0].model_copy(update={"steps": ()})
    old = judgment.model_copy(update={"issues": (issue,)})

    found = Panarchy.load("aegis").replay(old).differences

    assert [(d.where, d.what) for d in found] == [("late_apples, merits", "steps")]


@pytest.mark.parametrize("named", [["--replay", "late_apples"], ["--replay", DISPUTE], ["judgment.json"], []])
def test_two_worlds_are_compared(archive: Path, named: list[str]) -> None:
    """A dispute is named by id, by file or by its judgment; otherwise all are taken."""
    edited = other_world()
    edit("amended/rulebooks/scales.law", "2026-05-09", "2026-05-16")

    ran = panarchy("diff", "aegis", edited, *named)

    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("changed: the text of scales 1 has changed: sha256 ")
    assert "  late_apples, merits: orders: ben pays ana 80 EUR as delay -> none" in ran.out
    assert ran.last_line == "1 dispute: 0 the same, 1 different"


def test_two_worlds_that_agree(archive: Path) -> None:
    """Nothing differs, and programs are told so."""
    shutil.copytree("aegis", "copy")

    ran = panarchy("diff", "aegis", "copy")
    table: Any = panarchy("diff", "aegis", "copy", "--format", "json").table

    assert ran.code == 0
    assert ran.out.startswith("changed: nothing that a judgment reads\n")
    assert table["status"] == "same"
    assert table["disputes"][0]["before"] == table["disputes"][0]["after"] == "DECIDED"


def test_a_treaty_is_seen(archive: Path) -> None:
    """Without its acceptance of Scales, Quay has no law in common with Orchard; with it, it has."""
    shutil.copytree("aegis", "alone")
    edit(
        "alone/rulebooks/quay.law",
        "accept scales edition 1 for contract.sale",
        "accept scales edition 1 for contract.none",
    )
    edit("alone/rulebooks/sale_words.law", "matter contract.sale", 'matter contract.none "None"\nmatter contract.sale')

    table = panarchy("diff", "alone", "aegis", "--format", "json").table

    assert (table["disputes"][0]["before"], table["disputes"][0]["after"]) == ("NO_COMMON_LAW", "DECIDED")
    assert any("quay 1" in cause for cause in table["disputes"][0]["causes"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["aegis"], "`panarchy diff` needs two worlds"),
        (["aegis", "aegis", "--replay", "late_aples"], "the old world has no dispute `late_aples`"),
        (["aegis", "nowhere"], "there is no such file or folder"),
    ],
)
def test_what_cannot_be_compared_is_told(archive: Path, words: list[str], message: str) -> None:
    """The command is wrong, so nothing is printed as a result."""
    ran = panarchy("diff", *words)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_folder_of_disputes_and_judgments_is_replayed(archive: Path) -> None:
    """Every file in it, by name; of a world its disputes; and a folder without any is refused."""
    amended = other_world()
    past = Path("past")
    past.mkdir()
    shutil.copy(DISPUTE, past / "a.toml")
    archive.rename(past / "b.json")
    Path("empty").mkdir()
    found = panarchy("diff", "aegis", amended, "--replay", "past")
    world = panarchy("diff", "aegis", amended, "--replay", "aegis")
    empty = panarchy("diff", "aegis", amended, "--replay", "empty")

    assert found.out.endswith("2 disputes: 0 the same, 2 different\n")
    assert len(Panarchy.load("aegis").disputes) == world.out.count(": the same") + world.out.count(": different")
    assert (empty.code, "there is no dispute in `empty`" in empty.err) == (2, True)


def test_only_texts_that_may_have_been_read_are_listed() -> None:
    """Of both parties' codes and of what they lead to, with modules and words; not of strangers' codes."""
    world = Panarchy.load(ROOT / "examples/neumeier")
    receipt = world.resolve("row_5").receipt
    either = world.resolve("operator_unknown").receipt

    assert receipt is not None
    assert either is not None
    assert set(world.digests) - set(receipt.texts) == {"egret 1", "merlin 1"}
    assert either.texts == world.digests


def test_a_text_that_was_not_read_is_no_cause(archive: Path) -> None:
    """A stranger's new code changes nothing; a new edition of a code that was read is named."""
    Path("aegis/rulebooks/moss.law").write_text('rulebook moss "Moss"\nlanguage 1\n', "utf-8")
    stranger = panarchy("replay", str(archive), "--world", "aegis")
    text = Path("aegis/rulebooks/quay.law").read_text("utf-8")
    later = re.sub(r"this is edition 1 in force from [-\d]+", "this is edition 2 in force from 2030-01-01", text)
    Path("aegis/rulebooks/quay_2.law").write_text(later, "utf-8")
    edition = panarchy("replay", str(archive), "--world", "aegis")

    assert "moss" not in stranger.out
    assert "since then: nothing that it read changed" in stranger.out
    assert "since then: quay 2 was not read before" in edition.out
