"""What a population comes to, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from rich.text import Text

from ...outcome import Effect, Outcome
from ...population.summary import Summary
from ...profile import allowed_values
from ...version import __version__
from ...wording import SAFETY_NET, people, share
from ..page import BOLD, CARE, DIM, Page
from .stamp import show_stamp
from .words import NAMES, STYLES

SHOWN_AT_MOST, FEW_MORE = 8, 2
"""A list is cut only where that saves more than a few lines."""

_SHARE, _NAME, _COUNT = 7, 16, 14
_EFFECTS = {Effect.BLOCKED: "blocks", Effect.CONSULT_DOCTOR: "asks for a doctor"}


def show_summary(page: Page, summary: Summary, everything: bool) -> None:
    """How many were judged how, by which rules, and what to ask."""
    title = summary.intervention.title
    page.line((f"{people(summary.rows)} screened: {title[:1].lower()}{title[1:]}", BOLD))
    page.blank()
    _outcomes(page, summary)
    applying = [
        (each.rule.title, f"{each.rule.id}, {_EFFECTS[each.rule.effect]}", each.applies) for each in summary.applying()
    ]
    _ranking(page, summary, "Rules that apply most often", "", applying, everything)
    undetermined = [(each.rule.title, each.rule.id, each.undetermined) for each in summary.undetermined()]
    _ranking(page, summary, "Rules that most often cannot be told", "Answers are missing.", undetermined, everything)
    missing = [(each.fact.question, each.fact.name, each.missing) for each in summary.missing()]
    explained = "Unknown, of people who are not blocked, while a rule asks it and cannot be told."
    _ranking(page, summary, "Questions most often missing", explained, missing, everything)
    invalid = [(f"{each.fact.name}: {allowed_values(each.fact)}", "", each.invalid) for each in summary.invalid()]
    explained = "They count as unknown, and nobody with one is allowed."
    _ranking(page, summary, "Answers out of range", explained, invalid, everything)
    _without_column(page, summary)
    _limits(page, summary)


def _outcomes(page: Page, summary: Summary) -> None:
    width = page.width - 2 - _NAME - 2 - _SHARE - 2 - _COUNT - 4
    for outcome in Outcome:
        rows = summary.outcomes[outcome]
        filled = -(-width * rows // summary.rows) if summary.rows else 0
        bar = Text(("\u2588" if page.coloured else "#") * filled, STYLES[outcome])
        name = Text(NAMES[outcome], STYLES[outcome])
        figures = [Text(share(rows, summary.rows).rjust(_SHARE)), Text(f"{rows:,}".rjust(_COUNT))]
        page.row([name, *figures, bar], [_NAME, _SHARE, _COUNT, width])


def _ranking(
    page: Page,
    summary: Summary,
    title: str,
    explained: str,
    entries: Sequence[tuple[str, str, int]],
    everything: bool,
) -> None:
    """A list with the most frequent first; nothing where it is empty."""
    if not entries:
        return
    cut = not everything and len(entries) > SHOWN_AT_MOST + FEW_MORE
    shown = entries[:SHOWN_AT_MOST] if cut else entries
    page.heading(
        f"{title} ({len(entries)})" if not cut else f"{title} ({SHOWN_AT_MOST} of {len(entries)}; --all shows them)"
    )
    if explained:
        page.line((explained, DIM), indent=2)
    longest = max(len(f"{rows:,}") for _, _, rows in shown)
    widths = [_SHARE, longest, page.width - 2 - _SHARE - 2 - longest - 2]
    for said, name, rows in shown:
        words = Text(said)
        if name:
            words.append(f" ({name})", DIM)
        page.row([Text(share(rows, summary.rows).rjust(_SHARE)), Text(f"{rows:,}".rjust(longest)), words], widths)


def _without_column(page: Page, summary: Summary) -> None:
    names = [each.fact.name for each in summary.without_column()]
    if not names:
        return
    page.heading(f"Facts without a column ({len(names)})")
    explained = "Nobody was asked. Some follow from other answers, or are assumed where nobody says otherwise."
    page.line((explained, DIM), indent=2)
    page.line(", ".join(names), indent=2)
    for fact, column in summary.near.items():
        page.line((f"Is {fact} in column {column!r}? Then say --column {quote(f'{fact}={column}')}", CARE), indent=2)


def _limits(page: Page, summary: Summary) -> None:
    page.blank()
    page.line((SAFETY_NET, CARE))
    page.blank()
    page.line((summary.review, BOLD))
    show_stamp(page, summary.stamp, f"sciatica-rules {__version__}")
