"""Find out what definitions are asked about: clauses in, the kinds of their places and of their answers out.

A kind that is written counts. Any other follows from how the place is used, in the definition or where it is asked.
"""

from collections.abc import Callable, Iterable, Mapping

from panarchy_rules.compiler.bind_terms import infer
from panarchy_rules.compiler.declare import Declarations, resolve_kind
from panarchy_rules.compiler.scope import Opening, Scope
from panarchy_rules.rulebook import kinds as k
from panarchy_rules.rulebook.kinds import Kind
from panarchy_rules.rulebook.rulebook import Parameter, Signature
from panarchy_rules.syntax import tree as t

MOST_ROUNDS = 20


class Definitions:
    """The definitions of one rulebook. `values` are what their exceptions put in their place.

    INVARIANT: a kind that was found is never changed.
    """

    def __init__(
        self,
        definitions: Mapping[str, t.Definition],
        values: Mapping[str, tuple[t.Expression, ...]],
        into: Declarations,
    ) -> None:
        self._definitions = definitions
        self._values = values
        self._kinds: dict[str, Kind | None] = {}
        self._places = {
            name: [resolve_kind(p.kind, into) if p.kind else None for p in definition.parameters]
            for name, definition in definitions.items()
        }
        self.scope: Callable[[], Scope] = lambda: NotImplemented
        self.changed = False

    def openings(self, name: str) -> tuple[Opening, ...]:
        """The places of a definition."""
        definition = self._definitions[name]
        pairs = zip(definition.parameters, self._places[name], strict=True)
        return tuple(Opening(p.preposition, p.name.text, kind) for p, kind in pairs)

    def learn(self, name: str, place: int, kind: Kind) -> None:
        """Note of which kind something is that fills a place."""
        if name in self._places and self._places[name][place] is None:
            self._places[name][place] = kind
            self.changed = True

    def local(self, name: str) -> dict[str, Kind | None]:
        """The parameters of a definition as names of its text."""
        return {opening.name: opening.kind for opening in self.openings(name)}

    def kind(self, name: str) -> Kind | None:
        """The kind of a definition's answer. A circle finds None and stops; it is reported elsewhere."""
        definition = self._definitions.get(name)
        if definition is None:
            return None
        if definition.means is None:
            return k.YES_NO
        if name not in self._kinds:
            self._kinds[name] = None
            self._kinds[name] = self._answer(name, (definition.means, *self._values.get(name, ())))
            if self._kinds[name] is None:
                return self._kinds.pop(name)
        return self._kinds[name]

    def _answer(self, name: str, values: Iterable[t.Expression]) -> Kind | None:
        inner = self.scope().silent().inside(self.local(name))
        return next((kind for value in values if (kind := infer(value, inner)[1])), None)

    def settle(self, uses: Iterable[tuple[Mapping[str, Kind | None], t.Expression]]) -> None:
        """Find kinds of places until nothing new is found. `uses` are the other texts that ask, with their names."""
        others = tuple(uses)
        for _ in range(MOST_ROUNDS):
            self.changed = False
            for name, definition in self._definitions.items():
                self._settle(name, definition)
            for local, text in others:
                infer(text, self.scope().silent().inside(local))
            if not self.changed:
                return

    def _settle(self, name: str, definition: t.Definition) -> None:
        if not definition.parameters:
            local: dict[str, Kind | None] = {}
        else:
            local = self.local(name)
        inner = self.scope().silent().inside(local)
        for text, expected in ((definition.when, k.YES_NO), (definition.means, None), (definition.measure, None)):
            if text is not None:
                infer(text, inner, expected)
        for place, opening in enumerate(self.openings(name)):
            if opening.name in inner.learned:
                self.learn(name, place, inner.learned[opening.name])

    def signature(self, name: str) -> Signature | None:
        """What a definition is asked about; None while some kind is not known."""
        kind = self.kind(name)
        parameters = [Parameter(o.preposition, o.name, o.kind) for o in self.openings(name) if o.kind]
        if kind is None or len(parameters) < len(self._places[name]):
            return None
        return Signature(tuple(parameters), kind)

    def signatures(self) -> dict[str, Signature]:
        """What all definitions are asked about, as far as it is known."""
        found = {name: self.signature(name) for name in sorted(self._definitions)}
        return {name: signature for name, signature in found.items() if signature}
