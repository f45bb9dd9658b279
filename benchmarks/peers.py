"""Sixty rules in other rule engines beside this library: what one decision costs, and what a missing fact does.

Each engine gets the same rules and the same people, of whom everything is known, since few engines can say otherwise.
First every outcome is compared with ours, then each engine takes turns with this library, so that the ratios hold
where the times do not. Engines that are not installed are skipped, visibly: ``pip install --group bench``.
"""

from __future__ import annotations

import gc
import logging
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

import expressions
import matchers
from chain import Hand, LookUp
from expressions import Judge, Person
from sciatica_rules import Rules
from sciatica_rules.outcome import Outcome
from sixty import CONSENT, INTERVENTION, benign, people, sixty

PEOPLE, TURNS, SECONDS = 2_000, 15, 0.02
"""How many outcomes are compared; how often an engine takes its turn with us, for about how long."""

MISSING = {"sign_5": "blocks where true", "count_6": "blocks where high", CONSENT: "blocks where false"}
"""Facts that block all by themselves."""


class Peer(NamedTuple):
    """An engine, in one way of using it."""

    package: str
    make: Callable[[Rules], Judge]
    way: str = ""


PEERS = (
    Peer("zen-engine", expressions.zen_expression, "expression"),
    Peer("zen-engine", expressions.zen_table, "table"),
    Peer("common-expression-language", expressions.cel_rust),
    Peer("cel-python", expressions.cel_python),
    Peer("cedarpy", expressions.cedar),
    Peer("regopy", expressions.rego),
    Peer("panzi-json-logic", expressions.json_logic),
    Peer("rule-engine", expressions.rule_engine),
    Peer("business-rules", matchers.business_rules),
    Peer("durable_rules", matchers.durable_rules),
    Peer("experta", matchers.experta),
    Peer("OpenFisca-Core", matchers.openfisca),
)


class Turns(NamedTuple):
    """What one engine takes beside this library, in microseconds of processor time for one person."""

    peer: list[float]
    read: list[float]
    told: list[float]

    def ratios(self, ours: list[float]) -> float:
        """How many times as long the engine takes: the median of all turns."""
        return statistics.median(theirs / own for theirs, own in zip(self.peer, ours, strict=True))


def main() -> None:
    """Print every table."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    rules = sixty()
    told = list(people(rules, PEOPLE))
    read = [rules.read(person) for person in told]
    expected = [rules.outcome(person, INTERVENTION) for person in read]
    counts = ", ".join(f"{expected.count(outcome)} {outcome}" for outcome in Outcome)
    print(f"{len(rules.rules)} rules over {len(rules.facts)} facts; {PEOPLE:,} people: {counts}")
    print(f"  {'':44} {'agrees':>7} {'min us':>9} {'median':>9} {'x read':>8} {'x mapping':>9}")
    judges: dict[str, Judge] = {"sciatica_rules": lambda person: rules.outcome(person, INTERVENTION)}
    best: dict[str, tuple[float, float]] = {}
    chain = Hand(rules, LookUp.ALL).chain(INTERVENTION)
    for name, judge in [("if-chain by hand, all facts given", chain), *_installed(rules)]:
        agree = sum(judge(person) is found for person, found in zip(told, expected, strict=True)) / PEOPLE
        turns = _turns(judge, rules, told, read)
        ratios = turns.ratios(turns.read), turns.ratios(turns.told)
        times = f"{min(turns.peer):9.2f} {statistics.median(turns.peer):9.2f}"
        print(f"  {name:44} {agree:7.1%} {times} {ratios[0]:8.1f} {ratios[1]:9.1f}")
        judges[name] = judge
        if judge is not chain:
            best[name] = ratios
    if best:
        for ours, what in enumerate(("profile read", "plain mapping")):
            name = min(best, key=lambda peer: best[peer][ours])
            print(f"best peer against a {what}: {name}, {best[name][ours]:.1f} x as long")
    missing(judges, benign(rules))


def missing(judges: dict[str, Judge], person: Person) -> None:
    """What each answers of somebody to whom nothing objects, of whom one fact is not told, or is None."""
    print("and of somebody to whom no rule objects, of whom one fact is absent, or None: " + ", ".join(MISSING))
    for name, judge in judges.items():
        answers = [_answer(judge, person)]
        for fact in MISSING:
            answers.append(_answer(judge, {other: value for other, value in person.items() if other != fact}))
            answers.append(_answer(judge, {**person, fact: None}))
        print(f"  {name:44} " + " ".join(f"{answer:21}" for answer in answers))


def _installed(rules: Rules) -> list[tuple[str, Judge]]:
    """The engines that are there and take the rules; of the others it is said why not."""
    found = []
    for peer in PEERS:
        name = f"{peer.package} {peer.way}".strip()
        try:
            found.append((f"{peer.package} {version(peer.package)} {peer.way}".strip(), peer.make(rules)))
        except PackageNotFoundError:
            print(f"  {name:44} skipped: not installed")
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in an engine is said, and the next one tried
            print(f"  {name:44} skipped: {type(error).__name__} while it read the rules")
    return found


def _answer(judge: Judge, person: Person) -> str:
    """What comes out, be it an error."""
    try:
        return str(judge(person))
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is its answer
        return type(error).__name__


def _turns(judge: Judge, rules: Rules, told: Sequence[Person], read: Sequence[Any]) -> Turns:
    """The engine and this library in turns on the same people; a slow engine is given fewer of them."""
    begun = time.process_time()
    for person in told[:5]:
        judge(person)
    share = max(5, min(400, int(SECONDS / ((time.process_time() - begun) / 5))))
    found = Turns([], [], [])
    for turn in range(TURNS):
        some = slice(turn * share % PEOPLE, turn * share % PEOPLE + share)
        found.peer.append(_each(judge, told[some], ()))
        found.read.append(_each(rules.outcome, read[some], (INTERVENTION,)))
        found.told.append(_each(rules.outcome, told[some], (INTERVENTION,)))
    return found


def _each(work: Callable[..., object], some: Sequence[Any], more: tuple[str, ...]) -> float:
    """Microseconds of processor time for one person, over as many rounds as it takes to tell."""
    gc.collect()
    rounds, took, begun = 0, 0.0, time.process_time()
    while took < SECONDS:
        for person in some:
            work(person, *more)
        rounds += 1
        took = time.process_time() - begun
    return took / rounds / len(some) * 1e6


if __name__ == "__main__":
    main()
