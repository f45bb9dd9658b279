"""What one decision costs, beside the strongest if-chains that one would write by hand: ``make bench``.

All rows of a table are measured in turns in one run, each patient once and never seen before, so that the ratios hold
where the times do not: each row has copies of its own, or it would find them in the processor's cache where the row
before left them. The chains answer less: see ``chain.py``.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
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

Row = tuple[str, Callable[..., object], Sequence[Any], tuple[str, ...], str]


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
    again = [rules.read(raw) for raw in told]
    more = (intervention,)
    _table(
        [
            ("if-chain, every fact given", chains[LookUp.EACH], complete, (), ""),
            ("if-chain, all looked up at once", chains[LookUp.ALL], [dict(facts) for facts in complete], (), ""),
            ("if-chain, facts may be absent", chains[LookUp.ABSENT], [dict(raw) for raw in told], (), ""),
            ("rules.outcome, profile read", rules.outcome, read, more, "at most 1 x"),
            ("rules.outcome, plain mapping", rules.outcome, told, more, "at most 4 x"),
            ("rules.read", rules.read, [dict(raw) for raw in told], (), ""),
            ("rules.screen, profile read", rules.screen, again, more, "at most 60 us"),
            ("reference outcome", partial(reference_outcome, rules.ruleset), read[:300], more, ""),
            ("reference decision", partial(reference_screen, rules.ruleset), read[:300], more, ""),
        ]
    )


def every_intervention(rules: Rules, read: list[Profile]) -> None:
    """All outcomes at once."""
    print(f"all {len(rules.interventions)} interventions")
    _table([("rules.outcomes, profile read", rules.outcomes, read, (), "at most 150 us")])


def _complete(rules: Rules, profile: Profile) -> Mapping[str, Any]:
    """Every fact as a careful app would hold it for a chain: denials written out, None where nothing is known."""
    findings = establish(profile, rules.ruleset, frozenset(rules.facts), None)
    told = {Origin.ANSWERED, Origin.DENIED}
    return {name: finding.value if finding.origin in told else None for name, finding in findings.items()}


def _table(rows: list[Row]) -> None:
    """The median of each row, in turns of a hundred people, and how it stands to the faster chain."""
    times: list[list[int]] = [[] for _ in rows]
    gc.collect()
    longest = max(len(people) for _, _, people, _, _ in rows)
    for start in range(0, longest, 100):
        for (_, work, people, more, _), found in zip(rows, times, strict=True):
            for person in people[start : start + 100]:
                begun = time.perf_counter_ns()
                work(person, *more)
                found.append(time.perf_counter_ns() - begun)
    medians = [statistics.median(found) / 1e3 for found in times]
    base = min(medians[:2])
    for (name, _, _, _, target), median in zip(rows, medians, strict=True):
        print(f"  {name:32} {median:9.2f} us {median / base:8.2f} x   {target}")


if __name__ == "__main__":
    main()
