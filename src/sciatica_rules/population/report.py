"""What a population comes to, as one page that anybody can open: it needs no network and runs no script.

Every plot is a list of shares, each a bar below its own words, so that long questions stay readable on paper and on a
phone, where one large picture would shrink to nothing.
"""

from __future__ import annotations

from importlib.util import find_spec

from ..errors import MissingExtraError
from ..outcome import Effect, Outcome
from ..profile import allowed_values
from ..version import __version__
from ..wording import SAFETY_NET, final_say, people, share
from .summary import Summary

if find_spec("jinja2") is None:
    raise MissingExtraError("a report", "report")

from jinja2 import Environment, PackageLoader, StrictUndefined

_TEMPLATE = "report.html.jinja"

OUTCOMES = {
    Outcome.ALLOWED: ("Allowed", "No rule of this set objects. That does not mean safe, useful or right."),
    Outcome.CONSULT_DOCTOR: ("Consult a doctor", "A rule asks for a doctor, or an answer is missing or contradicted."),
    Outcome.BLOCKED: ("Blocked", "A rule that blocks applies."),
}
"""What each outcome is called, and what it says."""

EFFECTS = {Effect.BLOCKED: "blocks", Effect.CONSULT_DOCTOR: "asks for a doctor"}


def page(summary: Summary, source: str) -> str:
    """The report as HTML. ``source`` says which files were read."""
    environment = Environment(
        loader=PackageLoader("sciatica_rules", "population"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "share": lambda part: share(part, summary.rows),
        "percent": lambda part: f"{100 * part / summary.rows if summary.rows else 0:.4f}",
        "number": lambda number: f"{number:,}",
        "allowed_values": allowed_values,
    }
    return environment.get_template(_TEMPLATE).render(
        summary=summary,
        source=source,
        outcomes=[(outcome, *OUTCOMES[outcome], summary.outcomes[outcome]) for outcome in Outcome],
        effects=EFFECTS,
        people=people(summary.rows),
        safety_net=SAFETY_NET,
        final_say=final_say(summary.intervention.tags),
        packs=[summary.stamp.base, *summary.stamp.packs],
        engine=__version__,
    )
