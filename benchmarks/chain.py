"""What somebody would write by hand who knows these rules, these people and Python: the strongest plain if-chains.

For each intervention, one function of a plain mapping. It treats a missing fact as the library does, but knows no
contradictions, ages or denials, and says nothing but the outcome. It is written out as text here, without the library's
own functions, so that it follows the rules as they change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from operator import itemgetter
from typing import Any

from sciatica_rules import Rules
from sciatica_rules.condition import All, Always, Compare, Condition, IsTrue, Not, OneOf, Operator
from sciatica_rules.condition import Any as AnyOf
from sciatica_rules.outcome import Outcome

Chain = Callable[[Mapping[str, Any]], Outcome]

_SIGNS = {Operator.AT_LEAST: ">=", Operator.ABOVE: ">", Operator.AT_MOST: "<=", Operator.BELOW: "<"}
_OPPOSITES = {Operator.AT_LEAST: "<", Operator.ABOVE: "<=", Operator.AT_MOST: ">", Operator.BELOW: ">="}


class LookUp(Enum):
    """How a chain gets at a fact."""

    EACH = "where it is needed, in a mapping that holds every fact, None where it is unknown"
    ALL = "all at the start, in such a mapping"
    ABSENT = "where it is needed, in a mapping that may lack it"


class Hand:
    """Writes the chains of one rule set."""

    def __init__(self, rules: Rules, look_up: LookUp) -> None:
        self.ruleset = rules.ruleset
        self.look_up = look_up
        self.numbers: dict[str, Any] = {}
        self.used: dict[str, None] = {}

    def chain(self, intervention: str) -> Chain:
        """The function for one intervention."""
        self.used.clear()
        bound = self.ruleset.bound(intervention)
        lines = ["unknown = False"]
        for rule in bound.objecting:
            true, false = self.says(rule.when, wanted=True), self.says(rule.when, wanted=False)
            if rule.rule.effect.value == "blocked":
                lines += [f"if not ({false}):", f"    if {true}: return BLOCKED", "    unknown = True"]
        lines += ["if unknown: return CONSULT_DOCTOR"]
        lines += [
            f"if not ({self.says(rule.when, wanted=False)}): return CONSULT_DOCTOR"
            for rule in bound.objecting
            if rule.rule.effect.value != "blocked"
        ]
        head = [f"{', '.join(self.used)}, = pick(p)"] if self.look_up is LookUp.ALL else []
        text = "\n    ".join(["def chain(p):", *head, *lines, "return ALLOWED"])
        scope: dict[str, Any] = {**self.numbers, **{each.name: each for each in Outcome}}
        scope["pick"] = itemgetter(*self.used)
        exec(text, scope)  # noqa: S102 - the text of a benchmark, made above of rules that were loaded
        chain: Chain = scope["chain"]
        return chain

    def says(self, condition: Condition, *, wanted: bool) -> str:
        """Python text that is true where a condition is known to be so."""
        match condition:
            case Always():
                return str(wanted)
            case IsTrue(fact):
                return self._boolean(fact, wanted)
            case Compare(fact, operator, threshold):
                name = self._number(threshold)
                return self._known(fact, f"{self._value(fact)} {(_SIGNS if wanted else _OPPOSITES)[operator]} {name}")
            case OneOf(fact, values):
                word = f"in {values!r}" if values[1:] else f"== {values[0]!r}"
                opposite = f"not in {values!r}" if values[1:] else f"!= {values[0]!r}"
                return self._known(fact, f"{self._value(fact)} {word if wanted else opposite}")
            case Not(part):
                return self.says(part, wanted=not wanted)
            case All(parts) | AnyOf(parts):
                joint = " and " if isinstance(condition, All) is wanted else " or "
                return "(" + joint.join(self.says(part, wanted=wanted) for part in parts) + ")"

    def _boolean(self, fact: str, wanted: bool) -> str:
        default = self.ruleset.vocabulary.facts[fact].when_unknown
        value = self._value(fact)
        own = value if wanted else f"{value} is False"
        if default is not None:
            own = f"{value} is not {not wanted}" if default is wanted else own
        return "(" + " or ".join([own, *self._derived(fact, wanted)]) + ")"

    def _derived(self, fact: str, wanted: bool) -> Iterator[str]:
        implied_by, defined_by = self.ruleset.derivations.get(fact, (None, None))
        if implied_by is not None and wanted:
            yield self.says(implied_by, wanted=True)
        if defined_by is not None:
            yield self.says(defined_by, wanted=wanted)

    def _known(self, fact: str, test: str) -> str:
        default = self.ruleset.vocabulary.facts[fact].when_unknown
        value = self._value(fact)
        if default is None:
            return f"({value} is not None and {test})"
        scope = {**self.numbers, "p": {fact: default}, fact: default}
        meets = eval(test, scope)  # noqa: S307 - likewise
        return f"({value} is None or {test})" if meets else f"({value} is not None and {test})"

    def _value(self, fact: str) -> str:
        self.used[fact] = None
        return {LookUp.EACH: f'p["{fact}"]', LookUp.ALL: fact, LookUp.ABSENT: f'p.get("{fact}")'}[self.look_up]

    def _number(self, threshold: Any) -> str:
        if isinstance(threshold, int):
            return str(threshold)
        name = f"limit_{len(self.numbers)}"
        self.numbers[name] = threshold
        return name
