"""Say what is wrong where the parser stopped: Lark's error in, one letter to the author out."""

import re
from collections.abc import Callable

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass, replace
from panarchy_rules.base.spans import LineIndex, Span
from panarchy_rules.base.suggestions import all_nearest, nearest
from panarchy_rules.syntax.grammar import RunTogether, keywords
from panarchy_rules.syntax.grammar_files import OPENERS

_HUMAN = {
    "NAME": "a name",
    "UNIT": "a currency or unit in capitals",
    "NUMBER": "a number",
    "INDEX": "an index such as 2.8.5",
    "DATE": "a date such as 2026-03-01",
    "STRING": 'a text in "quotation marks"',
    "COMPARISON": "a comparison",
    "$END": "the end of the clause",
}
_VALUE_STARTERS = {"NAME", "NUMBER", "LPAR"}
_OPERATORS = {"PLUS", "MINUS", "STAR", "SLASH"}
# Words that are expected together are named by what they are for.
_GROUPS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset("accept add at claim means multiply no overlay reduce respect round".split()),
        "a conclusion such as `respondent owes claimant 100 EUR`",
    ),
    (frozenset("day days week weeks month months year years".split()), "a unit of time such as `days`"),
    (frozenset("at by in with".split()), "a preposition"),
    (frozenset("is are was were".split()), "`is`"),
    (frozenset("is are".split()), "`is`"),
)
_LISTED = re.compile(r"\b(?:members of|for|on|uses|adopts|as|steps of \w+) [a-z][\w.]*(?:, ?[a-z][\w.]*)*[ \t]+$")
_ORDER = 'the order is: name, `in GROUP`, `to RULE`, "title", `source`, `index`, `always`, the conclusion, `when`'
_LONG_OPENERS = ("this is edition", "own law", "later index", "tie break", "set off", "outsiders never")
# What people write who know other languages.
_FOREIGN = {
    "if": "write `when`",
    "then": "the conclusion stands first, and its condition follows `when`",
    "else": "write an `exception`, or a second rule",
    "except": "write an `exception` of its own",
    "equals": "write `is`",
    "shall": "write `must` and an act, or what is owed: `respondent owes claimant 100 EUR`",
    "pays": "write `owes`",
    "true": "write `yes`",
    "false": "write `no`",
    "percent": "write `%`, as in `50 %`",
    "greater_than": "write `>`",
    "less_than": "write `<`",
}
_CHARACTER_HELP = {
    "=": "write `is`",
    "~": "a block of law ends with a line of as many marks as it begins with",
    "`": "a block of law ends with a line of as many marks as it begins with",
    ":": "no colon is needed",
    "&": "write `and`",
    "!": "write `not`",
    "#": "a comment begins with `--`",
    ";": "facts are separated by commas, and clauses by nothing",
    "§": 'cite with `source "§ 3"`',
    "\u00a0": "write a plain blank",
    "\u202f": "write a plain blank",
    "\u2009": "write a plain blank",
    "€": "write the currency behind the number, as in `100 EUR`",
    "$": "write the currency behind the number, as in `100 USD`",
    "£": "write the currency behind the number, as in `100 GBP`",
    ".": "a number has one point at most",
    "\\": 'a text cannot hold `"`; use other marks inside it',
    "‘": 'texts stand in double quotation marks: `"…"`',
    "’": 'texts stand in double quotation marks: `"…"`',
    "'": 'texts stand in double quotation marks: `"…"`',
    **dict.fromkeys("“”„«»", 'use plain quotation marks: `"…"`'),
    "\u2011": "use the plain hyphen `-`",
    "–": "use the plain hyphen `-`",
    "—": "use the plain hyphen `-`",
    "≤": "write `<=`",
    "≥": "write `>=`",
    "×": "write `*`",
}


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the parser stopped: the word it met, the terminals it could have gone on with, and the piece it read.

    `place` makes a span of two positions in the piece.
    """

    token: Token
    expected: frozenset[str]
    piece: str
    place: Callable[[int, int], Span]

    @property
    def start(self) -> int:
        """Where the word begins in the piece."""
        return self.token.start_pos or 0

    @property
    def span(self) -> Span:
        """The place of the word."""
        return self.place(self.start, self.start + len(self.token))


# What stands before the word in question, behind `|` that word and the next, and what to write instead.
_IDIOMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), help_)
    for pattern, help_ in (
        (r" owes \S+ \|[-+*/]", "name the person before the amount: `respondent owes claimant 5 EUR`"),
        (r" given .* \|[a-z]\S* (is|are|of)\b", "facts are separated by commas: `given price is 5 EUR, paid is no`"),
        (
            r" is (later|earlier|greater|more|less|older|younger|higher|lower|bigger|smaller) \|than\b",
            "write `>` or `<`, as in `ended > began`",
        ),
        (r" owes \|\d", "name the person before the amount: `respondent owes claimant 5 EUR`"),
        (
            r"(^| )(owes \S+|is|are|most|least|add|by|to|means|gives|[-+*/(<>]) \|[A-Z]{3,} ",
            "write the number first, as in `5 EUR`",
        ),
        (r"[a-z0-9_)] \|[A-Z]{3,} ", "a currency stands behind a number that is written out; money has its own"),
        (r"^exception .* always \|", "only a rule holds always; an exception prevails over its rule anyway"),
        (r"% \|of\b", "write `price * 5 %`"),
        (r" (after|before) \|\d{4}-", "dates are compared with `<` and `>`; `within 14 days after` is a period"),
        (
            r"^definition [^{(]* means (\([^()]*\)|[^{(])*\|([<>]=?|is|are|and|or)( |$)",
            "a condition stands behind `when`: `definition NAME when a >= b`",
        ),
        (r"^definition \S+ \|is\b", "write `means` and an amount, or `when` and a condition"),
        (r"[A-Z]{3,} \|for\b", "a head is named with `as`, as in `owes claimant 5 EUR as damages`"),
        (r" [<>]=? \S+ \|[<>]", "write two comparisons with `and`, or `is between`"),
        (r"^exception \S+ \|[a-z]", "write `to` and the name of the rule: `exception storm to late …`"),
        (r"^acceptance \S+ \|[a-z]", "write `accept` before the law: `acceptance neutral accept ulex …`"),
        (
            r"^(fact|question) \S+ \|(?!\S+ (is|are|of) )[a-z]",
            "write `is` before the kind, as in `fact price is money`",
        ),
        (
            r"^(precedence|uses|governs|adopts \S+ strike|steps of \S+|class \S+ has) (\S+, )*\S+ \|[a-z]",
            "names in a list are separated by commas",
        ),
        (r"^record \S+ \|(?!has\b)", "write `has` before the fields: `record payment has amount as money`"),
        (r" for each \S+ in \S.* \|[a-z]", "put a comma behind the list: `for each t in persons, …`"),
        (r"does \|not\b", "say what does not apply: `exception NAME to RULE RULE does not apply`"),
        (r"(number|total) of \|", "put the list in brackets: `number of (v in votes)`"),
        (r" has \|", "put the condition in brackets: `some v in votes has (v is yes_vote)`"),
        (r"one of \|", "put the words in braces: `one of {storm, strike}`"),
    )
)
# What is missing before the word in question, as far as what stands around it shows.
_MISSING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), help_)
    for pattern, help_ in (
        (r"\b(accept|under|on) of \|(?!law\b)", "write `law of` and a role, as in `accept law of respondent`"),
        (r"\b(when|and|or|not|means|is|\(|<|>) ?of \|\(", "write `number of (…)`, or `total of (…)`"),
        (r" (is|are|was|were) \|,", "write the value, as in `arrived is yes`"),
        (r"\bis [a-z]\w* \|act\b", "write `of` between them, as in `candidate of act`"),
        (r"^\|is edition\b", "write `this is edition 1.2 in force from 2026-01-01`"),
        (r"(^| )\|is edition\b", "write `this is edition 1.2 in force from 2026-01-01`"),
    )
)
# The same, where an idiom would be taken for something else before it is looked for.
_EARLY_IDIOMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), help_)
    for pattern, help_ in (
        (r" judge .* \|if raised\b", "a comma stands before it: `, if raised`"),
        (r"^needs \|judge\b", "write `needs a judge`"),
        (r" (is|otherwise) \|not applicable\b", "it is one word: `not_applicable`"),
        (r" up to \d{4} \|-", "a cap is an amount, as in `up to 40 HOURS`; a last day is written `until 2026-07-01`"),
        (r" with \|\S+ notice\b", "write a span, as in `with 14 days notice`"),
        (r"\b(accept|under|on) of \|law\b", "the order is `law of respondent`"),
        (r" otherwise no(t \|| \|t )applicable\b", "it is one word: `not_applicable`"),
        (r"^(rule|exception|definition) \|\d", "a name begins with a letter, as `art_4_1`; cite `4(1)` in `source`"),
        (r"^(rule|exception|definition) \S+ \|\(", "a name has no brackets: `art_4_1`; cite `4(1)` in `source`"),
        (
            r"^(rule|exception|definition|step|fact|question|head|matter|role|act) \S+ \|-\w",
            "a name has no hyphen: `hire_due`",
        ),
        (
            r"^(rule|exception|definition|step|acceptance) (source|index) .* \|",
            "the name stands first: `rule NAME source …`",
        ),
        (r"^rule .* \S+ \|overlay\b", 'an overlay is a rule of its own: `rule NAME overlay "FR"`'),
        (r" overlay is \|", 'write `expect overlay "FR"`'),
        (r" whole \|for", "write `whole renvoi foreign court`"),
        (r"^matter \S+ \|(in|of)\b", "a matter within another is named with a point: `matter contract.sale`"),
        (r"^enumeration \S+ \|(is|are|of|as)\b", "write `has`: `enumeration cause has storm, strike`"),
        (r"^unit \|[a-z]", "a unit has capital letters: `unit HOURS of work`"),
        (r"^fact \S+ is [a-z]\w* \|list\b", "`list of` stands before the kind: `fact payments is list of payment`"),
        (r"^fact .* \|default\b", "write `otherwise`, as in `otherwise no`"),
        (r"^table (?:(?!\bby\b).)*\|row\b", "write `by` and what the rows look at: `table NAME by weight`"),
        (r"^table .*\brow (?:(?!\bgives\b).)*\|(is|means|are)\b", "write `gives` before the value"),
        (r"^scale .* \|over\b", "what lies above the last end is written `band 1 % above`"),
        (r"^adopts .*\|except\b", "what is left out stands behind `strike`: `adopts tolls strike late_fee`"),
        (
            r" (latest|earliest) of \([^()]*\|,",
            "of several dates write `greater of (a, b)` or `lesser of (a, b)`; this looks at the members of a list",
        ),
        (
            r" (total|most|least) of \([^()]*\|,",
            "of several write `a + b`, `greater of (a, b)` or `lesser of (a, b)`; this looks at the members of a list",
        ),
        (r" only \|", "write `only member of` and the list"),
        (
            r" only member of \( ?[^()]*\|(for|where|in)\b",
            "write `only member of list of (target of x for each x in items where …)`",
        ),
        (r" \|in\b", "write `is one of {a, b}`, or `some v in list has (v is …)`"),
        (r" \|(exists|present|missing|absent)\b", "write `is given`, or `is not given`"),
        (
            r"(?<!days )(?<!weeks )(?<!months )(?<!years )\|(before|after) ([a-z]|\d{4}-)",
            "dates are compared with `<` and `>`",
        ),
    )
)
_INSTEAD_OF_OPENERS = {
    "edition": "write `this is edition 2 in force from 2026-01-01`",
    "accept": "write `acceptance NAME accept …`",
    "round": "write `dates round down`, or a step: `step NAME of HEAD round half even to 0.01 EUR`",
    "not": "a condition stands behind `when`",
    "band": "a band belongs into a `scale`, before the one that is `above`",
    "row": "a row belongs into a `table`, before the one that is `otherwise`",
    "procedure": "it belongs to the clause `forum` above",
    "when": "the condition belongs to the clause above, behind its conclusion",
    "unless": "it belongs behind a condition: `when … unless …`",
}


def syntax_error(error: UnexpectedInput, piece: str, offset: int, lines: LineIndex, following: str = "") -> Diagnostic:
    """The diagnostic for the place where a piece of text, starting at `offset` in its file, stopped making sense.

    `following` is what stands behind the piece.
    """
    if isinstance(error, UnexpectedCharacters):
        return _bad_character(error, piece, offset, lines)
    assert isinstance(error, UnexpectedToken)
    token = error.token
    expected = frozenset(error.accepts or error.expected)
    if token.type == "$END":
        if "accept" in _words(expected) and following.startswith("forum "):
            return _accept_missing(lines.span(offset + len(piece), offset + len(piece) + len("forum")))
        return _ends_early(piece, offset, expected, lines)
    at = _Stop(token, expected, piece, lambda start, end: lines.span(offset + start, offset + end))
    if isinstance(error, RunTogether):
        help_ = f"write `{error.first} {token[len(error.first) :]}`"
        return Diagnostic("PR102", f"`{token}` is two words without a blank between them", at.span, help=help_)
    for special in _SPECIAL:
        found = special(at)
        if found:
            return found
    return _something_else(at, _near(token, expected))


def _something_else(at: _Stop, help_: str) -> Diagnostic:
    return Diagnostic("PR102", f"expected {_expected(at.expected)}, found `{at.token}`", at.span, help=help_)


def _bad_character(error: UnexpectedCharacters, piece: str, offset: int, lines: LineIndex) -> Diagnostic:
    position = error.pos_in_stream or 0
    character = piece[position]
    line = piece[position:].split("\n", 1)[0]
    span = lines.span(offset + position, offset + position + 1)
    if character == '"':
        span = lines.span(offset + position, offset + position + len(line))
        return Diagnostic("PR103", "this text is not closed on its line", span, help='add `"` where the text ends')
    word = re.match(r"[^\W\d]\w*", line)
    if word:
        # The lexer may have taken the beginning of the word for a name of its own.
        before = re.search(r"\w*$", piece[:position])
        if _has_odd_quotes(piece, position):
            return _quote_missing(word[0], lines.span(offset + position, offset + position + len(word[0])))
        start = position - len(before[0]) if before else position
        span = lines.span(offset + start, offset + position + len(word[0]))
        is_value = re.search(r"(\b(is|are|not|overlay)|[{,(])\s*$", piece[:start]) is not None
        return _bad_word(piece[start : position + len(word[0])], span, is_value=is_value)
    if character in "./'’" and (odd := _odd_mark(piece, position)):
        return Diagnostic("PR110", f"`{character}` has no place here", span, help=odd)
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    otherwise = "names use the letters a to z, digits and `_`" if character.isprintable() else _UNSEEN
    help_ = _CHARACTER_HELP.get(character, otherwise)
    return Diagnostic("PR110", f"`{shown}` has no place here", span, help=help_)


_UNSEEN = "this character cannot be seen: delete it"
_DATE_HELP = "a date is written year-month-day, as in `2026-03-01`"
_MONTHS = frozenset("january february march april may june july august september october november december".split())


def _odd_mark(piece: str, position: int) -> str:
    """What a point or an apostrophe was meant to be."""
    around = piece[max(0, position - 6) : position + 9]
    if re.search(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}", around):
        return _DATE_HELP
    if re.match(r"\.\s", piece[position:]):
        return "a clause ends without a full stop"
    if re.match(r"\w['’]s?\b", piece[max(0, position - 1) :]):
        return "there is no apostrophe: write `price of claimant`, and units as in `3 months`"
    return ""


def _has_odd_quotes(piece: str, position: int) -> bool:
    start = piece.rfind("\n", 0, position) + 1
    line = piece[start:].split("\n", 1)[0]
    return line.count('"') % 2 == 1


def _quote_missing(word: str, span: Span) -> Diagnostic:
    message = f"`{word}` stands outside of a text, and a quotation mark is missing on this line"
    return Diagnostic("PR103", message, span, help='every text has a `"` before it and a `"` behind it')


def _bad_word(word: str, span: Span, *, is_value: bool) -> Diagnostic:
    if word[0].isnumeric():
        return Diagnostic("PR110", f"`{word}` has no place here", span, help="write the number in figures, as in `0.5`")
    if not word.isascii():
        help_ = "names and words of the language use the letters a to z; titles and texts may use all others"
        return Diagnostic("PR110", f"`{word}` has letters that a name cannot have", span, help=help_)
    if word == word.lower():
        help_ = "a name begins with a letter from a to z" if word.startswith("_") else ""
        return Diagnostic("PR110", f"`{word}` has no place here", span, help=help_)
    if word.lower() in _MONTHS:
        return Diagnostic("PR110", f"`{word}` has no place here", span, help=_DATE_HELP)
    message = f"`{word}` has capital letters, and only currencies and units have them"
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word).lower()
    quoted = f', or `"{word}"` in quotation marks if it is a text or a law' if is_value else ""
    return Diagnostic("PR110", message, span, help=f"write `{plain}`{quoted}")


def _accept_missing(span: Span) -> Diagnostic:
    """Two clauses that were to be one."""
    return Diagnostic("PR102", "a word is missing before `forum`", span, help="write `accept forum …`")


def _without_texts(piece: str) -> str:
    """A piece with blanks in the place of texts and comments."""
    return re.sub(r'"[^"\n]*"|--[^\n]*', lambda m: " " * len(m[0]), piece)


def _ends_early(piece: str, offset: int, expected: frozenset[str], lines: LineIndex) -> Diagnostic:
    plain = _without_texts(piece)
    opened: list[int] = []
    for position, character in enumerate(plain):
        if character in "([{":
            opened.append(position)
        elif character in ")]}" and opened:
            opened.pop()
    end = offset + len(re.sub(r"--[^\n]*", lambda m: " " * len(m[0]), piece).rstrip())
    if opened:
        span = lines.span(offset + opened[-1], offset + opened[-1] + 1)
        return Diagnostic("PR113", "this bracket is not closed", span, help="close it in the same clause")
    if _words(expected) == {"permitted"}:
        message = "`neither` is a word of the language, and stands before `permitted nor forbidden` only"
        return Diagnostic(
            "PR108", message, lines.span(end - len("neither"), end), help="choose another name, such as `none_of_them`"
        )
    first = next((opener for opener in _LONG_OPENERS if piece.startswith(opener)), piece.split(None, 1)[0])
    span = lines.span(max(offset, end - 1), end)
    return Diagnostic("PR102", f"this `{first}` clause ends too early: expected {_expected(expected)}", span)


def _name_lacking(at: _Stop) -> Diagnostic | None:
    """A word of the language that was read as a name, since a name was wanted there."""
    plain = _without_texts(at.piece[: at.start])
    found = re.search(r"\b(as|because|to) (because|when|source|given|expect)\s+([a-z]\w*)?", plain)
    if not found:
        return None
    before, word, name = found.groups()
    message = f"a name is missing between `{before}` and `{word}`"
    help_ = f"write `{before} {name or 'NAME'} {word} …`"
    return Diagnostic("PR102", message, at.place(found.start(2), found.end(2)), help=help_)


def _odd_date(at: _Stop) -> Diagnostic | None:
    """A date in another order, where only a date can stand."""
    return _something_else(at, _DATE_HELP) if at.expected == {"DATE"} and at.token[:1].isdigit() else None


def _mixed_junction(at: _Stop) -> Diagnostic | None:
    if {at.token.type, *at.expected} >= {"AND", "OR"} and at.token.type in ("AND", "OR"):
        help_ = "bracket one of them: `a and (b or c)`"
        return Diagnostic("PR104", "`and` and `or` are mixed without brackets", at.span, help=help_)
    return None


def _reserved(at: _Stop) -> Diagnostic | None:
    if "NAME" in at.expected and keywords().get(at.token.type) == str(at.token) and str(at.token).isidentifier():
        before = at.piece[: at.start].split()
        if before and before[-1] in OPENERS | {"to", "fact", "question", "precedence"}:
            help_ = f"choose another name, such as `the_{at.token}`"
            message = f"`{at.token}` is a word of the language and cannot be a name"
            return Diagnostic("PR108", message, at.span, help=help_)
    return None


def _out_of_order(at: _Stop) -> Diagnostic | None:
    """Where a conclusion may begin, a word of the heading is read as its first word: look one word back."""
    if str(at.token) == "when" and {"anyone", "order"} <= _words(at.expected):
        return Diagnostic("PR102", "the condition stands before the conclusion", at.span, help=_ORDER)
    before = at.piece[: at.start].split()[-1:]
    if "owes" not in _words(at.expected) or not before or before[0] not in ("when", "source", "index", "in", "to"):
        return None
    message = f"`{before[0]}` stands too late in this clause"
    if before[0] == "when":
        message = "the condition stands before the conclusion"
    return Diagnostic("PR102", message, at.span, help=_ORDER)


def _misspelt_opener(at: _Stop) -> Diagnostic | None:
    """A word at the start of a line, where the next clause could have begun."""
    word = str(at.token)
    starts_line = not at.piece[: at.start].rpartition("\n")[2].strip()
    if not starts_line or "rule" not in _words(at.expected):
        return None
    if at.piece.startswith("forum ") and not at.piece[at.start + len(word) :].partition("\n")[0].strip():
        return Diagnostic("PR102", f"a word is missing before `{word}`", at.span, help=f"write `procedure {word}`")
    guesses = all_nearest(word, OPENERS) if at.token.type == "NAME" else ()
    help_ = _INSTEAD_OF_OPENERS.get(word) or (f"did you mean {' or '.join(guesses)}?" if guesses else "")
    return Diagnostic("PR112", f"`{word}` opens no clause", at.span, help=help_) if help_ else None


def _half_a_word(at: _Stop) -> Diagnostic | None:
    """Where no name may stand, the lexer takes a word of the language out of a longer word."""
    half = re.search(r"\w+$", at.piece[: at.start])
    if not half or half[0] not in keywords().values() or not str(at.token)[:1].isalnum():
        return None
    whole = half[0] + str(at.token)
    return Diagnostic("PR102", f"`{whole}` does not belong here", at.span, help=f"did you mean `{half[0]}`?")


def _words(expected: frozenset[str]) -> set[str]:
    return {keywords().get(terminal, "") for terminal in expected}


def _foreign(at: _Stop) -> Diagnostic | None:
    if str(at.token) not in _FOREIGN:
        return None
    return Diagnostic("PR102", f"`{at.token}` does not belong here", at.span, help=_FOREIGN[str(at.token)])


def _early_idiom(at: _Stop) -> Diagnostic | None:
    return _found_among(_EARLY_IDIOMS, at)


def _missing(at: _Stop) -> Diagnostic | None:
    found = _found_among(_MISSING, at)
    return found and Diagnostic("PR102", f"a word is missing before `{at.token}`", at.span, help=found.help)


def _misspelt_before(at: _Stop) -> Diagnostic | None:
    """A word of the heading that was read as the first word of a conclusion, since it is misspelt."""
    before = re.search(r"([a-z]+)\s+$", at.piece[: at.start])
    word = (
        nearest(before[1], ("index", "source")) if before and at.token.type in ("INDEX", "NUMBER", "STRING") else None
    )
    if not before or not word or before[1] == word or before[1] in keywords().values():
        return None
    return Diagnostic(
        "PR102", f"`{before[1]}` does not belong before `{at.token}`", at.span, help=f"did you mean `{word}`?"
    )


def _idiom(at: _Stop) -> Diagnostic | None:
    """What reads well in English and is written in another way here."""
    return _found_among(_IDIOMS, at)


def _found_among(idioms: tuple[tuple[re.Pattern[str], str], ...], at: _Stop) -> Diagnostic | None:
    before = " ".join(at.piece[: at.start].split())
    after = " ".join(at.piece[at.start :].split(None, 2)[:2])
    help_ = next((help_ for pattern, help_ in idioms if pattern.search(f"{before} |{after} ")), "")
    return _something_else(at, help_) if help_ else None


def _no_when(at: _Stop) -> Diagnostic | None:
    """A name where a conclusion has ended and its condition may follow."""
    is_done = re.search(r"( as \w+|[A-Z]{3,}|nothing|fails)\s+$", at.piece[: at.start])
    if at.token.type not in ("NAME", "NOT") or not is_done or "when" not in _words(at.expected):
        return None
    if nearest(str(at.token), ("when",)):
        return None  # `wen` is `when` itself, misspelt.
    message = f"the conclusion ends before `{at.token}`"
    return Diagnostic("PR102", message, at.span, help=f"write `when` before a condition: `when {at.token} …`")


def _two_words(at: _Stop) -> Diagnostic | None:
    before = re.search(r"([a-z][a-z0-9_]*)[ \t]+$", at.piece[: at.start])
    if at.token.type != "NAME" or not before or before[1] in keywords().values():
        return None
    if nearest(str(at.token), _words(at.expected) - {""}):
        return None
    if str(at.token) in ("and", "or") and _LISTED.search(at.piece[: at.start]):
        message = f"the members of a list are parted by commas, and not by `{at.token}`"
        return Diagnostic("PR102", message, at.span, help=f"write `{before[1]}, …`")
    message = f"`{before[1]} {at.token}` is two words where one name fits"
    help_ = f"names are one word: `{before[1]}_{at.token}`"
    missing = sorted(f"`{word}`" for word in _words(at.expected) - OPENERS if word.isalpha())
    if missing:
        message += ", or a word is missing between them"
        help_ += f"; between two could stand {_joined(missing, most=12)}"
    return Diagnostic("PR102", message, at.span, help=help_)


def _no_opener(at: _Stop) -> Diagnostic | None:
    """A line that begins with something else than the word of a clause, where the next clause could have begun."""
    starts_line = not at.piece[: at.start].rpartition("\n")[2].strip()
    if not starts_line or "rule" not in _words(at.expected) or not str(at.token)[:1].isalpha():
        return None
    help_ = (
        _near(at.token, at.expected)
        or "a clause opens with a word of its own, such as `rule`, `definition`, `fact`, `stage` or `uses`"
    )
    return Diagnostic("PR112", f"`{at.token}` opens no clause, and has no place in the one above", at.span, help=help_)


def _bracket(at: _Stop) -> Diagnostic | None:
    """A bracket that closes nothing or opens where none may stand, or something else where one must be closed."""
    text, words = str(at.token), _words(at.expected)
    if text in ")]}" and text not in words:
        before = _without_texts(at.piece[: at.start])
        is_open = before.count("([{"[")]}".index(text)]) > before.count(text)
        at = at if is_open else _line_that_closes(at, before)
        return _something_else(at, "" if is_open else "no bracket is open here: strike it, or open one before")
    if text in "([{":
        return _something_else(at, "no bracket can stand here: strike it")
    if words and words <= set(")]}"):
        return _something_else(at, "a bracket before it is still open: close it first")
    return None


def _line_that_closes(at: _Stop, before: str) -> _Stop:
    """The bracket that is one too many: one with which a line begins and goes on, else the last one."""
    found = re.search(rf"^[ \t]*(?P<bracket>\{at.token})[ \t]+[a-z]", before, re.MULTILINE)
    if not found:
        return at
    return replace(at, token=Token(at.token.type, str(at.token), start_pos=found.start("bracket")))


def _currency(at: _Stop) -> Diagnostic | None:
    if "UNIT" in at.expected and at.token.type == "NAME" and str(at.token).isalpha() and len(at.token) == 3:
        help_ = f"write `{str(at.token).upper()}`"
        return Diagnostic("PR102", "a currency or unit has capital letters", at.span, help=help_)
    return None


def _thousands(at: _Stop) -> Diagnostic | None:
    if (
        at.token.type == "COMMA"
        and re.search(r"\d$", at.piece[: at.start])
        and re.match(r",[\d-]", at.piece[at.start :])
    ):
        help_ = "write thousands with `_` or nothing, and decimals with a point: `9_000.50`"
        return Diagnostic("PR102", "a comma cannot stand inside a number", at.span, help=help_)
    return None


_SPECIAL: tuple[Callable[[_Stop], Diagnostic | None], ...] = (
    _name_lacking, _odd_date,
    _mixed_junction, _thousands, _missing, _misspelt_before, _early_idiom, _half_a_word, _currency, _out_of_order,
    _reserved, _misspelt_opener, _foreign, _idiom, _no_when, _two_words, _bracket, _no_opener,
)  # fmt: skip


def _expected(terminals: frozenset[str]) -> str:
    """The terminals in words: openers of a next clause are one item, operators another, values a third."""
    words = keywords()
    rest = set(terminals)
    parts: list[str] = []
    if rest >= _VALUE_STARTERS:
        parts.append("a value or a condition" if "NOT" in rest else "a value")
        rest = {x for x in rest if words.get(x) in ("nothing", "always", ")", "]")}
    if rest >= _OPERATORS:
        parts.append("an operator")
        rest -= _OPERATORS
    for group, name in _GROUPS:
        if group <= {words.get(x) for x in rest}:
            parts.append(name)
            rest -= {x for x in rest if words.get(x) in group}
    openers = {x for x in rest if words.get(x) in OPENERS}
    if len(openers) > 3:
        rest -= openers | {"$END"}
        closing = ["the next clause"]
    else:
        closing = []
    parts += sorted(_HUMAN.get(x) or f"`{words.get(x, x)}`" for x in rest)
    parts += closing
    return _joined(parts or ["something else"])


def _joined(parts: list[str], most: int = 7) -> str:
    shown = parts[:most] + (["…"] if len(parts) > most else [])
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " or " + shown[-1]


def _near(token: Token, expected: frozenset[str]) -> str:
    """A word that was perhaps meant. One word of the language is mistaken for another of its length only."""
    words = {keywords()[x] for x in expected if x in keywords() and keywords()[x].isidentifier()}
    if str(token) in keywords().values():
        words = {word for word in words if len(word) == len(token)}
    guess = nearest(str(token), words)
    return f"did you mean `{guess}`?" if guess else ""
