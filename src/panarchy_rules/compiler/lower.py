"""Lower one file to a rulebook: its clauses and those it adopts in, the typed form out."""

from collections.abc import Iterable, Mapping

from panarchy_rules.base.calendar import DatePolicy
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import replace
from panarchy_rules.base.suggestions import did_you_mean, listed
from panarchy_rules.base.values import LawRef
from panarchy_rules.compiler.adopt import Text, text_of
from panarchy_rules.compiler.bind_acceptances import AcceptanceBinder, Published
from panarchy_rules.compiler.bind_limits import bind_limits, protected
from panarchy_rules.compiler.bind_proofs import bind_proofs
from panarchy_rules.compiler.bind_rules import AFTER_A_LABEL, Binder, Clause
from panarchy_rules.compiler.bind_terms import bind, bind_condition, words_of
from panarchy_rules.compiler.clause_tables import Portion
from panarchy_rules.compiler.declare import (
    DECLARING,
    RESERVED,
    Declarations,
    declare,
    name_kinds,
    names_others,
    unknown,
)
from panarchy_rules.compiler.define import define
from panarchy_rules.compiler.examples import bind_examples
from panarchy_rules.compiler.gather import Library, SourceFile, Sources, edition_of
from panarchy_rules.compiler.order_exceptions import order_exceptions, order_precedence, roots
from panarchy_rules.compiler.plain_clauses import Context, acceptances
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook import terms as m
from panarchy_rules.rulebook.rows import Roots, Rows, Rules
from panarchy_rules.rulebook.terms import walk
from panarchy_rules.syntax import tree as t


def lower(
    source: SourceFile, sources: Sources, published: Published, library: Library, tabled: Iterable[Portion] = ()
) -> tuple[r.Rulebook, tuple[Diagnostic, ...]]:
    """One rulebook. It is whole even where clauses were refused: what could not be bound is left out."""
    text = text_of(source, sources, library)
    declared = _declarations_of(text, sources)
    vocabulary = declared.vocabulary()
    tables, others = _tables(tabled, text, source, sources, vocabulary)
    text.clauses += [(clause, one) for one in others for clause in one.clauses]
    scope, definitions = define(text, vocabulary, published.editions, declared)
    classes = _classes(text, published)
    binder = Binder(scope, AcceptanceBinder(scope, published, classes), definitions)
    binder.enter_groups(text.of(t.GroupClause))
    binder.enter(_rule_clauses(text, source))
    rules, circles = order_exceptions(binder.rules(), binder.written_targets())
    precedence, loops = order_precedence(
        ([binder.expand([word], "precedence") for word in p.labels if word.text not in text.left_out], p.span)
        for p in text.of(t.Precedence)
    )
    text.problems += [*circles, *loops]
    edition = edition_of(source)
    text.one(t.Edition)
    own_rank, leave, governs = text.one(t.OwnLawRank), text.one(t.LeaveNotice), text.one(t.Governs)
    dates = text.one(t.Dates)
    limits = bind_limits(text.of, text.one, rules, scope, binder)
    text.problems += [_asks_too_early(rule) for rule in rules.values() if _is_too_early(rule)]
    all_roots = roots(rules)
    made = r.Rulebook(
        law=LawRef(source.header.name.text, edition.label),
        title=source.header.title or source.header.name.text,
        in_force=edition.in_force,
        announced=edition.announced,
        amendment_notice=edition.notice,
        vocabulary=vocabulary,
        rules=Rules(rules, tables) if tables else rules,
        roots=Roots(all_roots | protected(limits), tables) if tables else all_roots | protected(limits),
        precedence=precedence,
        later_index=bool(text.of(t.LaterIndex)),
        ambiguity_blocks=bool(text.of(t.Ambiguity)),
        steps=_steps(text, rules, all_roots, text.left_out, vocabulary.heads),
        date_policy=dates.policy if dates else DatePolicy.REFUSE,
        open_references=bool(text.of(t.References)),
        governs=_governs(governs, vocabulary, text),
        leave_notice=leave.notice if leave else None,
        own_law_rank=own_rank.rank if own_rank else 0,
        own_law_never=tuple(sorted((_own_never(clause, scope) for clause in text.of(t.OwnLawNever)), key=_by_source)),
        classes=classes,
        forums=_forums(text, source.header.name.text, scope, binder.acceptances),
        tie_breaks=_tie_breaks(text, scope),
        conditions=frozenset(d.name.text for d in text.of(t.Definition) if d.means is None),
        stages=tuple(sorted(d.name.text for d in text.of(t.Definition) if d.is_stage)),
        limits=limits,
        signatures=definitions.signatures(),
        each=_for_each(rules),
        proofs=bind_proofs(text.of(t.Proof), scope, binder, text.left_out),
        examples=bind_examples(text.of(t.ExampleClause), scope, binder),
        path=source.path,
    )
    return made, tuple(text.problems)


def _tables(
    tabled: Iterable[Portion], text: Text, source: SourceFile, sources: Sources, vocabulary: r.Vocabulary
) -> tuple[tuple[Rows, ...], list[SourceFile]]:
    """The plain rows of tables, and the clauses that other rows mean."""
    tabled = [portion for portion in tabled if portion.table.sort == "acceptance"]
    if not tabled:
        return (), []
    spoken_of = _spoken_of(text) | RESERVED | AFTER_A_LABEL
    classes = frozenset(clause.name.text for clause in text.of(t.ClassOf))
    return acceptances(tabled, Context(source, vocabulary, sources.in_force, spoken_of, classes, text.problems))


def _spoken_of(text: Text) -> frozenset[str]:
    """Every label and group, and every name by which one clause may speak of another."""
    found: set[str] = set()
    for clause, _ in text.clauses:
        match clause:
            case t.RuleClause(label=label, group=group, targets=targets):
                found |= {label.text, *(word.text for word in targets), *([group.text] if group else [])}
            case t.StepClause(label=label):
                found.add(label.text)
            case t.Definition(name=name) | t.ParameterClause(name=name) | t.GroupClause(name=name):
                found.add(name.text)
            case t.Precedence(labels=labels) | t.Steps(labels=labels):
                found |= {word.text for word in labels}
            case t.Proof(rules=labels):
                found |= {word.text for word in labels}
            case _:
                pass
    return frozenset(found)


def _for_each(rules: Mapping[str, r.Rule]) -> dict[str, tuple[str, ...]]:
    """The rules for each member of a list, by the head under which something is owed."""
    found: dict[str, list[str]] = {}
    for label, rule in sorted(rules.items()):
        if rule.each and not rule.targets and isinstance(rule.question, r.Owing):
            found.setdefault(rule.question.head, []).append(label)
    return {head: tuple(labels) for head, labels in sorted(found.items())}


def vocabulary_of_world(
    sources: Sources, rulebooks: Iterable[r.Rulebook]
) -> tuple[r.Vocabulary, tuple[Diagnostic, ...]]:
    """Everything disputes may speak of: all vocabularies of the world and all that its rulebooks declare."""
    into = Declarations()
    for file in sources.vocabularies.values():
        name_kinds(file.clauses, into)
    for name, file in sorted(sources.vocabularies.items()):
        into.origin = name
        declare(file.clauses, into)
    problems = list(into.problems)
    merged = into.vocabulary()
    parts: list[dict[str, object]] = [dict(getattr(merged, part)) for part in _PARTS]
    for rulebook in rulebooks:
        for part, known in zip(_PARTS, parts, strict=True):
            for name, made in getattr(rulebook.vocabulary, part).items():
                known.setdefault(name, made)
    return r.Vocabulary(*(dict(sorted(part.items())) for part in parts)), tuple(problems)  # type: ignore[arg-type]


_PARTS = (
    "matters", "issues", "roles", "facts", "questions", "heads", "acts", "remedies", "indivisible", "procedural",
    "records", "units",
)  # fmt: skip


def _declarations_of(text: Text, sources: Sources) -> Declarations:
    if any(isinstance(clause, _NAMES_A_KIND) for clause, _ in text.clauses):
        into = _declared(text.vocabularies, [clause for clause, _ in text.clauses])
    else:  # Then the vocabularies mean the same in every rulebook that uses these.
        key = tuple(text.vocabularies)
        if key not in sources.declared:
            sources.declared[key] = _declared(text.vocabularies, ())
        into = sources.declared[key].copied()
    declaring = [pair for pair in text.clauses if isinstance(pair[0], DECLARING)]
    for clause, file in sorted(declaring, key=lambda pair: names_others(pair[0])):
        into.origin = file.header.name.text
        declare([clause], into)
    text.problems += into.problems
    return into


_NAMES_A_KIND = (t.EnumerationClause, t.UnitClause, t.RecordClause)


def _declared(vocabularies: Mapping[str, SourceFile], own: Iterable[t.Clause]) -> Declarations:
    """What vocabularies declare, given the clauses that name kinds of their own beside them."""
    into = Declarations()
    for file in vocabularies.values():
        name_kinds(file.clauses, into)
    known = len(into.problems)
    name_kinds(own, into)
    mine = into.problems[known:]
    for name, file in sorted(vocabularies.items()):
        into.origin = name
        declare(file.clauses, into)
    into.problems = mine  # A vocabulary's own mistakes are reported once, for the world.
    return into


def _rule_clauses(text: Text, source: SourceFile) -> list[Clause]:
    lines: dict[str, list[str]] = {}
    return [
        Clause(clause, "" if file.header is source.header else file.header.name.text, _slice(clause, file, lines))
        for clause, file in text.clauses
        if isinstance(clause, t.RuleClause | t.Definition | t.StepClause)
    ]


def _slice(clause: t.Clause, file: SourceFile, known: dict[str, list[str]]) -> str:
    """The clause as written. `known` are the lines of files, each taken apart once."""
    if file.clause_text:
        return file.clause_text
    if file.path not in known:
        known[file.path] = file.text.split("\n")
    lines = known[file.path][clause.span.line - 1 : clause.span.end_line]
    if not lines:
        return ""
    if len(lines) == 1:
        return lines[0][clause.span.column - 1 : clause.span.end_column - 1]
    return "\n".join([lines[0][clause.span.column - 1 :], *lines[1:-1], lines[-1][: clause.span.end_column - 1]])


# --- the parts ----------------------------------------------------------------------------------


def _classes(text: Text, published: Published) -> dict[str, tuple[str, ...]]:
    made: dict[str, tuple[str, ...]] = {}
    for clause in text.of(t.ClassOf):
        for word in clause.members:
            if word.text not in published.editions:
                help_ = did_you_mean(word.text, published.editions, f"published: {listed(published.editions)}")
                message = f"there is no provider `{word}`"
                text.problems.append(Diagnostic("PR400", message, word.span, help=help_))
        made[clause.name.text] = words_of(clause.members)
    return made


def _governs(clause: t.Governs | None, vocabulary: r.Vocabulary, text: Text) -> tuple[str, ...] | None:
    """The matters a membership reaches; an empty tuple is everything, None is nothing."""
    if clause is None:
        return None
    for word in clause.matters:
        if word.text not in vocabulary.matters:
            text.problems.append(unknown("matter", word, vocabulary.matters))
    return words_of(clause.matters)


def _by_source(clause: r.OwnLawNever) -> tuple[str, str]:
    return clause.source, str(clause)


def _is_too_early(rule: r.Rule) -> bool:
    """Whether a clause that leads to a law asks which laws are in common: that is known only with all clauses."""
    terms = walk(rule.condition) if rule.condition is not None else ()
    return isinstance(rule.question, r.Accepting) and any(isinstance(term, m.UnderCommon) for term in terms)


def _asks_too_early(rule: r.Rule) -> Diagnostic:
    message = f"`{rule.label}` leads to a law and asks for the laws in common, which are known only afterwards"
    help_ = "name the law that is meant, as in `under law of claimant, …`, or ask in a rule on what is owed"
    assert rule.span is not None
    return Diagnostic("PR343", message, rule.span, help=help_)


def _own_never(clause: t.OwnLawNever, scope: Scope) -> r.OwnLawNever:
    for words, what, known in (
        (clause.matters, "matter", scope.vocabulary.matters),
        (clause.issues, "issue", scope.vocabulary.issues),
    ):
        scope.problems += [unknown(what, word, known) for word in words if word.text not in known]
    condition = bind_condition(clause.when, scope) if clause.when else None
    return r.OwnLawNever(words_of(clause.matters), words_of(clause.issues), condition, clause.heading.source)


def _steps(
    text: Text,
    rules: dict[str, r.Rule],
    all_roots: dict[r.QuestionId, tuple[str, ...]],
    struck: set[str],
    heads: Mapping[str, r.HeadDeclaration],
) -> dict[str, tuple[str, ...]]:
    """The steps of each head, in the order the author lists them."""
    listed_steps: dict[str, tuple[str, ...]] = {}
    for clause in text.of(t.Steps):
        head = clause.head.text
        if head in listed_steps:
            text.problems.append(Diagnostic("PR209", f"the steps of `{head}` are listed twice", clause.span))
        known = {q.head for q in all_roots if isinstance(q, r.Owing)} | _for_each(rules).keys()
        known |= {q.name for q in all_roots if isinstance(q, r.Asking)}
        if head not in known:
            help_ = did_you_mean(head, [q.head for q in all_roots if isinstance(q, r.Owing)])
            message = f"no rule here awards anything as `{head}`"
            text.problems.append(Diagnostic("PR306", message, clause.head.span, help=help_))
        for word in clause.labels:
            if word.text in struck:
                continue
            rule = rules.get(word.text)
            if rule is None or rule.question != r.Stepping(head, word.text):
                message = f"`{word}` is not a step of `{head}`"
                text.problems.append(Diagnostic("PR307", message, word.span, help=_nearest_step(rule, word, rules)))
        listed_steps[head] = tuple(w.text for w in clause.labels if w.text in rules)
    for rule in rules.values():
        if (
            isinstance(rule.question, r.Stepping)
            and not rule.targets
            and rule.span
            and (rule.question.head in heads or r.Asking(rule.question.head) in all_roots)
        ):
            head = rule.question.head
            times = listed_steps.get(head, ()).count(rule.label)
            if times != 1:
                how = f"{times} times" if times else "nowhere"
                message = f"step `{rule.label}` is listed {how} in `steps of {head}`"
                help_ = "list it once, at its place in the order"
                if not times:
                    help_ = _add_to_list(head, rule.label, listed_steps)
                text.problems.append(Diagnostic("PR307", message, rule.span, help=help_))
    return dict(sorted(listed_steps.items()))


def _nearest_step(rule: r.Rule | None, word: t.Word, rules: dict[str, r.Rule]) -> str:
    if rule is not None and isinstance(rule.question, r.Stepping):
        return f"it is a step of `{rule.question.head}`"
    own = [x.label for x in rules.values() if isinstance(x.question, r.Stepping) and not x.targets]
    return did_you_mean(word.text, own, f"steps here: {listed(own)}" if own else "")


def _add_to_list(head: str, label: str, listed_steps: dict[str, tuple[str, ...]]) -> str:
    order = dict.fromkeys([*listed_steps.get(head, ()), label])
    return f"write `steps of {head} {', '.join(order)}`"


def _forums(text: Text, provider: str, scope: Scope, binder: AcceptanceBinder) -> dict[str, r.Forum]:
    made: dict[str, r.Forum] = {}
    for clause in text.of(t.ForumClause):
        scope.problems += [
            unknown("matter", word, scope.vocabulary.matters)
            for word in clause.matters
            if word.text not in scope.vocabulary.matters
        ]
        if clause.name.text in made:
            text.problems.append(Diagnostic("PR201", f"`{clause.name}` is declared twice", clause.name.span))
        binder.published_forums(clause.successors)
        procedure = clause.procedure
        if procedure:
            binder.published_law(procedure)
        made[clause.name.text] = r.Forum(
            name=clause.name.text,
            provider=provider,
            openness=clause.openness,
            title=clause.title,
            source=clause.source,
            members_of=binder.towards(clause.members_of) or (),
            matters=words_of(clause.matters),
            procedure=(procedure.name.text, procedure.edition) if procedure else None,
            from_date=clause.from_date,
            until_date=clause.until_date,
            stays=clause.stays,
            successors=words_of(clause.successors),
        )
    return dict(sorted(made.items()))


def _tie_breaks(text: Text, scope: Scope) -> tuple[r.TieBreak, ...]:
    inner = replace(scope, tie_break=True)
    made = [r.TieBreak(c.name.text, bind(c.least, inner, k.NUMBER), c.heading.source) for c in text.of(t.TieBreak)]
    return tuple(sorted(made, key=lambda tie: tie.name))
