"""What proving costs, side by side with SAT and SMT solvers on the same questions: ``python benchmarks/proof.py``.

The solvers are optional: python-sat and z3-solver are named where they are missing. Generated rules are for measuring
only.
"""

from __future__ import annotations

import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any as Anything

from sciatica_rules import load_rules
from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, OneOf, Operator
from sciatica_rules.intervention import Intervention
from sciatica_rules.outcome import Effect, NextStep, Outcome
from sciatica_rules.pack import Pack
from sciatica_rules.proof.check import CHECKS, check
from sciatica_rules.proof.diff import diff
from sciatica_rules.proof.group import DEMANDS, union
from sciatica_rules.proof.overrides import loosened
from sciatica_rules.proof.prover import Prover
from sciatica_rules.proof.variants import variants
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import AnsweredBy, Fact, FactGroup, FactType, Vocabulary, Worse

TARGETS = {60: 0.3, 200: 1.5, 1_000: 20.0}
DIFF_TARGETS = {60: 50, 200: 250, 1_000: 3_000}
"""Milliseconds that the difference of two versions may take."""

LONGEST = 120.0
"""Seconds after which a solver is given up."""

NUMBERS = {
    "temperature": (FactType.DECIMAL, 34, 43, Decimal("36.6"), ["37.5", "38", "39"]),
    "pain": (FactType.INTEGER, 0, 10, 2, ["7", "8", "9"]),
    "age": (FactType.INTEGER, 0, 120, 45, ["65", "75", "80"]),
    "systolic": (FactType.INTEGER, 60, 260, 125, ["160", "180"]),
    "diastolic": (FactType.INTEGER, 30, 160, 80, ["100", "110"]),
    "inr": (FactType.DECIMAL, 0, 10, Decimal(1), ["1.4", "1.5", "2"]),
    "glucose": (FactType.DECIMAL, 1, 40, Decimal("5.5"), ["11.1", "15"]),
    "heart_rate": (FactType.INTEGER, 30, 220, 72, ["100", "120"]),
    "bmi": (FactType.DECIMAL, 10, 80, Decimal(25), ["35", "40"]),
}
CHOICES = {
    "strength_loss": ("none", "mild", "severe"),
    "allergy": ("none", "amide", "ester"),
    "diabetes": ("none", "one", "two"),
}
EXERCISES = [f"exercise_{number}" for number in range(20)]
BLOCKS = [f"block_{number}" for number in range(4)]


def generated(count: int, facts: int = 60) -> RuleSet:
    """Rules as authors write them: mostly one or two facts, few thresholds."""
    chance = random.Random(1)
    vocabulary = _vocabulary(facts)
    names = list(vocabulary.facts)
    rules = {}
    for number in range(count):
        first = _leaf(chance, vocabulary.facts[names[number % len(names)]])
        rest = [_leaf(chance, vocabulary.facts[name]) for name in chance.sample(names, 3)]
        when = chance.choices(
            [first, All((first, rest[0])), All((first, *rest[:2])), Any(tuple(rest)), All((first, Any(tuple(rest))))],
            weights=[45 if count <= 60 else 10, 25, 12, 8, 6],
        )[0]
        tags = chance.choices(
            [("exercise",), ("block",), tuple(chance.sample(EXERCISES, 4)), tuple(chance.sample(BLOCKS, 2))],
            weights=[30, 25, 25, 20],
        )[0]
        effect = Effect.BLOCKED if chance.random() < 0.55 else Effect.CONSULT_DOCTOR
        name = f"rule_{number}"
        rules[name] = Rule(
            name, "generated", "area", name, tags, when, effect, "Said.", (), (), next_step=NextStep.DOCTOR
        )
    kinds = {"exercise": EXERCISES, "block": BLOCKS}
    interventions = {
        name: Intervention(name, name, frozenset({name, kind}), ())
        for kind, several in kinds.items()
        for name in several
    }
    pack = Pack("generated", True, "Generated", "1", "2026-01-01", "draft", {}, (), ())
    return RuleSet(vocabulary, {}, {}, {}, interventions, rules, (pack,))


def _vocabulary(count: int) -> Vocabulary:
    def fact(name: str, type_: FactType, worse: Worse, **more: Anything) -> Fact:
        return Fact(name, "all", type_, f"{name}?", worse, True, AnsweredBy.EITHER, **more)

    facts = [
        fact(name, kind, Worse.HIGHER, minimum=low, maximum=high, typical=typical)
        for name, (kind, low, high, typical, _) in NUMBERS.items()
    ]
    facts += [
        fact(name, FactType.CHOICE, Worse.DEPENDS, choices=dict.fromkeys(words, ""), typical=words[0])
        for name, words in CHOICES.items()
    ]
    facts += [
        fact(f"flag_{number}", FactType.BOOLEAN, Worse.TRUE, typical=False) for number in range(count - len(facts))
    ]
    return Vocabulary((FactGroup("all", "All", tuple(facts)),))


def _leaf(chance: random.Random, fact: Fact) -> Condition:
    if fact.type is FactType.BOOLEAN:
        return IsTrue(fact.name)
    if fact.type is FactType.CHOICE:
        return OneOf(fact.name, tuple(chance.sample(list(fact.choices)[1:], chance.choice([1, 2]))))
    threshold = Decimal(chance.choice(NUMBERS[fact.name][4]))
    return Compare(
        fact.name,
        chance.choice([Operator.ABOVE, Operator.AT_LEAST]),
        int(threshold) if fact.type is FactType.INTEGER else threshold,
    )


def main() -> None:
    """Print every figure."""
    shipped()
    for count, target in TARGETS.items():
        many(count, target)
    for count, most in DIFF_TARGETS.items():
        two_versions(count, most)
    side_by_side("shipped rules", load_rules().ruleset)
    for count in TARGETS:
        side_by_side(f"{count:,} generated rules", generated(count))


def shipped() -> None:
    """All checks on the shipped rules, one by one, and an override."""
    ruleset = load_rules().ruleset
    print(f"All checks on the {len(ruleset.rules)} shipped rules and {len(ruleset.invariants)} invariants")
    print(f"  together                  {best(lambda: check(ruleset)) * 1e3:8.1f} ms   (target: at most 500 ms)")
    prover = Prover(ruleset, variants(ruleset))
    prover.world.forms  # noqa: B018  # found once, for all
    for each in CHECKS:
        cost = best(lambda each=each: list(each.run(prover)), 3)  # type: ignore[misc]
        print(f"    {each.name:24}{cost * 1e3:8.1f} ms")
    stricter: Mapping[str, int] = {"max_repetitions": 8}
    print(f"  an override               {best(lambda: loosened(ruleset, stricter)) * 1e3:8.1f} ms")


def many(count: int, target: float) -> None:
    """All checks on generated rules, and the memory they take."""
    ruleset = generated(count)
    cost = best(lambda: check(ruleset), 3 if count < 1_000 else 1)
    tracemalloc.start()
    findings = check(ruleset)
    memory = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    print(
        f"All checks on {count:5,} generated rules {cost:8.3f} s    (target: at most {target} s)"
        f"   {memory:.0f} MB, {len(findings)} findings"
    )


def two_versions(count: int, most: float) -> None:
    """The difference between generated rules and the same with one rule in ten dropped, narrowed or made milder."""
    old, chance = generated(count), random.Random(2)
    rules = dict(old.rules)
    for name in chance.sample(list(rules), count // 10):
        rule, kind = rules[name], chance.choice(["dropped", "narrowed", "milder"])
        if kind == "dropped":
            del rules[name]
        elif kind == "narrowed":
            rules[name] = replace(rule, when=All((rule.when, IsTrue("flag_3"))))
        else:
            rules[name] = replace(rule, effect=Effect.CONSULT_DOCTOR)
    new = replace(old, rules=rules)
    cost, found = best(lambda: diff(old, new)) * 1e3, diff(old, new)
    print(
        f"Two versions of {count:5,} generated rules  {cost:8.1f} ms   (target: at most {most:,} ms)"
        f"   {len(found.shifts)} shifts, {len(found.not_proved)} not proved"
    )


def best(work: Callable[[], object], repeats: int = 5) -> float:
    """The shortest of several runs, in seconds of processor time."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


# The same questions for everyone: can a rule apply, does it change something, does a worse value loosen anything?


def ours(ruleset: RuleSet) -> Iterator[bool]:
    """By boxes."""
    prover = Prover(ruleset)
    world, pool = prover.world, prover.pool
    for group in world.groups:
        for form in group.objecting:
            yield prover.somebody(pool.members(form.applies), world.contradictory, group) is not None
            others = union(each.may_apply for each in group.objecting if each is not form)
            yield prover.somebody(pool.members(form.may_apply), others | world.contradictory, group) is not None
        for position, scale in enumerate(world.scales.values()):
            for cell in range(scale.size - 1):
                for here, there in ((cell, cell + 1), (cell + 1, cell)):
                    for demand in DEMANDS:
                        boxes = group.demanding[demand]
                        yield prover.loosened_by(position, here, there, group, boxes) is not None


def theirs(ruleset: RuleSet, logic: Anything) -> Iterator[bool]:
    """By formulas; ``logic`` writes and solves them."""
    prover = Prover(ruleset)
    for group in prover.world.groups:
        bound_rules = {each.rule.id: each for each in ruleset.bound(group.intervention).objecting}
        rules = [bound_rules[each.rule.id] for each in group.objecting]
        for bound in rules:
            yield logic.somebody(logic.consistent({}), logic.evidence(bound.when, {}))
            others = logic.demands([each for each in rules if each is not bound], Outcome.CONSULT_DOCTOR, {})
            open_ = logic.negation(logic.evidence(bound.when, {}, against=True))
            yield logic.somebody(logic.consistent({}), open_, logic.negation(others))
        for name, scale in prover.world.scales.items():
            shown = [scale.readable(cell, None) for cell in range(scale.size)]
            for cell in range(scale.size - 1):
                for here, there in ((cell, cell + 1), (cell + 1, cell)):
                    one, other = {name: shown[here]}, {name: shown[there]}
                    for demand in DEMANDS:
                        yield logic.somebody(
                            logic.consistent(one),
                            logic.consistent(other),
                            logic.demands(rules, demand, one),
                            logic.negation(logic.demands(rules, demand, other)),
                        )


def side_by_side(what: str, ruleset: RuleSet) -> None:
    """Total time of each engine on the same questions, and whether they agree."""
    print(f"The same questions about {what}")
    expected = _timed("boxes", lambda: ours(ruleset), None)
    for name, make in (("python-sat (CaDiCaL)", _pysat), ("z3", _z3)):
        try:
            logic = make(ruleset)
        except ImportError:
            print(f"  {name:24} not installed")
            continue
        _timed(name, lambda logic=logic: theirs(ruleset, logic), expected)  # type: ignore[misc]


def _timed(name: str, work: Callable[[], Iterator[bool]], expected: list[bool] | None) -> list[bool]:
    start, answers = time.process_time(), []
    for answer in work():
        answers.append(answer)
        if time.process_time() - start > LONGEST:
            break
    cost = time.process_time() - start
    agreed = (
        "" if expected is None else "  same answers" if answers == expected[: len(answers)] else "  DIFFERENT ANSWERS"
    )
    cut = "" if expected is None or len(answers) == len(expected) else f"  given up after {len(answers):,}"
    print(f"  {name:24} {cost:8.2f} s   {len(answers):,} questions{agreed}{cut}")
    return answers


def _pysat(ruleset: RuleSet) -> Anything:
    from tests.proof.sat import Sat

    return Sat(ruleset)


def _z3(ruleset: RuleSet) -> Anything:
    from smt import Smt

    return Smt(ruleset)


if __name__ == "__main__":
    sys.path.insert(0, ".")
    main()
