"""Define: the definitions of a rulebook in, a scope in which terms may ask them out, and what each is about."""

from collections.abc import Mapping

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.compiler.adopt import Text
from panarchy_rules.compiler.bind_norms import duties
from panarchy_rules.compiler.bind_scales import check_figures
from panarchy_rules.compiler.declare import Declarations
from panarchy_rules.compiler.recursion import check_recursion, names_in
from panarchy_rules.compiler.scope import Scope
from panarchy_rules.compiler.signatures import Definitions
from panarchy_rules.rulebook import rulebook as r
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.syntax import tree as t


def define(
    text: Text, vocabulary: r.Vocabulary, providers: Mapping[str, object], declared: Declarations
) -> tuple[Scope, Definitions]:
    """The scope of a rulebook, and its definitions with the kinds that could be found."""
    found = {d.name.text: d for d in text.of(t.Definition)}
    listed_values = _listed_values(vocabulary)
    _report_clashes(text, found, vocabulary, listed_values)
    exceptions = _exceptions(text, found)
    values = {name: _values(those) for name, those in exceptions.items()}
    problems: list[Diagnostic] = declared.problems
    before = len(problems)
    definitions = Definitions(found, values, declared)
    text.problems += problems[before:]
    breachable = duties(text.of(t.RuleClause))
    parameters = _parameters(text, found, vocabulary)
    scope = Scope(vocabulary, providers, found, definitions, text.problems, duties=breachable, parameters=parameters)
    definitions.scope = lambda: scope
    definitions.settle(_uses(text, exceptions, definitions))
    _report_unkinded(found, definitions, text)
    # A definition named like a listed value was reported above; where that value stands, nothing refers to it.
    names = {name: d for name, d in found.items() if name not in listed_values}
    text.problems += check_recursion(names, exceptions, vocabulary)
    return scope, definitions


def _values(exceptions: tuple[t.RuleClause, ...]) -> tuple[t.Expression, ...]:
    return tuple(x.conclusion.value for x in exceptions if isinstance(x.conclusion, t.Means))


def _parameters(
    text: Text, definitions: Mapping[str, t.Definition], vocabulary: r.Vocabulary
) -> dict[str, t.ParameterClause]:
    """The parameters by name; what is wrong with them is reported."""
    found: dict[str, t.ParameterClause] = {}
    homes: dict[str, str] = {}
    for clause, file in ((one, file) for one, file in text.clauses if isinstance(one, t.ParameterClause)):
        name = clause.name.text
        if any(
            name in known for known in (found, definitions, vocabulary.facts, vocabulary.questions, vocabulary.roles)
        ):
            message, module = f"`{name}` is already a name here", homes.get(name, "")
            help_ = f"write `adopts {module} replace {name}`" if module else "rename one of them"
            text.problems.append(Diagnostic("PR201", message, clause.name.span, help=help_))
        text.problems += check_figures(clause, vocabulary)
        homes.setdefault(name, file.header.name.text if file.header.kind == "module" else "")
        if clause.value or clause.dated:
            found.setdefault(name, clause)
    return found


def _report_clashes(
    text: Text, definitions: Mapping[str, t.Definition], vocabulary: r.Vocabulary, listed_values: Mapping[str, str]
) -> None:
    for name, definition in definitions.items():
        if any(name in known for known in (vocabulary.facts, vocabulary.questions, vocabulary.roles, vocabulary.acts)):
            message = f"`{name}` is declared in the vocabulary and defined here"
            text.problems.append(Diagnostic("PR201", message, definition.name.span, help="rename one of them"))
        if name in listed_values:
            message = f"`{name}` is one of the listed values of `{listed_values[name]}`, and is defined here"
            text.problems.append(Diagnostic("PR201", message, definition.name.span, help="rename one of them"))


def _exceptions(text: Text, definitions: Mapping[str, t.Definition]) -> dict[str, tuple[t.RuleClause, ...]]:
    """The exceptions to each definition, and the exceptions to those."""
    direct: dict[str, list[t.RuleClause]] = {}
    for clause in text.of(t.RuleClause):
        for target in clause.targets:
            direct.setdefault(target.text, []).append(clause)
    found: dict[str, tuple[t.RuleClause, ...]] = {}
    for name in definitions:
        reached: dict[str, t.RuleClause] = {}
        todo = [name]
        while todo:
            for clause in direct.get(todo.pop(), ()):
                if clause.label.text not in reached:
                    reached[clause.label.text] = clause
                    todo.append(clause.label.text)
        found[name] = tuple(reached.values())
    return found


def _uses(
    text: Text, exceptions: Mapping[str, tuple[t.RuleClause, ...]], definitions: Definitions
) -> list[tuple[Mapping[str, Kind | None], t.Expression]]:
    """Texts besides the definitions that ask for them: exceptions, with the parameters they see, and other rules."""
    found: list[tuple[Mapping[str, Kind | None], t.Expression]] = []
    of_definitions = {clause.label.text: name for name, those in exceptions.items() for clause in those}
    for clause in text.of(t.RuleClause):
        name = of_definitions.get(clause.label.text)
        local = definitions.local(name) if name else {}
        parts = [clause.when, clause.conclusion.value if isinstance(clause.conclusion, t.Means | t.Gives) else None]
        found += [(local, part) for part in parts if part is not None]
    return found


def _report_unkinded(found: Mapping[str, t.Definition], definitions: Definitions, text: Text) -> None:
    for name, definition in found.items():
        if definitions.kind(name) is None and name in names_in(definition.means):
            message = f"nothing says of which kind `{name}` is, apart from itself"
            help_ = f"write an exception to it that does not rest on `{name}`"
            text.problems.append(Diagnostic("PR320", message, definition.name.span, help=help_))
        for parameter, opening in zip(definition.parameters, definitions.openings(name), strict=True):
            if opening.kind is None and parameter.kind is None:
                message = f"nothing says of which kind `{parameter.name}` is"
                word = f"{parameter.preposition} " if parameter.preposition else ""
                kind = "year" if parameter.preposition == "in" else "person"
                help_ = f"write `{word}{parameter.name} as {kind}`, or another kind"
                text.problems.append(Diagnostic("PR320", message, parameter.name.span, help=help_))


def _listed_values(vocabulary: r.Vocabulary) -> dict[str, str]:
    """Every listed value, with a fact or question it belongs to."""
    found: dict[str, str] = {}
    both: list[r.FactDeclaration | r.QuestionDeclaration] = [*vocabulary.facts.values(), *vocabulary.questions.values()]
    for declared in both:
        kind: Kind | None = declared.kind
        while kind:
            found.update(dict.fromkeys(kind.words, declared.name))
            kind = kind.item
    return found
