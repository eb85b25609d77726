import json
from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.casefile import Claim, Dispute, read_dispute

HEAD = """\
id = "a"
matter = "contract.service"
anchor = 2026-02-01
"""
PARTIES = """\
[parties]
claimant = "ana"
respondent = "ben"
"""
CLAIM = """\
[[claims]]
id = "fee"
claimant = "ana"
respondent = "ben"
"""


A_LABEL = "a name of small letters, digits and `_`, such as `contract.service`"


def _read(text: str) -> Dispute:
    dispute, mistakes = read_dispute("a.toml", text.encode())
    assert dispute is not None, mistakes
    return dispute


def _mistakes(text: str, path: str = "a.toml") -> tuple[Diagnostic, ...]:
    dispute, mistakes = read_dispute(path, text.encode())
    assert dispute is None
    return mistakes


def _only_mistake(text: str, path: str = "a.toml") -> Diagnostic:
    (mistake,) = _mistakes(text, path)
    return mistake


def test_a_small_dispute_is_read_with_its_defaults() -> None:
    """One issue, the whole; no claims, facts or expectation."""
    assert _read(HEAD + PARTIES) == Dispute(
        id="a",
        matter="contract.service",
        anchor=date(2026, 2, 1),
        parties={"claimant": "ana", "respondent": "ben"},
    )
    assert _read(HEAD + PARTIES).issues == ("merits",)


def test_facts_are_kept_as_they_were_written() -> None:
    """Texts, words, whole numbers, days, lists and one value for each person."""
    facts = """\
[facts]
claimed = "9000.50 EUR"
signed = true
lamps = 1000
accrual = 2026-06-01
votes = ["claimant", "respondent"]
strike = "unknown"
"parcel.weight" = "20 kg"
[facts.offer]
claimant = "9000 EUR"
respondent = ["1 EUR", "2 EUR"]
"""

    assert _read(HEAD + PARTIES + facts).facts == {
        "claimed": "9000.50 EUR",
        "signed": True,
        "lamps": 1000,
        "accrual": date(2026, 6, 1),
        "votes": ("claimant", "respondent"),
        "strike": "unknown",
        "parcel.weight": "20 kg",
        "offer": {"claimant": "9000 EUR", "respondent": ("1 EUR", "2 EUR")},
    }


def test_toml_and_json_say_the_same() -> None:
    """The ending of the file chooses the reader; days are texts in JSON."""
    table = {"id": "a", "matter": "contract.service", "anchor": "2026-02-01", "parties": _PAIR, "facts": {"n": 3}}

    dispute, mistakes = read_dispute("disputes/a.JSON", json.dumps(table).encode())

    assert (dispute, mistakes) == (_read(HEAD + PARTIES + "[facts]\nn = 3\n"), ())


_PAIR = {"claimant": "ana", "respondent": "ben"}


def test_several_claims_need_no_parties() -> None:
    """Each claim has its own pair of persons."""
    text = HEAD + CLAIM + CLAIM.replace("fee", "repair") + "anchor = 2026-03-01\n"

    first, second = _read(text).claims

    assert first == Claim(id="fee", claimant="ana", respondent="ben")
    assert second.anchor == date(2026, 3, 1)


def test_an_expectation_of_nothing_is_not_no_expectation() -> None:
    """`orders = []` says that nothing is ordered; leaving it out says nothing."""
    expect = _read(HEAD + PARTIES + '[expect]\nstatus = "NO_FORUM"\norders = []\n').expect

    assert expect is not None
    assert (expect.status, expect.orders, expect.grounds) == ("NO_FORUM", (), None)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        (
            "claimed = 9000.50",
            "`claimed` is the number `9000.50`, and numbers with a point are rounded when they are read",
        ),
        ("claimed = 1e5", "`claimed` is the number `1e5`, and numbers with a point are rounded when they are read"),
        ("claimed = nan", "`claimed` is the number `nan`, and numbers with a point are rounded when they are read"),
        (
            "claimed = [1, 2.10]",
            "`claimed` is the number `2.10`, and numbers with a point are rounded when they are read",
        ),
        (
            "claimed.ana = 2.10",
            "`claimed` of `ana` is the number `2.10`, and numbers with a point are rounded when they are read",
        ),
    ],
)
def test_a_number_with_a_point_is_refused_in_the_digits_of_its_author(fact: str, message: str) -> None:
    """The message shows what was written, not what a computer made of it."""
    mistake = _only_mistake(HEAD + PARTIES + "[facts]\n" + fact)

    assert (mistake.code, mistake.message) == ("PR605", message)
    assert mistake.help.startswith("write it as text: `")


def test_a_number_with_a_point_is_refused_in_json() -> None:
    """More digits than a float holds are shown unharmed."""
    text = json.dumps({"id": "a", "matter": "m", "anchor": "2026-02-01", "parties": _PAIR})
    digits = "12345678901234567890123.1"

    mistake = _only_mistake(text[:-1] + ', "facts": {"a": ' + digits + "}}", "a.json")

    assert (mistake.code, digits in mistake.message) == ("PR605", True)


def test_a_misspelt_role_is_told_beside_the_one_that_is_missing() -> None:
    """The reader sees what to change."""
    mistake = _only_mistake(HEAD + PARTIES.replace("respondent", "respondant"))

    assert mistake.help == 'write `respondent = "name"` under `[parties]`, and not `respondant`'


@pytest.mark.parametrize(
    ("text", "code", "message", "line"),
    [
        (HEAD + PARTIES.replace("respondent", "defendant"), "PR608", "no respondent is named", 4),
        (HEAD, "PR608", "no claimant is named", 1),
        (HEAD + PARTIES.replace("ben", "ana"), "PR608", "`ana` is both claimant and respondent", 6),
        (HEAD + CLAIM.replace("ben", "ana"), "PR608", "`ana` is both claimant and respondent", 7),
        (HEAD + CLAIM + CLAIM, "PR600", "two claims are called `fee`", 9),
        (HEAD + CLAIM + CLAIM.replace('id = "fee"\n', ""), "PR600", "`id` is missing", 8),
        ("issues = []\n" + HEAD + PARTIES, "PR600", "`issues` must not be empty", 1),
        ('issues = ["a", "a"]\n' + HEAD + PARTIES, "PR600", "`issues` lists `a` twice", 1),
        (
            'issues = ["a", 7]\n' + HEAD + PARTIES,
            "PR600",
            f"item 2 of `issues` must be {A_LABEL}, not a number",
            1,
        ),
        (
            HEAD.replace("2026-02-01", "2026-02-30") + PARTIES,
            "PR606",
            "`2026-02-30` is a day the calendar does not have",
            3,
        ),
        (
            HEAD.replace("2026-02-01", "2026-13-01") + PARTIES,
            "PR606",
            "`2026-13-01` is a day the calendar does not have",
            3,
        ),
        (
            HEAD.replace("2026-02-01", '"2026-02-30"') + PARTIES,
            "PR606",
            "`anchor` is `2026-02-30`, a day the calendar does not have",
            3,
        ),
        (
            HEAD.replace("2026-02-01", "2026-02-01T09:00:00Z") + PARTIES,
            "PR600",
            "`anchor` must be a day without a time of day",
            3,
        ),
        (HEAD.replace("2026-02-01", "09:00:00") + PARTIES, "PR600", "`anchor` must be a day without a time of day", 3),
        (HEAD + PARTIES + "[facts]\na = 2026-02-01 09:00:00", "PR600", "`a` must be a day without a time of day", 8),
        (HEAD + PARTIES + "[facts]\na = {}", "PR600", "`a` is a table with nobody in it", 8),
        (HEAD + PARTIES + "[facts]\na = [[[[[[1]]]]]]", "PR600", "`a` holds tables and lists more than five deep", 8),
        (
            HEAD + PARTIES + "[facts.a.b.c]\nd = {}",
            "PR600",
            "`a` of `b` of `c` of `d` is a table with nobody in it",
            7,
        ),
        (HEAD + PARTIES + "[facts]\na = 0x" + "f" * 99, "PR600", "a number has more than 100 digits", 8),
        (
            HEAD + PARTIES + "[facts]\nA = 1",
            "PR600",
            f"`A` must be {A_LABEL}, not `A`",
            8,
        ),
        (HEAD + PARTIES + '[expect]\nstatus = "DECIDE"', "PR600", "`status` cannot be `DECIDE`", 8),
        (HEAD + PARTIES + '[expect]\nnotes = ["LATE"]', "PR600", "item 1 of `notes` cannot be `LATE`", 8),
        (
            HEAD + PARTIES + "[[expect.issues]]\nissue = 1",
            "PR600",
            f"`issue` must be {A_LABEL}, not a number",
            8,
        ),
        ("parties = 3\n" + HEAD, "PR600", "`parties` must be a table, not a number", 1),
        ("claims = 3\n" + HEAD + PARTIES, "PR600", "`claims` must be a list, not a number", 1),
        ("claims = [3]\n" + HEAD + PARTIES, "PR600", "item 1 of `claims` must be a table, not a number", 1),
        ("title = 1.5\n" + HEAD + PARTIES, "PR605", "`title` must be text, not the number `1.5`", 1),
        (HEAD + "title = words\n" + PARTIES, "PR600", "a value was expected here", 4),
        (HEAD + 'title = "words\n' + PARTIES, "PR600", "a text holds a line end or another control character", 4),
        (HEAD + "title\n" + PARTIES, "PR600", "`=` was expected after a key", 4),
        (HEAD + HEAD + PARTIES, "PR600", "a key stands twice", 4),
        (HEAD + PARTIES + PARTIES, "PR600", "a table is declared twice", 7),
        (HEAD + PARTIES + "[facts]\na = " + "[" * 2000, "PR609", "tables and lists are nested more than 12 deep", 1),
        ("a." * 5000 + "b = 1", "PR609", "a key has more than 20 parts", 1),
        (
            HEAD + PARTIES + "[facts]\na = [" + "1," * 10_001 + "]",
            "PR609",
            "there are 10001 facts, and 10000 are allowed",
            7,
        ),
    ],
)
def test_a_mistake_is_explained_at_its_place(text: str, code: str, message: str, line: int) -> None:
    """Each message has the author's words, a code and the line."""
    mistake = _only_mistake(text)

    assert (mistake.code, mistake.message, mistake.span.line) == (code, message, line)


def test_keys_under_a_header_of_their_own_are_one_mistake() -> None:
    """What the dispute lacks stands in a table that it has not."""
    mistake = _only_mistake("[dispute]\n" + HEAD + PARTIES.replace("[parties]", "[dispute.parties]"))

    assert mistake.message == "`dispute` is not a key, and holds keys that stand one table higher"
    assert mistake.help == "leave the header `[dispute]` out"


def test_a_misspelt_key_is_one_mistake() -> None:
    """The key that is missing because of it is not named again."""
    mistake = _only_mistake(HEAD.replace("anchor", "ancor") + PARTIES)

    assert (mistake.message, mistake.help) == ("`ancor` is not a key here", "did you mean `anchor`?")


def test_several_mistakes_are_reported_together() -> None:
    """In the order in which they stand."""
    text = HEAD.replace("2026-02-01", "7") + PARTIES.replace("ana", "Ana") + "[facts]\na = 1.5\n[claim]\n"

    assert [mistake.span.line for mistake in _mistakes(text)] == [3, 5, 8, 9]


def test_the_key_at_fault_is_underlined() -> None:
    """In a table, in a list of tables, and in JSON."""
    toml = HEAD + CLAIM + CLAIM.replace("fee", "x").replace('"ben"', "7")
    inside = '{"claims": [{"id": "x"}, {"id": "y", "claimant": 7}]}'

    assert str(_only_mistake(toml).span) == "a.toml:11:1"
    (mistake,) = (each for each in _mistakes(inside, "a.json") if "not a number" in each.message)
    assert inside[mistake.span.column - 1 : mistake.span.end_column - 1] == '"claimant"'


@pytest.mark.parametrize(
    ("path", "content", "code", "message"),
    [
        ("a.yaml", b"", "PR600", "a dispute is a `.toml` or a `.json` file"),
        ("a.toml", b"\n\xff", "PR101", "the bytes on line 2 are not UTF-8 text"),
        ("a.toml", b"#" * (1 << 20) + b"#", "PR609", "the file has 1048577 bytes, and a dispute has at most 1048576"),
        ("a.json", b"", "PR600", "a value was expected here"),
        ("a.json", b"[]", "PR600", "a table in curly brackets was expected here"),
        ("a.json", b'{"id": "a", "id": "b"}', "PR600", "the key `id` stands twice"),
        ("a.json", b'{"id": ' + b"[" * 100_000, "PR609", "tables and lists are nested more than 12 deep"),
    ],
)
def test_a_file_that_is_no_dispute_at_all_is_explained(path: str, content: bytes, code: str, message: str) -> None:
    """Whatever the bytes, there is one message and no traceback."""
    dispute, (mistake,) = read_dispute(path, content)

    assert dispute is None
    assert (mistake.code, mistake.message) == (code, message)


def _dispute(**facts: object) -> Dispute:
    return Dispute.model_validate(
        {"id": "a", "matter": "m", "anchor": date(2026, 2, 1), "parties": _PAIR, "facts": facts}
    )


def test_python_may_use_decimals_and_no_floats() -> None:
    """A decimal is taken as its digits."""
    assert _dispute(a=Decimal("9000.50"), b=[Decimal("1E+3")]).facts == {"a": "9000.50", "b": ("1000",)}
    for wrong in (0.1, Decimal("NaN"), Decimal("1E+1000000"), object(), None, {1, 2}):
        with pytest.raises(ValidationError):
            _dispute(a=wrong)


def test_a_dispute_survives_json() -> None:
    """What is written as JSON is read as the same dispute, with days among the facts as texts."""
    dispute = _dispute(a="9000.50 EUR", b=True, c=(1, 2), d={"ana": ("x",)}, e=date(2026, 6, 1))

    again, mistakes = read_dispute("a.json", dispute.model_dump_json().encode())

    assert not mistakes
    assert again == dispute.model_copy(update={"facts": {**dispute.facts, "e": "2026-06-01"}})


def test_a_dispute_cannot_be_changed() -> None:
    """It is a value."""
    with pytest.raises(ValidationError):
        _dispute().matter = "tort"  # type: ignore[misc]
