"""A register store keeps what it acknowledged, forgets names when asked, and finds what was done behind its back."""

import json
import os
import random
import sqlite3
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from panarchy_rules import Panarchy
from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.register import (
    Agree,
    Checkpoint,
    End,
    Join,
    Leave,
    Register,
    Revoke,
    Submit,
    head,
    tables,
    verify_chain,
    write_register,
)
from panarchy_rules.register.chain import chained, link
from panarchy_rules.register.rows import Row, sealed_of
from panarchy_rules.register.sealing import is_stand_in, salted
from panarchy_rules.register.storage import Receipt, RegisterStore
from panarchy_rules.register.tables import TRIGGERS
from tests.support.checkout import ROOT

DAY = date(2026, 2, 1)
LATER = date(2026, 3, 1)
HUNT = bool(os.environ.get("PANARCHY_HUNT"))
posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forked")

ACTS = (
    Join(recorded=DAY, person="ana", provider="harbor", text="at the desk"),
    Join(recorded=DAY, person="ben", provider="mesa"),
    Agree(recorded=DAY, effective=LATER, parties=("ana", "ben"), law="ulex", text="clause 9"),
    Submit(recorded=LATER, person="ben", forum="ulex_panel", towards=("ana", "cleo")),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RegisterStore]:
    """A store with four entries."""
    with RegisterStore.open(tmp_path / "register.sqlite") as opened:
        opened.append(ACTS)
        yield opened


def test_what_is_appended_is_read(store: RegisterStore) -> None:
    """The acts come back with their numbers, and with what they can be checked by."""
    register = store.read()

    assert write_register(_bare(register)) == write_register(Register.of(ACTS))
    assert store.head() == head(register)
    assert (store.verify(), verify_chain(register, [store.head()])) == ((), ())


def test_a_receipt_says_where_the_register_stands(tmp_path: Path) -> None:
    """It is a checkpoint that the register has to lead through from now on."""
    with RegisterStore.open(tmp_path / "r.db") as store:
        first = store.append(ACTS[:2])
        second = store.append(ACTS[2:])

        assert (first.first, first.last, second.first, second.last) == (1, 2, 3, 4)
        assert store.append([]) == Receipt(5, 4, second.head)
        assert store.verify([first.checkpoint, second.checkpoint]) == ()
        assert [d.code for d in store.verify([Checkpoint(2, second.head)])] == ["PR512"]


def test_a_store_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    """What was acknowledged is in the file."""
    with RegisterStore.open(tmp_path / "r.db") as store:
        receipt = store.append(ACTS)

    with RegisterStore.open(tmp_path / "r.db", create=False) as store:
        assert store.head() == receipt.checkpoint


def test_a_register_is_read_as_it_was_known_on_a_day(store: RegisterStore) -> None:
    """What was recorded later is not there, whenever it takes effect."""
    assert [entry.entry for entry in store.read(as_known=DAY).entries] == [1, 2, 3]
    assert store.read(as_known=date(2025, 1, 1)).entries == ()
    assert len(store.read(as_known=LATER).entries) == 4


@pytest.mark.parametrize(
    ("entry", "code", "message"),
    [
        (Leave(recorded=LATER, person="cleo", provider="mesa"), "PR505", "`cleo` leaves `mesa` without having joined"),
        (Leave(recorded=LATER, person="ana", provider="mesa"), "PR505", "`ana` leaves `mesa` without having joined"),
        (Revoke(recorded=LATER, person="ana", of=4), "PR504", "entry 4 is a submission of `ben`"),
        (
            Revoke(recorded=LATER, person="ana", of=9),
            "PR504",
            "entry 5 revokes entry 9, and there is no such entry before it",
        ),
        (
            Join(recorded=DAY, person="ana", provider="mesa"),
            "PR502",
            "entry 5 is recorded on 2026-02-01, and the one before it on 2026-03-01",
        ),
        (
            Join(entry=3, recorded=LATER, person="ana", provider="mesa"),
            "PR502",
            "entry 3 stands where entry 5 belongs",
        ),
    ],
)
def test_what_does_not_fit_is_refused_as_a_whole(store: RegisterStore, entry: Any, code: str, message: str) -> None:
    """A store takes what a register built in Python would take."""
    with pytest.raises(Refused) as refused:
        store.append([Join(recorded=LATER, person="dan", provider="mesa"), entry] if code == "PR505" else [entry])

    assert [(d.code, d.message) for d in refused.value.diagnostics] == [(code, message)]
    assert store.head().entry == 4


def test_exits_and_revocations_find_what_they_end(store: RegisterStore) -> None:
    """Also in a store that is opened anew, and within one batch."""
    store.append(
        [
            Leave(recorded=LATER, person="ben", provider="mesa"),
            Join(recorded=LATER, person="ben", provider="mesa"),
            Leave(recorded=LATER, person="ben", provider="mesa"),
            Revoke(recorded=LATER, person="ben", of=4),
            Revoke(recorded=LATER, persons=("ben", "ana"), of=3),
        ]
    )

    with pytest.raises(Refused, match="a second time"):
        store.append([Leave(recorded=LATER, person="ben", provider="mesa")])
    assert store.verify() == ()


def test_nobody_joins_a_provider_that_a_store_says_has_ended(store: RegisterStore) -> None:
    """The end is found in an earlier batch, too, and comes back as it was recorded."""
    store.append([End(recorded=LATER, provider="mesa")])

    assert store.read().entries[-1].act == "end"
    for entry in (Join(recorded=LATER, person="dan", provider="mesa"), End(recorded=LATER, provider="mesa")):
        with pytest.raises(Refused) as refused:
            store.append([entry])
        assert [d.code for d in refused.value.diagnostics] == ["PR524"]
    assert store.append([Join(recorded=LATER, person="dan", provider="harbor")]).last == 6


def test_a_name_is_erased_and_the_chain_still_holds(store: RegisterStore, tmp_path: Path) -> None:
    """No file keeps the name or the words, every act is still there, and so is who else took part."""
    before = store.head()

    erasure = store.erase("ana")

    acts = store.read()
    first, _, agreement, submission = acts.entries
    assert isinstance(first, Join)
    assert isinstance(agreement, Agree)
    assert isinstance(submission, Submit)
    assert first.person == agreement.parties[0] == submission.towards[0] == erasure.stand_in
    assert (is_stand_in(first.person), first.text, agreement.text, agreement.parties[1]) == (True, "", "", "ben")
    assert (erasure.texts, erasure.complete) == (2, True)
    assert (store.head(), store.verify([before]), verify_chain(acts, [before])) == (before, (), ())
    assert not [file.name for file in tmp_path.iterdir() if any(w in file.read_bytes() for w in (b"ana", b"the desk"))]


def test_an_erased_person_can_be_ended_but_not_found(store: RegisterStore) -> None:
    """Their acts still refer to each other; their name begins anew."""
    stand_in = store.erase("ana").stand_in

    with pytest.raises(Refused, match="without having joined"):
        store.append([Leave(recorded=LATER, person="ana", provider="harbor")])
    store.append([Leave(recorded=LATER, person=stand_in, provider="harbor")])

    assert store.verify() == ()
    with pytest.raises(Refused, match="PR601"):
        store.erase("ana")


def test_nobody_comes_back_under_an_erased_salt(store: RegisterStore) -> None:
    """An old copy does not undo an erasure."""
    old = store.read().entries[0]
    store.erase("ana")

    with pytest.raises(Refused, match="under the salt under which they were erased"):
        store.append([old.model_copy(update={"entry": 0, "recorded": LATER, "effective": LATER})])


def test_what_could_not_be_read_again_is_not_recorded(store: RegisterStore) -> None:
    """It could never be taken out. A model that was copied is checked again, and nobody is named twice."""
    seal = store._connection.execute("SELECT seal FROM persons WHERE name = 'ana'").fetchone()[0]
    joins = Join(recorded=LATER, person="ana", provider="mesa")
    for entry, code in (
        (joins.model_copy(update={"provider": "No Name!"}), "PR501"),
        (joins.model_copy(update={"person": "No Name!"}), "PR501"),
        (Agree(recorded=LATER, parties=("ana", f"erased_{seal}"), law="ulex"), "PR519"),
    ):
        with pytest.raises(Refused) as refused:
            store.append([entry])
        assert refused.value.diagnostics[0].code == code
    assert (store.head().entry, store.verify()) == (4, ())


def test_one_person_has_one_salt(store: RegisterStore) -> None:
    """Otherwise erasing would forget one half of them."""
    other = salted(Join(recorded=LATER, person="ana", provider="mesa"))

    with pytest.raises(Refused, match="under another salt") as refused:
        store.append([other])

    assert refused.value.diagnostics[0].code == "PR519"
    assert store.append([store.salted(Join(recorded=LATER, person="ana", provider="mesa"))]).last == 5


def test_a_register_goes_out_and_comes_back(store: RegisterStore, tmp_path: Path) -> None:
    """The file of JSON lines has the same head, also for those who were erased."""
    store.erase("ana")
    exported = store.export_jsonl(tmp_path / "register.jsonl")

    with RegisterStore.open(tmp_path / "other.sqlite") as other:
        receipt = other.import_jsonl(tmp_path / "register.jsonl")

        assert receipt.checkpoint == exported == store.head() == other.head()
        assert other.verify() == ()
        assert [e.model_dump() for e in other.read().entries] == [e.model_dump() for e in store.read().entries]


def test_a_register_goes_out_to_be_read(store: RegisterStore, tmp_path: Path) -> None:
    """Without proofs it is the plain form."""
    store.export_jsonl(tmp_path / "register.jsonl", proofs=False)

    assert (tmp_path / "register.jsonl").read_text("utf-8") == write_register(Register.of(ACTS))


def test_a_broken_file_is_not_imported(tmp_path: Path) -> None:
    """Neither one with mistakes nor one whose hashes do not fit."""
    lines = write_register(chained(Register.of(ACTS))).splitlines()
    (tmp_path / "half.jsonl").write_text("\n".join([*lines[:2], lines[2][:40]]), "utf-8")
    (tmp_path / "forged.jsonl").write_text("\n".join(lines).replace("clause 9", "clause 8"), "utf-8")

    with RegisterStore.open(tmp_path / "r.sqlite") as store:
        for name, code in (("half", "PR500"), ("forged", "PR510")):
            with pytest.raises(Refused) as refused:
                store.import_jsonl(tmp_path / f"{name}.jsonl")
            assert {d.code for d in refused.value.diagnostics} == {code}
        assert store.head().entry == 0


# Behind the back of the library.


def _forge(store: RegisterStore, *statements: str) -> None:
    """Change the file as its owner could: without the triggers, which are then put back."""
    path = store._path
    connection = sqlite3.connect(path)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for trigger in TRIGGERS.values():
        connection.execute(trigger)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "code", "line", "message"),
    [
        (
            "UPDATE entries SET body = replace(body, 'mesa', 'harbor'), provider = 'harbor' WHERE number = 2",
            "PR510",
            2,
            "entry 2 does not fit its hash",
        ),
        (
            "UPDATE entries SET provider = 'harbor' WHERE number = 2",
            "PR510",
            2,
            "the columns of entry 2 do not say what its body says",
        ),
        (
            "UPDATE entries SET body = replace(body, '{\"', '{ \"') WHERE number = 2",
            "PR510",
            2,
            "the body of entry 2 is not in its one form",
        ),
        ("UPDATE entries SET body = '{' WHERE number = 2", "PR510", 2, "the body of entry 2 is not JSON"),
        ("UPDATE entries SET signatures = '[{}]' WHERE number = 2", "PR510", 2, "the signatures of entry 2 are not"),
        ("UPDATE entries SET hash = 'x' WHERE number = 4", "PR510", 4, "entry 4: `hash` must be text of 64 digits"),
        ("DELETE FROM entries WHERE number = 2", "PR511", 3, "entry 2 is missing"),
        ("UPDATE entries SET text = 'clause 8' WHERE number = 3", "PR519", 3, "the text of entry 3 does not fit"),
        ("UPDATE persons SET name = 'eve' WHERE name = 'ana'", "PR519", 1, "`eve` does not fit the seal"),
        ("UPDATE persons SET salt = replace(salt, '0', '1')", "PR519", 1, "does not fit the seal"),
    ],
)
def test_what_the_owner_of_the_file_changes_is_named(
    store: RegisterStore, statement: str, code: str, line: int, message: str
) -> None:
    """Triggers do not stop them; the chain and the seals tell."""
    _forge(store, statement)

    found = [d for d in store.verify() if d.code == code and d.span.line == line]

    assert message in found[0].message


def test_a_name_in_clear_beside_its_seal_is_named(store: RegisterStore) -> None:
    """Even if all hashes are made anew: it would be a second person of the same name."""
    seal = store._connection.execute("SELECT seal FROM persons WHERE name = 'ana'").fetchone()[0]
    _forge(
        store,
        f"""UPDATE entries SET body = replace(body, '{{"sealed":"{seal}"}}', '"ana"') WHERE number = 3""",
    )

    assert ("PR519", 3) in [(d.code, d.span.line) for d in store.verify()]


def test_rows_that_change_places_are_named(store: RegisterStore) -> None:
    """Their hashes fit only under their old numbers."""
    shift = "UPDATE entries SET number = {} WHERE number = {}"
    _forge(store, shift.format(20, 2), shift.format(2, 3), shift.format(3, 20))

    assert [(d.code, d.message) for d in store.verify()] == [
        ("PR511", "entry 2 was entry 3, and was moved"),
        ("PR511", "entry 3 was entry 2, and was moved"),
    ]


def test_a_chain_that_was_made_anew_is_found_with_a_receipt(store: RegisterStore) -> None:
    """Who owns the file can compute all hashes again; who holds a receipt sees it."""
    receipt = store.head()
    _forge(store, "UPDATE entries SET body = replace(body, 'mesa', 'harbor'), provider = 'harbor' WHERE number = 2")
    previous, hashes = "0" * 64, []
    for row in store._connection.execute("SELECT * FROM entries ORDER BY number").fetchall():
        previous = link(sealed_of(Row._make(row)), previous)
        hashes.append(f"UPDATE entries SET hash = '{previous}' WHERE number = {row[0]}")
    _forge(store, *hashes)

    assert store.verify() == ()
    assert [(d.code, d.span.line) for d in store.verify([receipt])] == [("PR512", 4)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}'",
        "UPDATE entries SET hash = 'x' WHERE number = 1",
        "UPDATE entries SET text = 'other', text_salt = 'x' WHERE number = 1",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE number = 1",
        "INSERT INTO entries SELECT 9, body, signatures, hash, text, text_salt, act, recorded, effective, person,"
        " provider, key FROM entries WHERE number = 1",
        "UPDATE persons SET name = 'eve' WHERE name = 'ana'",
        "INSERT OR REPLACE INTO persons SELECT seal, 'eve', salt FROM persons WHERE name = 'ana'",
        "DELETE FROM persons",
    ],
)
def test_other_programs_cannot_change_what_is_recorded_by_mistake(store: RegisterStore, statement: str) -> None:
    """The triggers refuse it, whoever sends it."""
    other = sqlite3.connect(store._path)

    with pytest.raises(sqlite3.IntegrityError):
        other.execute(statement)

    other.close()
    assert store.verify() == ()


def test_a_dropped_trigger_is_reported(store: RegisterStore) -> None:
    """Because from then on programs can change what is recorded."""
    other = sqlite3.connect(store._path)
    other.execute("DROP TRIGGER entries_stay")
    other.commit()
    other.close()

    assert [d.code for d in store.verify()] == ["PR518"]


def _with_a_view(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE VIEW spy AS SELECT load_extension('x')")
    connection.close()


def _of_the_future(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda path: path.write_bytes(b"no store at all, but some text that is long enough" * 20),
            "this is no register",
        ),
        (_with_a_view, "its tables were changed"),
        (_of_the_future, "the store has form 99"),
        (lambda path: path.write_bytes(path.read_bytes()[:8000]), "the file is damaged"),
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_no_store_is_refused(
    tmp_path: Path, spoil: Callable[[Path], None], message: str, read_only: bool
) -> None:
    """Nothing in a file that comes from others is run."""
    path = tmp_path / "r.sqlite"
    with RegisterStore.open(path) as store:
        store.append(ACTS)
    spoil(path)

    with pytest.raises(Refused, match=message) as refused, RegisterStore.open(path, read_only=read_only) as store:
        store.read()

    assert refused.value.diagnostics[0].code == "PR518"


def test_no_byte_of_a_store_can_be_changed(tmp_path: Path) -> None:
    """Whatever is written over it, it is refused or reported, or the register still says the same."""
    path, chance = tmp_path / "r.sqlite", random.Random(11)
    with RegisterStore.open(path) as store:
        store.append(ACTS)
        register = store.read()
    whole = path.read_bytes()
    for _ in range(2000 if HUNT else 150):
        place, length = chance.randrange(len(whole)), chance.choice((1, 1, 4, 100))
        path.write_bytes(whole[:place] + chance.randbytes(length) + whole[place + length :])
        try:
            with RegisterStore.open(path, read_only=True) as store:
                read, found = store.read_verified([head(register)])
        except Refused:
            continue
        assert found or read == register


def test_a_store_that_is_not_there_is_not_made_by_readers(tmp_path: Path) -> None:
    """Only who may write makes one."""
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(Refused, match="the store cannot be opened"):
            RegisterStore.open(tmp_path / "r.sqlite", **options)
    assert not list(tmp_path.iterdir())


def test_a_reader_changes_nothing(store: RegisterStore) -> None:
    """It cannot append, and it sees what others append."""
    with RegisterStore.open(store._path, read_only=True) as reader:
        with pytest.raises(Refused, match="the store cannot be written to"):
            reader.append(ACTS[3:])
        store.append([Join(recorded=LATER, person="dan", provider="mesa")])
        assert reader.head().entry == 5


def test_a_writer_waits_for_another_and_gives_up_in_words(store: RegisterStore) -> None:
    """Nothing of its batch is recorded."""
    with RegisterStore.open(store._path, wait=0.05) as other:
        store._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused, match="another program is writing"):
            other.append(ACTS[3:])
        store._connection.execute("ROLLBACK")

        assert other.append(ACTS[3:]).last == 5


def test_a_full_disk_leaves_whole_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch that does not fit is not there, and those before it are."""
    monkeypatch.setattr(tables, "_SETTINGS", (*tables._SETTINGS, "max_page_count = 40"))
    batch = [Join(recorded=DAY, person=f"p{number}", provider="harbor") for number in range(50)]

    with RegisterStore.open(tmp_path / "r.sqlite") as store:
        with pytest.raises(Refused, match="the disk is full"):
            deque((store.append(batch) for _ in range(100)), maxlen=0)

        assert store.head().entry % 50 == 0
        assert store.head().entry >= 50
        assert store.verify() == ()


def _writers(*arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.support.register_writers", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    return dict(json.loads(finished.stdout))


@posix
def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    """Killed at any moment, it leaves whole batches and a chain that holds."""
    seen = _writers("killed", tmp_path, 1000 if HUNT else 20)

    assert seen["acknowledged"] > 0


@posix
def test_several_writers_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    """The numbers are given out inside the transaction, so that each is given once."""
    assert _writers("several", tmp_path, 3) == {"recorded": 300}


@posix
def test_a_disk_that_takes_no_more_leaves_whole_batches(tmp_path: Path) -> None:
    """The operating system refuses to write, in the middle of a batch."""
    seen = _writers("full", tmp_path, 1000 if HUNT else 3)

    assert seen["acknowledged"] > 0
    assert all(message.endswith("so nothing of this was recorded") for message in seen["messages"])


# In a world.


def _world(folder: Path, manifest: str = "") -> Path:
    (folder / "panarchy.toml").write_text(
        f'[world]\nname = "w"\nlanguage = 1\nregister = "register.sqlite"\n{manifest}', "utf-8"
    )
    (folder / "mesa.law").write_text(
        'rulebook mesa "Mesa"\nlanguage 1\nthis is edition 1 in force from 2020-01-01\ngoverns everything\n',
        "utf-8",
    )
    return folder


def test_a_world_can_have_a_register_store(tmp_path: Path) -> None:
    """The manifest names a file that ends in `.sqlite` or `.db`."""
    with RegisterStore.open(tmp_path / "register.sqlite") as store:
        store.append([Join(recorded=DAY, person="ben", provider="mesa")])

    world = Panarchy.load(_world(tmp_path))

    assert world.law_world.register.persons == ("ben",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mesa.law", "panarchy.toml", "register.sqlite"]


def test_a_world_with_a_changed_store_is_not_loaded(tmp_path: Path) -> None:
    """A store is checked whenever it is loaded."""
    with RegisterStore.open(tmp_path / "register.sqlite") as store:
        store.append([Join(recorded=DAY, person="ben", provider="mesa")])
        _forge(store, "UPDATE persons SET name = 'eve'")

    with pytest.raises(Refused, match="PR519"):
        Panarchy.load(_world(tmp_path))


def _bare(register: Register) -> Register:
    return Register(tuple(entry.model_copy(update={"proof": None}) for entry in register.entries), register.path)
