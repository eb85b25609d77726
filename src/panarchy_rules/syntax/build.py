"""Make syntax nodes of Lark's tree: one method a grammar rule, positions kept, impossible values reported."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from lark import Token, Tree
from lark.tree import Meta
from lark.visitors import Transformer_NonRecursive, v_args

from panarchy_rules.base.calendar import DatePolicy, negated
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.spans import LineIndex, Span
from panarchy_rules.base.values import Days, Money, Months, Percent, parse_number
from panarchy_rules.syntax import tree as t

T = TypeVar("T")
_MAX_DIGITS = 60


def _pick(children: list[Any], kind: type[T]) -> T | None:
    return next((child for child in children if isinstance(child, kind)), None)


class _Named(tuple[Any, ...]):
    """A small tagged tuple for parts that only their parent rule looks at."""

    tag: str

    def __new__(cls, tag: str, *parts: Any) -> "_Named":
        made = super().__new__(cls, parts)
        made.tag = tag
        return made


def _tagged(children: list[Any], tag: str) -> _Named | None:
    return next((c for c in children if isinstance(c, _Named) and c.tag == tag), None)


@v_args(meta=True)
class Builder(Transformer_NonRecursive[Token, Any]):
    """Turns the Lark tree of one piece of text into clauses. `offset` is where the piece starts in the file."""

    def __init__(self, lines: LineIndex, offset: int) -> None:
        super().__init__()
        self._lines = lines
        self._offset = offset
        self.diagnostics: list[Diagnostic] = []

    # --- positions and tokens ---

    def _span(self, meta: Meta) -> Span:
        if meta.empty:
            return self._lines.span(self._offset, self._offset)
        return self._lines.span(meta.start_pos + self._offset, meta.end_pos + self._offset)

    def _token_span(self, token: Token) -> Span:
        start = (token.start_pos or 0) + self._offset
        return self._lines.span(start, start + len(token))

    def _word(self, token: Token) -> t.Word:
        return t.Word(str(token), self._token_span(token))

    def _words(self, children: list[Any]) -> list[t.Word]:
        return [self._word(c) for c in children if isinstance(c, Token) and c.type == "NAME"]

    def _title(self, children: list[Any]) -> str:
        return next((str(c)[1:-1] for c in children if isinstance(c, Token) and c.type == "STRING"), "")

    def _date(self, token: Token) -> date:
        try:
            return date.fromisoformat(str(token))
        except ValueError:
            help_ = "dates are written year-month-day, and the day must exist"
            message = f"`{token}` is not a day of the calendar"
            self.diagnostics.append(Diagnostic("PR107", message, self._token_span(token), help=help_))
            return date(2000, 1, 1)

    def _number(self, token: Token) -> Any:
        if len(token) > _MAX_DIGITS:
            message = f"a number may have at most {_MAX_DIGITS} digits"
            self.diagnostics.append(Diagnostic("PR105", message, self._token_span(token)))
            return parse_number("0")
        return parse_number(str(token))

    def _whole(self, token: Token) -> int:
        number = self._number(token)
        if number.denominator != 1:
            message = f"`{token}` is not a whole number"
            self.diagnostics.append(Diagnostic("PR202", message, self._token_span(token)))
        return int(number)

    # --- headers and housekeeping ---

    def start(self, meta: Meta, c: list[Any]) -> tuple[t.Clause, ...]:
        return tuple(c)

    def rulebook_header(self, meta: Meta, c: list[Any]) -> t.Header:
        return t.Header("rulebook", self._word(c[0]), self._title(c), self._span(meta))

    def vocabulary_header(self, meta: Meta, c: list[Any]) -> t.Header:
        return t.Header("vocabulary", self._word(c[0]), self._title(c), self._span(meta))

    def module_header(self, meta: Meta, c: list[Any]) -> t.Header:
        return t.Header("module", self._word(c[0]), self._title(c), self._span(meta))

    def language(self, meta: Meta, c: list[Any]) -> t.Language:
        return t.Language(str(c[0]), self._span(meta))

    def names(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("names", *self._words(c))

    def uses(self, meta: Meta, c: list[Any]) -> t.Uses:
        return t.Uses(tuple(c[0]), self._span(meta))

    def adopts(self, meta: Meta, c: list[Any]) -> t.Adopts:
        return t.Adopts(self._word(c[0]), tuple(_tagged(c, "names") or ()), self._span(meta))

    def edition_label(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("edition", str(c[0]))

    def edition(self, meta: Meta, c: list[Any]) -> t.Edition:
        dates = [self._date(x) for x in c if isinstance(x, Token) and x.type == "DATE"]
        notice = next((x for x in c if isinstance(x, t.Constant)), None)
        label = c[0][0]
        announced = dates[1] if len(dates) > 1 else None
        return t.Edition(label, dates[0], announced, _length(notice), self._span(meta))

    def references(self, meta: Meta, c: list[Any]) -> t.References:
        return t.References(self._span(meta))

    def dates_down(self, meta: Meta, c: list[Any]) -> t.Dates:
        return t.Dates(DatePolicy.DOWN, self._span(meta))

    def dates_up(self, meta: Meta, c: list[Any]) -> t.Dates:
        return t.Dates(DatePolicy.UP, self._span(meta))

    def dates_refuse(self, meta: Meta, c: list[Any]) -> t.Dates:
        return t.Dates(DatePolicy.REFUSE, self._span(meta))

    def later_index(self, meta: Meta, c: list[Any]) -> t.LaterIndex:
        return t.LaterIndex(c[0], self._span(meta))

    def ambiguity(self, meta: Meta, c: list[Any]) -> t.Ambiguity:
        return t.Ambiguity(c[0], self._span(meta))

    # --- members and vocabulary ---

    def governs_everything(self, meta: Meta, c: list[Any]) -> t.Governs:
        return t.Governs((), self._span(meta))

    def governs(self, meta: Meta, c: list[Any]) -> t.Governs:
        return t.Governs(tuple(c[0]), self._span(meta))

    def own_scope(self, meta: Meta, c: list[Any]) -> Any:
        return c[0]

    def own_law_never(self, meta: Meta, c: list[Any]) -> t.OwnLawNever:
        matters, issues = self._collect(c, "matters"), self._collect(c, "issues")
        heading = next(x for x in c if isinstance(x, t.Heading))
        return t.OwnLawNever(heading, matters, issues, self._when(c), self._span(meta))

    def own_law_rank(self, meta: Meta, c: list[Any]) -> t.OwnLawRank:
        return t.OwnLawRank(self._whole(c[0]), self._span(meta))

    def membership(self, meta: Meta, c: list[Any]) -> t.LeaveNotice:
        return t.LeaveNotice(_required_length(c[0]), self._span(meta))

    def class_(self, meta: Meta, c: list[Any]) -> t.ClassOf:
        return t.ClassOf(self._word(c[0]), tuple(c[1]), self._span(meta))

    def matter(self, meta: Meta, c: list[Any]) -> t.Declared:
        return t.Declared("matter", self._word(c[0]), self._title(c), self._span(meta))

    def issue(self, meta: Meta, c: list[Any]) -> t.Declared:
        return t.Declared("issue", self._word(c[0]), self._title(c), self._span(meta))

    def role(self, meta: Meta, c: list[Any]) -> t.Declared:
        return t.Declared("role", self._word(c[0]), self._title(c), self._span(meta))

    def of_party(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("of_party")

    def otherwise_not_applicable(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("closing", "not_applicable")

    def otherwise_no(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("closing", "no")

    def kind(self, meta: Meta, c: list[Any]) -> t.KindSyntax:
        return t.KindName(self._word(c[0]))

    def enumeration(self, meta: Meta, c: list[Any]) -> t.KindSyntax:
        return t.Enumeration(tuple(c[0]))

    def list_kind(self, meta: Meta, c: list[Any]) -> t.KindSyntax:
        return t.ListKind(c[0])

    def fact(self, meta: Meta, c: list[Any]) -> t.FactClause:
        kind = next(x for x in c if isinstance(x, t.KindName | t.Enumeration | t.ListKind))
        closing = _tagged(c, "closing")
        of_party = _tagged(c, "of_party") is not None
        word = self._word(c[0])
        return t.FactClause(word, of_party, kind, self._title(c), closing[0] if closing else "", self._span(meta))

    def question(self, meta: Meta, c: list[Any]) -> t.QuestionClause:
        kind = next(x for x in c if isinstance(x, t.KindName | t.Enumeration | t.ListKind))
        return t.QuestionClause(self._word(c[0]), kind, self._title(c), self._span(meta))

    def head(self, meta: Meta, c: list[Any]) -> t.HeadClause:
        words = self._words(c)
        settles = words[1] if len(words) > 1 else None
        return t.HeadClause(words[0], self._title(c), settles, self._span(meta))

    # --- rules ---

    def in_group(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("group", self._word(c[0]))

    def always(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("always", True)

    def meta(self, meta: Meta, c: list[Any]) -> t.Heading:
        source, index = _tagged(c, "source"), _tagged(c, "index")
        return t.Heading(self._title(c), source[0] if source else "", index[0] if index else "")

    def source(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("source", str(c[0])[1:-1])

    def index(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("index", str(c[0]))

    def when(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("when", c[0])

    def _when(self, c: list[Any]) -> t.Expression | None:
        found = _tagged(c, "when")
        return found[0] if found else None

    def noting(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("noting", self._word(c[0]))

    def as_head(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("head", self._word(c[0]))

    def nothing(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("nothing")

    def owes(self, meta: Meta, c: list[Any]) -> t.Owes:
        amount = None if isinstance(c[2], _Named) and c[2].tag == "nothing" else c[2]
        return t.Owes(self._word(c[0]), self._word(c[1]), amount, _first(c, "head"), _first(c, "noting"))

    def gives(self, meta: Meta, c: list[Any]) -> t.Gives:
        return t.Gives(self._word(c[0]), c[2], _first(c, "noting"))

    def claim_fails(self, meta: Meta, c: list[Any]) -> t.Fails:
        return t.Fails(_first(c, "noting"))

    def no_decision(self, meta: Meta, c: list[Any]) -> t.Declines:
        return t.Declines(self._word(c[0]))

    def undercut(self, meta: Meta, c: list[Any]) -> t.Undercuts:
        return t.Undercuts(self._word(c[0]))

    def means(self, meta: Meta, c: list[Any]) -> t.Means:
        return t.Means(c[0])

    def multiply(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("multiply", c[0])

    def reduce(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("reduce", c[0])

    def add(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("add", c[0])

    def at_most(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("at_most", c[0])

    def at_least(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("at_least", c[0])

    def round_to(self, meta: Meta, c: list[Any]) -> t.Change:
        return t.Change("round_to", c[1], c[0])

    def half_even(self, meta: Meta, c: list[Any]) -> str:
        return "half even"

    def half_up(self, meta: Meta, c: list[Any]) -> str:
        return "half up"

    def half_down(self, meta: Meta, c: list[Any]) -> str:
        return "half down"

    def round_up(self, meta: Meta, c: list[Any]) -> str:
        return "up"

    def round_down(self, meta: Meta, c: list[Any]) -> str:
        return "down"

    def rule(self, meta: Meta, c: list[Any]) -> t.RuleClause:
        return self._rule("rule", meta, c)

    def exception(self, meta: Meta, c: list[Any]) -> t.RuleClause:
        return self._rule("exception", meta, c)

    def acceptance(self, meta: Meta, c: list[Any]) -> t.RuleClause:
        return self._rule("acceptance", meta, c)

    def _rule(self, what: str, meta: Meta, c: list[Any]) -> t.RuleClause:
        heading = next(x for x in c if isinstance(x, t.Heading))
        always = _tagged(c, "always")
        conclusion = c[c.index(always or heading) + 1]
        targets = tuple(_tagged(c[: c.index(heading)], "names") or ())
        label, group = self._word(c[0]), _first(c, "group")
        when, span = self._when(c), self._span(meta)
        return t.RuleClause(what, label, group, targets, heading, conclusion, when, always is not None, span)

    def condition_definition(self, meta: Meta, c: list[Any]) -> t.Definition:
        return t.Definition(self._word(c[0]), c[1], None, c[2], self._span(meta))

    def amount_definition(self, meta: Meta, c: list[Any]) -> t.Definition:
        return t.Definition(self._word(c[0]), c[1], c[2], self._when(c), self._span(meta))

    def step(self, meta: Meta, c: list[Any]) -> t.StepClause:
        label, head = self._word(c[0]), self._word(c[1])
        return t.StepClause(label, head, c[2], c[3], self._when(c), self._span(meta))

    def steps(self, meta: Meta, c: list[Any]) -> t.Steps:
        return t.Steps(self._word(c[0]), tuple(c[1]), self._span(meta))

    def precedence(self, meta: Meta, c: list[Any]) -> t.Precedence:
        return t.Precedence(tuple(c[0]), self._span(meta))

    # --- the conflicts part ---

    def target(self, meta: Meta, c: list[Any]) -> t.Target:
        edition = _first(c, "edition")
        return t.Target(self._word(c[0]), edition or "")

    def for_matters(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("matters", *c[0])

    def for_issues(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("issues", *c[0])

    def as_roles(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("roles", *c[0])

    def towards_anyone(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("towards_anyone")

    def towards_members(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("towards", *c[0])

    def rank(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("rank", self._whole(c[0]))

    def cap(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("cap", c[0].value)

    def reciprocal(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("reciprocal", True)

    def from_date(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("from", self._date(c[0]))

    def until_date(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("until", self._date(c[0]))

    def revocable(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("notice", _required_length(c[0]))

    def as_amended(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("as_amended", True)

    def accept_law(self, meta: Meta, c: list[Any]) -> t.Accepts:
        return self._accepts(c[0], False, c[1:], meta)

    def accept_forum(self, meta: Meta, c: list[Any]) -> t.Accepts:
        return self._accepts(t.Target(self._word(c[0])), True, c[1:], meta)

    def _accepts(self, target: t.Target | t.HomeLaw, forum: bool, terms: list[Any], meta: Meta) -> t.Accepts:
        self._once(terms, meta)
        towards = _tagged(terms, "towards")
        return t.Accepts(
            target=target,
            forum=forum,
            matters=self._collect(terms, "matters"),
            issues=self._collect(terms, "issues"),
            roles=self._collect(terms, "roles"),
            towards=tuple(towards) if towards else None,
            rank=_first(terms, "rank"),
            cap=_first(terms, "cap"),
            reciprocal=bool(_first(terms, "reciprocal")),
            from_date=_first(terms, "from"),
            until_date=_first(terms, "until"),
            notice=_first(terms, "notice"),
            as_amended=bool(_first(terms, "as_amended")),
        )

    def _once(self, terms: list[Any], meta: Meta) -> None:
        tags = [x.tag for x in terms if isinstance(x, _Named)]
        words = {"matters": "for", "issues": "on", "roles": "as", "notice": "revocable", "cap": "up to"}
        for tag in dict.fromkeys(x for x in tags if tags.count(x) > 1):
            message = f"`{words.get(tag, tag)}` appears {tags.count(tag)} times in one clause"
            lists = tag in ("matters", "issues", "roles")
            help_ = "write it once, with names separated by commas" if lists else "keep one of them"
            self.diagnostics.append(Diagnostic("PR209", message, self._span(meta), help=help_))

    def _collect(self, terms: list[Any], tag: str) -> tuple[t.Word, ...]:
        return tuple(word for x in terms if isinstance(x, _Named) and x.tag == tag for word in x)

    def open_to_anyone(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("open", "anyone")

    def open_to_members(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("open", "members", *c[0])

    def closed_forum(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("open", "closed")

    def procedure(self, meta: Meta, c: list[Any]) -> t.Target:
        return self.target(meta, c)

    def forum(self, meta: Meta, c: list[Any]) -> t.ForumClause:
        self._once(c, meta)
        openness = _tagged(c, "open") or _Named("open", "closed")
        return t.ForumClause(
            name=self._word(c[0]),
            title=self._title(c),
            source=_first(c, "source") or "",
            openness=openness[0],
            members_of=tuple(openness[1:]),
            matters=self._collect(c, "matters"),
            procedure=_pick(c, t.Target),
            from_date=_first(c, "from"),
            until_date=_first(c, "until"),
            span=self._span(meta),
        )

    def tie_break(self, meta: Meta, c: list[Any]) -> t.TieBreak:
        return t.TieBreak(self._word(c[0]), c[1], c[2], self._span(meta))

    # --- examples ---

    def given(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("given", *c)

    def given_fact(self, meta: Meta, c: list[Any]) -> t.GivenFact:
        return t.GivenFact(self._word(c[0]), None, c[-1])

    def given_fact_of(self, meta: Meta, c: list[Any]) -> t.GivenFact:
        return t.GivenFact(self._word(c[0]), self._word(c[1]), c[-1])

    def given_law(self, meta: Meta, c: list[Any]) -> t.GivenLaw:
        return t.GivenLaw(self._word(c[0]), self._word(c[-1]))

    def given_under(self, meta: Meta, c: list[Any]) -> t.GivenUnder:
        return t.GivenUnder(self._word(c[0]), self._word(c[1]), c[-1])

    def expect(self, meta: Meta, c: list[Any]) -> Callable[[], t.Expect] | t.Expect:
        outcome = c[0]
        because = tuple(_tagged(c[1:], "because") or ())
        what, question, conclusion, value, names = outcome
        return t.Expect(what, question, conclusion, value, names, because, self._span(meta))

    def expect_owes(self, meta: Meta, c: list[Any]) -> _Named:
        owes = self.owes(meta, c)
        head = owes.head or t.Word("damages", owes.bearer.span)
        return _Named("outcome", "owes", head, owes, None, ())

    def expect_value(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("outcome", "value", self._word(c[0]), None, c[2], ())

    def expect_lacuna(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("outcome", "lacuna", self._word(c[0]), None, None, ())

    def expect_antinomy(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("outcome", "antinomy", self._word(c[0]), None, None, tuple(c[1]))

    def expect_undetermined(self, meta: Meta, c: list[Any]) -> _Named:
        lacking = tuple(x[0] for x in c[1:])
        return _Named("outcome", "undetermined", self._word(c[0]), None, None, lacking)

    def lacking(self, meta: Meta, c: list[Any]) -> _Named:
        words = self._words(c)
        text = " of ".join(w.text for w in words)
        return _Named("lacking", t.Word(text, self._span(meta)))

    def because(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("because", *c[0])

    def example(self, meta: Meta, c: list[Any]) -> t.ExampleClause:
        given = tuple(item for x in c if isinstance(x, _Named) and x.tag == "given" for item in x)
        expect = tuple(x for x in c if isinstance(x, t.Expect))
        return t.ExampleClause(self._title(c), given, expect, self._span(meta))

    # --- conditions and amounts ---

    def name(self, meta: Meta, c: list[Any]) -> t.Name:
        return t.Name(str(c[0]), self._span(meta))

    named_law = name

    def fact_of(self, meta: Meta, c: list[Any]) -> t.NameOf:
        return t.NameOf(str(c[0]), self._word(c[1]), self._span(meta))

    def home_law(self, meta: Meta, c: list[Any]) -> t.HomeLaw:
        return t.HomeLaw(self._word(c[0]), self._span(meta))

    def rank_of(self, meta: Meta, c: list[Any]) -> t.RankOf:
        return t.RankOf(self._word(c[0]), self._span(meta))

    def is_(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("is")

    def unless(self, meta: Meta, c: list[Any]) -> t.Junction:
        span = self._span(meta)
        return t.Junction("and", (c[0], t.Not(c[1], span)), span)

    def conjunction(self, meta: Meta, c: list[Any]) -> t.Junction:
        return t.Junction("and", tuple(c), self._span(meta))

    def disjunction(self, meta: Meta, c: list[Any]) -> t.Junction:
        return t.Junction("or", tuple(c), self._span(meta))

    def not_(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(c[0], self._span(meta))

    def compare(self, meta: Meta, c: list[Any]) -> t.Compare:
        return t.Compare(str(c[1]), c[0], c[2], self._span(meta))

    def is_equal(self, meta: Meta, c: list[Any]) -> t.Compare:
        return t.Compare("=", c[0], c[2], self._span(meta))

    def is_not_equal(self, meta: Meta, c: list[Any]) -> t.Compare:
        return t.Compare("<>", c[0], c[2], self._span(meta))

    def is_one_of(self, meta: Meta, c: list[Any]) -> t.OneOf:
        return t.OneOf(c[0], tuple(c[2]), self._span(meta))

    def is_not_one_of(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_one_of(meta, c), self._span(meta))

    def is_given(self, meta: Meta, c: list[Any]) -> t.IsGiven:
        return t.IsGiven(c[0], self._span(meta))

    def is_not_given(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_given(meta, c), self._span(meta))

    def is_owed(self, meta: Meta, c: list[Any]) -> t.IsOwed:
        return t.IsOwed(c[0], self._span(meta))

    def is_not_owed(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_owed(meta, c), self._span(meta))

    def within_after(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("within", c[0], c[1], True)

    def within_before(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("within", c[0], c[1], False)

    def is_within(self, meta: Meta, c: list[Any]) -> t.Within:
        length, anchor, after = c[2]
        return t.Within(c[0], length, anchor, after, self._span(meta))

    def is_not_within(self, meta: Meta, c: list[Any]) -> t.Not:
        return t.Not(self.is_within(meta, c), self._span(meta))

    def is_between(self, meta: Meta, c: list[Any]) -> t.Between:
        return t.Between(c[0], c[2], c[3], self._span(meta))

    def some(self, meta: Meta, c: list[Any]) -> str:
        return "some"

    def every(self, meta: Meta, c: list[Any]) -> str:
        return "every"

    def no_(self, meta: Meta, c: list[Any]) -> str:
        return "no"

    def quantified(self, meta: Meta, c: list[Any]) -> t.Quantified:
        return t.Quantified(c[0], self._word(c[1]), c[2], c[3], self._span(meta))

    def under(self, meta: Meta, c: list[Any]) -> t.Under:
        return t.Under(c[0], c[1], self._span(meta))

    def plus(self, meta: Meta, c: list[Any]) -> t.Arithmetic:
        return t.Arithmetic("+", c[0], c[1], self._span(meta))

    def minus(self, meta: Meta, c: list[Any]) -> t.Arithmetic:
        return t.Arithmetic("-", c[0], c[1], self._span(meta))

    def times(self, meta: Meta, c: list[Any]) -> t.Arithmetic:
        return t.Arithmetic("*", c[0], c[1], self._span(meta))

    def over(self, meta: Meta, c: list[Any]) -> t.Arithmetic:
        return t.Arithmetic("/", c[0], c[1], self._span(meta))

    def where(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("where", c[0])

    def count(self, meta: Meta, c: list[Any]) -> t.Aggregate:
        return t.Aggregate("number", None, self._word(c[0]), c[1], _first(c, "where"), self._span(meta))

    def total(self, meta: Meta, c: list[Any]) -> t.Aggregate:
        return t.Aggregate("total", c[0], self._word(c[1]), c[2], _first(c, "where"), self._span(meta))

    def greater(self, meta: Meta, c: list[Any]) -> t.Extremum:
        return t.Extremum("greater", c[0], c[1], self._span(meta))

    def lesser(self, meta: Meta, c: list[Any]) -> t.Extremum:
        return t.Extremum("lesser", c[0], c[1], self._span(meta))

    def rounded(self, meta: Meta, c: list[Any]) -> t.Rounded:
        return t.Rounded(c[0], c[1], c[2], self._span(meta))

    def months_from(self, meta: Meta, c: list[Any]) -> t.Elapsed:
        return t.Elapsed("months", c[0], c[1], self._span(meta))

    def years_from(self, meta: Meta, c: list[Any]) -> t.Elapsed:
        return t.Elapsed("years", c[0], c[1], self._span(meta))

    def year_of(self, meta: Meta, c: list[Any]) -> t.DatePart:
        return t.DatePart("year", c[0], self._span(meta))

    def month_of(self, meta: Meta, c: list[Any]) -> t.DatePart:
        return t.DatePart("month", c[0], self._span(meta))

    def day_of(self, meta: Meta, c: list[Any]) -> t.DatePart:
        return t.DatePart("day", c[0], self._span(meta))

    def weekday_of(self, meta: Meta, c: list[Any]) -> t.DatePart:
        return t.DatePart("weekday", c[0], self._span(meta))

    # --- literals ---

    def number(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(self._number(c[0]), self._span(meta))

    def negative_number(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(-self._number(c[0]), self._span(meta))

    def percent(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(Percent(self._number(c[0]) / 100), self._span(meta))

    def money(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(Money(self._number(c[0]), str(c[1])), self._span(meta))

    def negative_money(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(Money(-self._number(c[0]), str(c[1])), self._span(meta))

    def days(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("unit", Days, 1)

    def weeks(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("unit", Days, 7)

    def months(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("unit", Months, 1)

    def years(self, meta: Meta, c: list[Any]) -> _Named:
        return _Named("unit", Months, 12)

    def span(self, meta: Meta, c: list[Any]) -> t.Constant:
        unit, factor = c[1]
        return t.Constant(unit(self._whole(c[0]) * factor), self._span(meta))

    def negative_span(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(negated(c[0].value), self._span(meta))

    def date(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(self._date(c[0]), self._span(meta))

    def text(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(str(c[0])[1:-1], self._span(meta))

    def yes(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(True, self._span(meta))

    def no(self, meta: Meta, c: list[Any]) -> t.Constant:
        return t.Constant(False, self._span(meta))

    def unknown(self, meta: Meta, c: list[Any]) -> t.Absent:
        return t.Absent("unknown", self._span(meta))

    def not_applicable(self, meta: Meta, c: list[Any]) -> t.Absent:
        return t.Absent("not_applicable", self._span(meta))

    def today(self, meta: Meta, c: list[Any]) -> t.Clock:
        return t.Clock("today", self._span(meta))

    def filing(self, meta: Meta, c: list[Any]) -> t.Clock:
        return t.Clock("filing", self._span(meta))

    def list_literal(self, meta: Meta, c: list[Any]) -> t.ListOf:
        return t.ListOf(tuple(c), self._span(meta))


# `class` is a word of Python, so its method is attached here.
setattr(Builder, "class", Builder.class_)


def _first(children: list[Any], tag: str) -> Any:
    found = _tagged(children, tag)
    return found[0] if found else None


def _length(constant: t.Constant | None) -> Days | Months | None:
    return _required_length(constant) if constant else None


def _required_length(constant: t.Constant) -> Days | Months:
    assert isinstance(constant.value, Days | Months)
    return constant.value


def depth(root: Tree[Token]) -> int:
    """How deeply the tree is nested, counted without recursion."""
    deepest, todo = 0, [(root, 1)]
    while todo:
        node, level = todo.pop()
        deepest = max(deepest, level)
        todo += [(child, level + 1) for child in node.children if isinstance(child, Tree)]
    return deepest
