"""Find out which names a rule may use besides those of the rulebook: its parameters and the members of its lists."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.records import dataclass
from panarchy_rules.compiler.bind_lists import bind_members
from panarchy_rules.compiler.bind_terms import bind_condition
from panarchy_rules.compiler.scope import Opening, Scope
from panarchy_rules.compiler.signatures import Definitions
from panarchy_rules.rulebook import terms as m
from panarchy_rules.syntax import tree as t

Clause = t.RuleClause | t.Definition | t.StepClause


@dataclass(frozen=True, slots=True)
class Frame:
    """The parameters of a rule, the lists for whose members it holds, and a scope with both."""

    openings: tuple[Opening, ...]
    each: tuple[tuple[str, m.Term], ...]
    scope: Scope

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(opening.name for opening in self.openings)


@dataclass
class Frames:
    """The frame of every rule. An exception sees the names of what it is an exception to."""

    scope: Scope
    definitions: Definitions
    clauses: Mapping[str, Clause]
    targets: Callable[[str], list[str]]
    groups: Mapping[str, t.GroupClause] = field(default_factory=dict)
    _made: dict[str, Frame] = field(default_factory=dict)

    def of(self, label: str) -> Frame:
        """The frame of one rule."""
        if label not in self._made:
            home = self._home(label)
            made = self._own(home) if home else Frame((), (), self.scope)
            for other in {label, home} - {None}:
                self._made.setdefault(str(other), made)
        return self._made[label]

    def _homes(self, label: str) -> list[str]:
        """The rules, definitions and steps at the bottom of what an exception is an exception to."""
        found: dict[str, None] = {}
        todo, seen = [label], set[str]()
        while todo:
            name = todo.pop()
            if name in seen or name not in self.clauses:
                continue
            seen.add(name)
            clause = self.clauses[name]
            if isinstance(clause, t.RuleClause) and clause.what == "exception":
                todo += [x for word in reversed(clause.targets) for x in reversed(self.targets(word.text))]
            else:
                found[name] = None
        return list(found)

    def _home(self, label: str) -> str | None:
        homes = self._homes(label)
        return homes[0] if homes else None

    def _own(self, label: str) -> Frame:
        clause = self.clauses[label]
        if isinstance(clause, t.RuleClause):
            return self._each(self._clauses_for(clause))
        name = clause.name.text if isinstance(clause, t.Definition) else clause.head.text
        if name not in self.scope.definitions:
            return Frame((), (), self.scope)
        openings = self.definitions.openings(name)
        return Frame(openings, (), self.scope.inside(self.definitions.local(name)))

    def _clauses_for(self, rule: t.RuleClause) -> tuple[t.ForEach, ...]:
        group = self.groups.get(rule.group.text) if rule.group else None
        return (*(group.each if group else ()), *rule.each)

    def _each(self, lists: Iterable[t.ForEach]) -> Frame:
        scope, each = self.scope, []
        for one in lists:
            term, scope = bind_members(one.items, one.variable, scope)
            each.append((one.variable.text, term))
        return Frame((), tuple(each), scope)

    def shared(self, group: t.Word | None, frame: Frame) -> m.Term | None:
        """The condition that every rule of a group has."""
        clause = self.groups.get(group.text) if group else None
        return bind_condition(clause.when, frame.scope) if clause else None

    def check_exception(self, clause: t.RuleClause) -> None:
        """Report an exception to rules that do not have the same parameters."""
        homes = [self.of(label) for label in self._homes(clause.label.text)]
        shapes = {(frame.openings, tuple(name for name, _ in frame.each)) for frame in homes}
        if len(shapes) > 1:
            message = "this is an exception to rules that are asked about different things"
            help_ = "write one exception for each, or give them the same parameters"
            self.scope.problems.append(Diagnostic("PR326", message, clause.label.span, help=help_))
