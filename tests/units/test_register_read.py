import json
from datetime import date

import pytest

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.register import Agree, ConsentKind, Join, Register, Revoke, RevokeClause, Submit, read_register

JOIN = {"entry": 1, "recorded": "2025-01-01", "act": "join", "person": "ana", "provider": "harbor"}


A_NAME = "a name of small letters, digits and `_`, such as `ana` or `guild_of_masons`"
WRITE_A_DAY = "write year, month and day, such as 2026-06-01"
THE_NUMBER = "`entry` is the number of the entry, which is that of its line"


def _read(*lines: dict[str, object] | str) -> tuple[Register, tuple[Diagnostic, ...]]:
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    return read_register("register.jsonl", "\n".join(texts).encode())


def _only_mistake(*lines: dict[str, object] | str) -> Diagnostic:
    _, (mistake,) = _read(*lines)
    return mistake


def _entry(**keys: object) -> dict[str, object]:
    return {**JOIN, **keys}


def _submission(number: int = 1, **keys: object) -> dict[str, object]:
    return {"entry": number, "recorded": "2025-01-01", "act": "submit", "person": "ana", "law": "ulex", **keys}


def test_a_join_is_read_with_its_defaults() -> None:
    """What a line leaves out is filled in: effective when recorded, for everything, expressly."""
    register, mistakes = _read(JOIN)

    assert not mistakes
    day = date(2025, 1, 1)
    assert register.entries == (Join(entry=1, recorded=day, effective=day, person="ana", provider="harbor"),)
    assert register.entries[0].kind is ConsentKind.EXPRESS


def test_the_words_of_json_have_names_of_their_own_in_python() -> None:
    """`for` and `as` of a file are `matters` and `as_roles` in Python."""
    register, _ = _read(_submission(**{"for": ["contract.sale"], "as": ["respondent"], "towards": ["ben"]}))

    (entry,) = register.entries
    assert isinstance(entry, Submit)
    assert (entry.matters, entry.as_roles, entry.towards) == (("contract.sale",), ("respondent",), ("ben",))


def test_a_file_cannot_use_the_python_names() -> None:
    """There is one way to write an entry down."""
    assert _only_mistake(_submission(as_roles=["respondent"])).message == "`as_roles` is not a key here"


def test_who_revokes_decides_what_is_revoked() -> None:
    """A person revokes an entry, a provider a clause."""
    register, mistakes = _read(
        _submission(1),
        {"entry": 2, "recorded": "2025-01-01", "act": "revoke", "person": "ana", "of": 1},
        {"entry": 3, "recorded": "2025-01-01", "act": "revoke", "provider": "mesa", "clause": "accept.ulex"},
    )

    assert not mistakes
    assert [type(entry) for entry in register.entries] == [Submit, Revoke, RevokeClause]


def test_an_empty_file_is_an_empty_register() -> None:
    """Blank lines at the end mean nothing, and neither does a byte order mark."""
    assert read_register("r", b"") == (Register((), "r"), ())
    assert read_register("r", b"\n\r\n ") == (Register((), "r"), ())
    assert len(read_register("r", b"\xef\xbb\xbf" + json.dumps(JOIN).encode() + b"\r\n")[0].entries) == 1


@pytest.mark.parametrize(
    ("line", "code", "message", "cure"),
    [
        ('{"entry": 1, "act": "jo', "PR500", "line 1 is cut off", "it should end with `}`"),
        ("[1]", "PR500", "a table in curly brackets was expected here", 'write `{"key": "value"}`'),
        ('{"act": NaN}', "PR500", "`NaN` is no number", 'write a whole number, or `"unknown"`'),
        ('{"act": 1, "act": 2}', "PR500", "the key `act` stands twice", "keep one of them"),
        (
            '{"entry": ' + "9" * 5000 + "}",
            "PR500",
            "a number has more than 100 digits",
            "write it as text if it is one",
        ),
        (
            "[" * 100_000,
            "PR500",
            "tables and lists are nested more than 12 deep",
            "flatten it: files written by hand need four levels at most",
        ),
        (_entry(act="joins"), "PR501", "`joins` is not an act of the register", "did you mean `join`?"),
        (
            _entry(act=7),
            "PR501",
            "`act` must be text, not a number",
            "the acts are `agree`, `birth`, `end`, `guardian`, `home`, `join`, `key`, `leave`, `ratify`, `revoke`, "
            "`revoke_key`, `submit`",
        ),
        (_entry(persn="ana"), "PR501", "`persn` is not a key here", "did you mean `person`?"),
        (
            _entry(person="Ana Maria"),
            "PR501",
            f"`person` must be {A_NAME}, not `Ana Maria`",
            "did you mean `ana_maria`?",
        ),
        (
            _entry(recorded="2025-02-30"),
            "PR606",
            "`recorded` is `2025-02-30`, a day the calendar does not have",
            "look up the last day of that month",
        ),
        (_entry(recorded="yesterday"), "PR501", "`recorded` must be a date, not `yesterday`", WRITE_A_DAY),
        (_entry(recorded=20250101), "PR501", "`recorded` must be a date, not a number", WRITE_A_DAY),
        (_entry(kind="expressly"), "PR501", "`kind` cannot be `expressly`", "did you mean `express`?"),
        (
            _entry(**{"for": "contract"}),
            "PR501",
            "`for` must be a list, not text",
            'put it in square brackets: `["contract"]`',
        ),
        (_entry(entry="1"), "PR501", "`entry` must be a whole number, not text", THE_NUMBER),
        (_entry(entry=1.5), "PR605", "`entry` must be a whole number, not the number `1.5`", THE_NUMBER),
        (
            _submission(edition=1.2),
            "PR501",
            "`edition` must be text, not a number",
            'write it in quotation marks: `"1.2"`',
        ),
        (_submission(edition=2), "PR501", "`edition` must be text, not a number", 'write it in quotation marks: `"2"`'),
        (_submission(law=None), "PR501", "neither a law nor a forum is named", "add `law` or `forum`"),
        (_submission(law=None, forum="x", edition="1"), "PR501", "an edition is named without a law", "add `law`"),
        (
            _submission(text="a\u0007"),
            "PR501",
            "`text` holds a control character",
            "take it out; line ends and tabs may stay",
        ),
        (
            json.dumps(_entry(text="\ud800")),
            "PR501",
            "`text` holds half of a character",
            "write the character itself instead of `\\ud...`",
        ),
    ],
)
def test_a_line_that_is_not_in_order_is_explained(
    line: dict[str, object] | str, code: str, message: str, cure: str
) -> None:
    """The message has the author's words, a code and a way out, and no word of Python."""
    mistake = _only_mistake(line)

    assert (mistake.code, mistake.message, mistake.help) == (code, message, cure)


@pytest.mark.parametrize("key", ["entry", "recorded", "act", "person", "provider"])
def test_a_missing_key_is_named(key: str) -> None:
    """What every join must have cannot be left out."""
    mistake = _only_mistake({name: value for name, value in JOIN.items() if name != key})

    assert (mistake.code, mistake.message) == ("PR501", f"`{key}` is missing")


def test_a_line_that_is_not_utf_8_is_named() -> None:
    """Only that line is lost."""
    lines = json.dumps(JOIN).encode() + b'\n{"act": "\xff"}\n' + json.dumps(_entry(entry=3)).encode()

    register, (mistake,) = read_register("r", lines)

    assert (mistake.code, mistake.message, mistake.span.line) == ("PR101", "line 2 is not UTF-8 text", 2)
    assert [entry.entry for entry in register.entries] == [1, 3]


def test_the_mistake_is_underlined() -> None:
    """The span covers the key at fault on its line."""
    text = json.dumps(_entry(entry=2, persn="ana"))

    span = _only_mistake(JOIN, text).span

    assert span.line == span.end_line == 2
    assert text[span.column - 1 : span.end_column - 1] == '"persn"'


def test_an_empty_line_between_entries_is_a_mistake() -> None:
    """The number of an entry is that of its line, so that nothing can be lost unseen."""
    mistake = _only_mistake(JOIN, "", _entry(entry=3))

    assert (mistake.code, mistake.message) == ("PR500", "line 2 is empty")


def test_entries_are_numbered_by_line() -> None:
    """A number that is skipped or repeated is refused, and later lines are kept."""
    register, (mistake,) = _read(JOIN, _entry(entry=1), _entry(entry=3))

    assert (mistake.code, mistake.message) == ("PR502", "entry 1 stands where entry 2 belongs")
    assert [entry.entry for entry in register.entries] == [1, 3]


def test_entries_are_recorded_in_order() -> None:
    """An entry cannot be recorded before the one above it."""
    mistake = _only_mistake(JOIN, _entry(entry=2, recorded="2024-12-31"))

    assert mistake.code == "PR502"
    assert mistake.message == "entry 2 is recorded on 2024-12-31, and the one before it on 2025-01-01"


def _revocation(number: int, **keys: object) -> dict[str, object]:
    return {"entry": number, "recorded": "2025-01-01", "act": "revoke", **keys}


AGREEMENT = {"entry": 1, "recorded": "2025-01-01", "act": "agree", "parties": ["ana", "ben"], "law": "ulex"}


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (JOIN, _revocation(2, person="ana", of=9), "entry 2 revokes entry 9, and there is no such entry before it"),
        (JOIN, _revocation(2, person="ana", of=2), "entry 2 revokes entry 2, and there is no such entry before it"),
        (JOIN, _revocation(2, person="ana", of=1), "entry 1 is a membership, which is not revoked"),
        (_submission(), _revocation(2, person="ben", of=1), "entry 1 is a submission of `ana`"),
        (
            AGREEMENT,
            _revocation(2, person="ana", of=1),
            "entry 1 is an agreement, which all its parties take back together",
        ),
        (
            AGREEMENT,
            _revocation(2, persons=["ana"], of=1),
            "entry 1 is an agreement, which all its parties take back together",
        ),
    ],
)
def test_only_its_authors_can_take_back_an_entry(
    first: dict[str, object], second: dict[str, object], message: str
) -> None:
    """A revocation by others, or of what cannot be revoked, is left out."""
    register, (mistake,) = _read(first, second)

    assert (mistake.code, mistake.message, mistake.span.line) == ("PR504", message, 2)
    assert len(register.entries) == 1


def test_a_revocation_has_one_kind_of_author() -> None:
    """Either one person or all parties, and not both or none."""
    message = "a revocation names either `person` or `persons`"

    assert _only_mistake(_submission(), _revocation(2, of=1)).message == message
    assert _only_mistake(_submission(), _revocation(2, of=1, person="ana", persons=["ana"])).message == message


def test_an_agreement_has_two_parties() -> None:
    """One person alone, or one person twice, agrees with nobody."""
    assert _only_mistake({**AGREEMENT, "parties": ["ana"]}).message == "an agreement has two parties at least"
    assert _only_mistake({**AGREEMENT, "parties": ["ana", "ana"]}).message == "`parties` lists `ana` twice"


def test_nobody_leaves_without_having_joined() -> None:
    """Leaving another provider, or leaving twice, is a mistake."""
    left = _entry(entry=2, act="leave")

    assert _only_mistake(JOIN, _entry(entry=2, act="leave", provider="harbour")).help == "did you mean `harbor`?"
    assert _only_mistake(JOIN, left, {**left, "entry": 3}).message == "`ana` leaves `harbor` a second time"
    assert not _read(JOIN, left, _entry(entry=3), {**left, "entry": 4})[1]


def test_a_broken_line_is_not_held_against_those_who_refer_to_it() -> None:
    """One mistake is reported once."""
    _, mistakes = _read("{", _revocation(2, person="ana", of=1), _entry(entry=3, act="leave"))

    assert [mistake.code for mistake in mistakes] == ["PR500"]


def test_reading_stops_after_many_mistakes() -> None:
    """A file of another kind does not give a message for each of its lines."""
    _, mistakes = read_register("r", b"x\n" * 100_000)

    assert len(mistakes) == 201


def test_an_agreement_knows_what_it_chooses() -> None:
    """Law, edition and forum may be chosen together."""
    register, _ = _read({**AGREEMENT, "edition": "1.2", "forum": "ulex_panel", "effective": "2024-06-01"})

    (entry,) = register.entries
    assert isinstance(entry, Agree)
    assert (entry.law, entry.edition, entry.forum) == ("ulex", "1.2", "ulex_panel")
    assert entry.effective == date(2024, 6, 1)
