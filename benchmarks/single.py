"""What one decision costs, beside the strongest if-chains that one would write by hand: ``make bench``.

All rows of a table are measured in turns in one run, each patient once and never seen before, so that the ratios hold
where the times do not. The chains answer less: see ``chain.py``.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chain import Hand, LookUp
from patients import patients
from sciatica_rules import Rules, load_rules
from sciatica_rules.evidence import establish
from sciatica_rules.origin import Origin
from sciatica_rules.profile import Profile
from sciatica_rules.reference import outcome as reference_outcome
from sciatica_rules.reference import screen as reference_screen

PEOPLE = 3_000
INTERVENTIONS = ("exercise_therapy", "prone_press_up", "nerve_block_lidocaine")

Row = tuple[str, Callable[[Any], object], Sequence[Any], str]


def main() -> None:
    """Print every figure."""
    rules = load_rules()
    for raw in patients(rules, 500, seed=2):  # a service that has run for a while
        rules.screen_all(raw)
    told = list(patients(rules, PEOPLE))
    read = [rules.read(raw) for raw in told]
    complete = [_complete(rules, profile) for profile in read]
    for intervention in INTERVENTIONS:
        one_intervention(rules, intervention, told, read, complete)
    every_intervention(rules, read)


def one_intervention(
    rules: Rules, intervention: str, told: list[Any], read: list[Profile], complete: list[Mapping[str, Any]]
) -> None:
    """The outcome and the decision, from a profile that was read and from a plain mapping."""
    chains = {way: Hand(rules, way).chain(intervention) for way in LookUp}
    agree = sum(
        chains[LookUp.EACH](facts) is rules.outcome(profile, intervention)
        for facts, profile in zip(complete, read, strict=True)
    )
    print(f"{intervention}: the chain agrees about {agree / len(read):.1%} of {len(read):,} people")
    _table(
        [
            ("if-chain, every fact given", chains[LookUp.EACH], complete, ""),
            ("if-chain, all looked up at once", chains[LookUp.ALL], complete, ""),
            ("if-chain, facts may be absent", chains[LookUp.ABSENT], told, ""),
            ("rules.outcome, profile read", lambda p: rules.outcome(p, intervention), read, "at most 1 x"),
            ("rules.outcome, plain mapping", lambda p: rules.outcome(p, intervention), told, "at most 4 x"),
            ("rules.read", rules.read, told, ""),
            ("rules.screen, profile read", lambda p: rules.screen(p, intervention), read, "at most 60 us"),
            ("reference outcome", lambda p: reference_outcome(rules.ruleset, p, intervention), read[:300], ""),
            ("reference decision", lambda p: reference_screen(rules.ruleset, p, intervention), read[:300], ""),
        ]
    )


def every_intervention(rules: Rules, read: list[Profile]) -> None:
    """All outcomes at once."""
    print(f"all {len(rules.interventions)} interventions")
    _table([("rules.outcomes, profile read", rules.outcomes, read, "at most 150 us")])


def _complete(rules: Rules, profile: Profile) -> Mapping[str, Any]:
    """Every fact as a careful app would hold it for a chain: denials written out, None where nothing is known."""
    findings = establish(profile, rules.ruleset, frozenset(rules.facts), None)
    told = {Origin.ANSWERED, Origin.DENIED}
    return {name: finding.value if finding.origin in told else None for name, finding in findings.items()}


def _table(rows: list[Row]) -> None:
    """The median of each row, in turns of a hundred people, and how it stands to the faster chain."""
    times: list[list[int]] = [[] for _ in rows]
    gc.collect()
    longest = max(len(people) for _, _, people, _ in rows)
    for start in range(0, longest, 100):
        for (_, work, people, _), found in zip(rows, times, strict=True):
            for person in people[start : start + 100]:
                begun = time.perf_counter_ns()
                work(person)
                found.append(time.perf_counter_ns() - begun)
    medians = [statistics.median(found) / 1e3 for found in times]
    base = min(medians[:2])
    for (name, _, _, target), median in zip(rows, medians, strict=True):
        print(f"  {name:32} {median:9.2f} us {median / base:8.2f} x   {target}")


if __name__ == "__main__":
    main()
