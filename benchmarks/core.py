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
from collections.abc import Callable
from functools import partial
from pathlib import Path

from patients import patients
from sciatica_rules import load_rules
from sciatica_rules.reading.load import load_ruleset
from sciatica_rules.reading.shipped import shipped_rules

PATIENTS = 10_000
GENERATED_RULES = 1_000
PYDANTIC = "import pydantic.main, pydantic.fields"
BOTH = f"{PYDANTIC}, sciatica_rules"


def main() -> None:
    """Print every figure."""
    imports()
    reading()
    decisions()
    population()


def imports() -> None:
    """What ``import sciatica_rules`` adds to ``import pydantic``, each in a fresh interpreter, the best of many.

    ``import pydantic`` alone loads next to nothing; who uses it for one model loads what ``PYDANTIC`` names.
    """
    found = {statement: min(_import_time(statement) for _ in range(20)) for statement in ("pass", PYDANTIC, BOTH)}
    print("Import (processor time)")
    print(f"  pydantic, for any model   {(found[PYDANTIC] - found['pass']) * 1e3:8.1f} ms")
    print(f"  sciatica_rules adds       {(found[BOTH] - found[PYDANTIC]) * 1e3:8.1f} ms   (target: at most 40 ms)")


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
    """One decision by the reference evaluator, from a plain mapping."""
    rules = load_rules()
    people = list(patients(rules, 300))
    print("One decision, from a plain mapping (median)")
    profile = _median([partial(rules.profile_model.model_validate, person) for person in people])
    print(f"  validate a typed profile  {profile * 1e3:8.3f} ms   (for comparison)")
    for intervention in ("exercise_therapy", "prone_press_up", "nerve_block_lidocaine"):
        whole = _median([partial(rules.screen, person, intervention) for person in people])
        alone = _median([partial(rules.outcome, person, intervention) for person in people])
        print(f"  {intervention:25} {whole * 1e3:8.3f} ms   (target: at most 1 ms; outcome alone {alone * 1e3:.3f})")


def population() -> None:
    """Which answers simulated patients get, and how many only because something was not asked."""
    rules = load_rules()
    people = list(patients(rules, PATIENTS))
    for intervention in ("exercise_therapy", "nerve_block_lidocaine"):
        shares: Counter[tuple[str, str]] = Counter()
        for person in people:
            decision = rules.screen(person, intervention)
            shares[decision.outcome.value, decision.next_step.value] += 1
        print(f"{intervention}, {PATIENTS:,} simulated patients")
        for (outcome, step), number in sorted(shares.items()):
            print(f"  {outcome:15} {step:10} {number / PATIENTS:7.1%}")
        print(f"  only because something was not asked: {shares['consult_doctor', 'answer'] / PATIENTS:.1%}")


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


def _median(works: list[Callable[[], object]]) -> float:
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
