"""What a session forgets under one rule set and not under another, which no single decision shows.

A stop makes answers void, so that what was said before it does not release its hold; a clearance lapses where a rule
that reads it comes to apply. Both follow from what rules read and from who they apply to, observation by observation.
Nothing is proved about sessions: where something else may be forgotten, that is said. More is not always stricter: an
answer that stands for nothing bad by itself may be what another answer contradicts, or what a stop follows from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..hold import voidable
from ..outcome import Hold
from ..ruleset import RuleSet
from ..vocabulary import Fact

STOP, CLEARANCE = "hold", "clearance"
"""What may be forgotten otherwise: what was said before a stop, or a clearance."""


def forgotten_otherwise(old: RuleSet, new: RuleSet) -> Mapping[str, tuple[str, ...]]:
    """For each rule by which something else may be forgotten under the second rule set, what."""
    found: dict[str, tuple[str, ...]] = {}
    for what, names in ((STOP, _stops(old, new)), (CLEARANCE, _lapses(old, new))):
        for name in names:
            found[name] = (*found.get(name, ()), what)
    return found


def _stops(old: RuleSet, new: RuleSet) -> Iterator[str]:
    """The stops that make other answers void. That a hold is lost altogether is a decision, and compared as such.

    Nor does it matter what becomes of a fact that only one of the two knows: every value and none is compared.
    """
    before, after = _voidable(old), _voidable(new)
    common = old.vocabulary.facts.keys() & new.vocabulary.facts.keys()
    for name, answers in before.items():
        heirs = [after[name]] if name in after else [*after.values()]
        if any(answers & common != each & common for each in heirs):
            yield name


def _voidable(ruleset: RuleSet) -> Mapping[str, frozenset[str]]:
    """For each stop the answers that it can make void; by any intervention's thresholds they are the same."""
    return {bound.rule.id: voidable(bound, ruleset) for bound in ruleset.everywhere if bound.rule.hold is not Hold.NONE}


def _lapses(old: RuleSet, new: RuleSet) -> Iterator[str]:
    """The rules that read a clearance and do not apply to the same people any more.

    Also one that applies to more people may make a clearance lapse later: it applied already when something appeared.
    One that reads a clearance only now makes more of them lapse, which tightens where the worst is assumed thereafter:
    elsewhere a *no* that blocked is open again, and asks for a doctor.
    """
    before, after = _reading_clearances(old), _reading_clearances(new)
    names = {**before, **after} if any(map(_may_open, new.vocabulary.facts.values())) else before
    return (name for name in names if after.get(name) != before.get(name))


def _may_open(fact: Fact) -> bool:
    """Whether a clearance that lapses can leave anything better than its worst answer."""
    return fact.clearance and (fact.when_unknown is None or fact.when_unknown is not fact.worse_answer)


def _reading_clearances(ruleset: RuleSet) -> Mapping[str, object]:
    """Each rule that reads a clearance, with its conditions and all that they rest on."""
    facts, closure = ruleset.vocabulary.facts, ruleset.vocabulary.closure
    found: dict[str, set[object]] = {}
    for bound in ruleset.everywhere:
        read = sorted(closure(bound.reads))
        if any(facts[name].clearance for name in read):
            beneath = tuple((name, ruleset.derivations.get(name), facts[name].when_unknown) for name in read)
            found.setdefault(bound.rule.id, set()).add((bound.when, beneath))
    return found
