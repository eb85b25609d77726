from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from panarchy_rules.base.diagnostics import Refused
from panarchy_rules.register import (
    Agree,
    Birth,
    ConsentKind,
    End,
    Entry,
    Guardian,
    Home,
    Join,
    Leave,
    Ratify,
    Register,
    Revoke,
    RevokeClause,
    Submit,
    read_register,
    write_register,
)

DAY = date(2025, 1, 1)
NAMES = st.sampled_from(["ana", "ben", "cleo", "harbor", "ulex"])
MATTERS = st.lists(st.sampled_from(["contract", "contract.sale", "tort"]), unique=True, max_size=2).map(tuple)
KINDS = st.sampled_from(ConsentKind)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
PAIRS = st.lists(NAMES, min_size=2, max_size=3, unique=True).map(tuple)
EDITIONS = st.none() | st.sampled_from(["1.0", "1.2"])
TODAY = st.just(DAY)
TEXTS = st.sampled_from(["", "clause 9", 'Þorgeir \N{SNOWMAN} "said"\n\tso'])

ENTRIES = st.one_of(
    st.builds(
        Join, recorded=TODAY, effective=DAYS, text=TEXTS, person=NAMES, provider=NAMES, matters=MATTERS, kind=KINDS
    ),
    st.builds(
        Agree, recorded=TODAY, effective=DAYS, text=TEXTS, parties=PAIRS, law=NAMES, edition=EDITIONS, matters=MATTERS
    ),
    st.builds(Submit, recorded=TODAY, person=NAMES, forum=NAMES, as_roles=MATTERS, towards=PAIRS, issues=MATTERS),
    st.builds(Ratify, recorded=TODAY, person=NAMES, provider=NAMES, edition=st.just("1.10")),
    st.builds(Submit, recorded=TODAY, person=NAMES, law=NAMES, kind=st.just(ConsentKind.PROXY), by=st.none() | NAMES),
    st.builds(
        Guardian,
        recorded=TODAY,
        person=st.just("ana"),
        ward=st.just("cleo"),
        until=st.none() | st.just(date(2027, 1, 1)),
    ),
    st.builds(RevokeClause, recorded=TODAY, effective=DAYS, provider=NAMES, clause=st.just("accept.ulex")),
)


@given(st.lists(ENTRIES))
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    """Writing a register and reading it gives the same register and no complaint."""
    register = Register.of(entries)

    assert read_register(register.path, write_register(register).encode()) == (register, ())


def test_the_written_form_leaves_out_what_goes_without_saying() -> None:
    """Defaults are not written, and keys stand in a fixed order."""
    register = Register.of(
        [
            Join(recorded=DAY, person="ana", provider="harbor", text="at the desk"),
            Submit(recorded=DAY, effective=date(2025, 2, 1), person="ana", law="ulex", as_roles=("respondent",)),
        ]
    )

    assert write_register(register).splitlines() == [
        '{"entry": 1, "recorded": "2025-01-01", "act": "join", "person": "ana", "provider": "harbor",'
        ' "text": "at the desk"}',
        '{"entry": 2, "recorded": "2025-01-01", "effective": "2025-02-01", "act": "submit", "person": "ana",'
        ' "law": "ulex", "as": ["respondent"]}',
    ]


def test_entries_built_in_python_are_numbered() -> None:
    """The first is 1, and what is added later goes on from there."""
    register = Register.of([Join(recorded=DAY, person="ana", provider="harbor")])

    longer = register.plus(Leave(recorded=DAY, person="ana", provider="harbor"))

    assert [entry.entry for entry in longer.entries] == [1, 2]
    assert longer.entry(2) == longer.entries[1]
    assert str(longer.span(2)) == "register.jsonl:2:1"
    assert len(register.entries) == 1


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([Leave(recorded=DAY, person="ana", provider="harbor")], "PR505"),
        ([Home(recorded=DAY, person="ana", provider="harbor")], "PR505"),
        ([Revoke(recorded=DAY, person="ana", of=1)], "PR504"),
        ([End(recorded=DAY, provider="harbor"), Join(recorded=DAY, person="ana", provider="harbor")], "PR524"),
        ([Birth(recorded=DAY, person="ana", born=DAY), Birth(recorded=DAY, person="ana", legal_person=True)], "PR342"),
        ([End(recorded=DAY, provider="harbor"), End(recorded=DAY, provider="harbor")], "PR524"),
        ([Join(entry=5, recorded=DAY, person="ana", provider="harbor")], "PR502"),
        (
            [
                Join(recorded=DAY, person="ana", provider="harbor"),
                Join(recorded=date(2024, 1, 1), person="ben", provider="harbor"),
            ],
            "PR502",
        ),
    ],
)
def test_a_register_that_does_not_fit_is_refused(entries: list[Entry], code: str) -> None:
    """Python code gets the diagnostics that a file would get."""
    with pytest.raises(Refused) as refusal:
        Register.of(entries)

    assert [diagnostic.code for diagnostic in refusal.value.diagnostics] == [code]


def test_a_register_knows_everyone_it_names() -> None:
    """Authors, parties and those towards whom someone submits, in the order of their first entry."""
    register = Register.of(
        [
            Submit(recorded=DAY, person="cleo", law="ulex", towards=("ben",)),
            Agree(recorded=DAY, parties=("ana", "ben"), law="ulex"),
            RevokeClause(recorded=DAY, provider="mesa", clause="x"),
            Revoke(recorded=DAY, persons=("ben", "ana"), of=2),
        ]
    )

    assert register.persons == ("cleo", "ben", "ana")
    assert [entry.entry for entry in register.naming("ana")] == [2, 4]
    assert register.naming("mesa") == ()


def test_an_entry_cannot_be_changed() -> None:
    """Nothing in the register is ever rewritten."""
    entry = Join(recorded=DAY, person="ana", provider="harbor")

    with pytest.raises(ValidationError):
        entry.person = "ben"  # type: ignore[misc]


def test_a_wrong_name_is_refused_in_python_too() -> None:
    """The same words explain it."""
    with pytest.raises(ValidationError, match="must be a name of small letters"):
        Join(recorded=DAY, person="Ana", provider="harbor")
