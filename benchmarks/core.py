"""What the core costs, measured side by side in one run: ``make bench``.

Absolute times depend on the machine; the ratios beside them are what to compare between two versions.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from patients import patients
from sciatica_rules import Decision, NextStep, Outcome, Rules, load_rules, reference
from sciatica_rules.profile import read_profile
from sciatica_rules.reading.load import load_ruleset
from sciatica_rules.reading.shipped import shipped_rules

PATIENTS = 10_000
GENERATED_RULES = 1_000
PYDANTIC = "import pydantic.main, pydantic.fields"
IMPORTS = {
    "import sciatica_rules": "import sciatica_rules",
    "the verbs and words": "from sciatica_rules import load_rules, screen, Outcome, NextStep, ProfileError",
    "and Decision": "from sciatica_rules import load_rules, screen, Outcome, NextStep, ProfileError, Decision",
    "and Rules, Session": "from sciatica_rules import load_rules, screen, Outcome, Decision, Rules, Session",
    "and PatientProfile": "from sciatica_rules import *",
    "and the rules read": "import sciatica_rules; sciatica_rules.load_rules()",
    "and one person screened": "import sciatica_rules; sciatica_rules.screen({}, 'exercise_therapy')",
}
"""What a program does first, and what that adds to ``PYDANTIC``."""


def main() -> None:
    """Print every figure."""
    imports()
    reading()
    decisions()
    population()


def imports(runs: int = 30) -> None:
    """What importing the package adds to importing pydantic: fresh interpreters in turns, the median and the least.

    ``import pydantic`` alone loads next to nothing; who uses it for one model loads what ``PYDANTIC`` names.
    """
    statements = {"nothing": "pass", "pydantic": PYDANTIC} | {
        name: f"{PYDANTIC}; {statement}" for name, statement in IMPORTS.items()
    }
    found: dict[str, list[float]] = {name: [] for name in statements}
    for _ in range(runs):
        for name, statement in statements.items():
            found[name].append(_import_time(statement))
    print(f"Import (processor time of {runs} runs: median of the differences, difference of the least)")
    _print_added("pydantic, for any model", found["pydantic"], found["nothing"], "")
    for name in IMPORTS:
        target = "   (target: at most 40 ms)" if name == "import sciatica_rules" else ""
        _print_added(name, found[name], found["pydantic"], target)


def _print_added(name: str, times: list[float], without: list[float], target: str) -> None:
    median = statistics.median(one - other for one, other in zip(times, without, strict=True))
    print(f"  {name:25} {median * 1e3:8.1f} ms {(min(times) - min(without)) * 1e3:8.1f} ms{target}")


def reading() -> None:
    """Reading rule files, with the C loader and the pure one, and many generated rules."""
    print("Reading")
    shipped = _best(lambda: load_ruleset([shipped_rules()], loader="c"))
    pure = _best(lambda: load_ruleset([shipped_rules()], loader="pure"), repeats=2)
    print(f"  shipped rules, C loader   {shipped * 1e3:8.1f} ms   (target: at most 150 ms)")
    print(f"  shipped rules, pure       {pure * 1e3:8.1f} ms   ({pure / shipped:.1f} times the C loader)")
    with tempfile.TemporaryDirectory() as folder:
        _write_rules(Path(folder) / "generated", GENERATED_RULES)
        many = _best(lambda: load_ruleset([shipped_rules(), Path(folder) / "generated"]), repeats=3)
    print(f"  and {GENERATED_RULES:,} generated rules {many - shipped:8.2f} s    (target: at most 2 s)")


def decisions() -> None:
    """One decision from a plain mapping, by the reference evaluator and as ``rules.screen`` makes it."""
    rules = load_rules()
    people = list(patients(rules, 300))
    print("One decision, from a plain mapping (median, processor time)")
    profile = _median([partial(rules.profile_model.model_validate, person) for person in people])
    print(f"  validate a typed profile  {profile * 1e3:8.3f} ms   (for comparison)")
    for intervention in ("exercise_therapy", "prone_press_up", "nerve_block_lidocaine"):
        works = [partial(rules.screen, person, intervention) for person in people]
        by_reference = [partial(_screen_by_reference, rules, person, intervention) for person in people]
        reference, whole = _median(by_reference), _median(works)
        print(f"  {intervention:25} {reference * 1e3:8.3f} ms   (target: at most 1 ms; rules.screen {whole * 1e3:.3f})")


def _screen_by_reference(rules: Rules, person: Mapping[str, Any], intervention: str) -> Decision:
    return reference.screen(rules.ruleset, read_profile(person, rules.ruleset.vocabulary), intervention)


def population() -> None:
    """Which answers simulated patients get, and how many only because something was not asked."""
    rules = load_rules()
    for intervention in ("exercise_therapy", "nerve_block_lidocaine"):
        shares: Counter[tuple[Outcome, NextStep]] = Counter()
        not_asked = 0
        for person in patients(rules, PATIENTS, considered_for=intervention):
            decision = rules.screen(person, intervention)
            shares[decision.outcome, decision.next_step] += 1
            # No rule applies and no answers contradict each other: otherwise at least a doctor would be asked for.
            not_asked += decision.outcome is Outcome.CONSULT_DOCTOR and decision.at_least is Outcome.ALLOWED
        print(f"{intervention}, {PATIENTS:,} simulated patients")
        for (outcome, step), number in sorted(shares.items()):
            print(f"  {outcome.value:15} {step.value:10} {number / PATIENTS:7.1%}")
        print(f"  consult_doctor only because something was not asked: {not_asked / PATIENTS:.1%}")


def _import_time(statement: str) -> float:
    program = f"{statement}; import time; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _best(work: Callable[[], object], repeats: int = 7) -> float:
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _median(works: Sequence[Callable[[], object]]) -> float:
    times = []
    for work in works:
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _write_rules(folder: Path, count: int) -> None:
    """A pack of generated rules: benchmark data only."""
    (folder / "made_up").mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        'id: generated\nkind: pack\ntitle: Generated\nversion: "0.1.0"\ndate: "2026-01-01"\nstatus: draft\n'
        "areas: {made_up: Made up}\ncovers: [made up things]\nnot_covered: [real things]\n"
    )
    for number in range(count):
        (folder / "made_up" / f"generated_{number}.yaml").write_text(
            f"id: generated_{number}\ntitle: Generated rule {number}\napplies_to: [exercise_therapy]\n"
            f"when:\n  all:\n    - {{pain_nrs: {{at_least: {number % 10 + 1}}}}}\n"
            "    - any: [fever, {not: warmed_up}]\n"
            "effect: consult_doctor\nnext_step: doctor\nmessage: A made-up rule.\naction: Nothing.\n"
            'sources: [our_proposal]\nstatus: draft\nreview_by: "2027-01-01"\n'
            "examples:\n  - {given: {}, expect: undetermined}\n"
        )


if __name__ == "__main__":
    main()
