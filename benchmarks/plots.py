"""Draw what ``benchmarks/population.py --json FILE`` wrote: ``python benchmarks/plots.py FOLDER FILE...``.

One picture for each question: how the time grows with people, with rules, and with what is unknown. It is the time of
the processor, which others who use the machine hardly change; of several runs, the least. The same figures give the
same pictures, byte for byte. Each brings its own background, and colours for readers who like it dark.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl  # type: ignore[import-not-found,import-untyped,unused-ignore]
from matplotlib.axes import Axes  # type: ignore[import-not-found,import-untyped,unused-ignore]
from matplotlib.figure import Figure  # type: ignore[import-not-found,import-untyped,unused-ignore]
from matplotlib.ticker import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
    FixedLocator,
    FuncFormatter,
    NullLocator,
)

Measured = dict[str, Any]

PAPER, INK, FAINT, OURS, THEIRS = "#ffffff", "#24292f", "#d8dce2", "#0b62b8", "#b3541e"
DARK = {PAPER: "#1e2129", INK: "#e4e6ea", FAINT: "#41464f", OURS: "#6db3f8", THEIRS: "#f2a266"}
STYLE: dict[Any, Any] = {
    "axes.edgecolor": INK, "axes.labelcolor": INK, "axes.spines.right": False, "axes.spines.top": False,
    "axes.facecolor": PAPER, "figure.constrained_layout.h_pad": 0.1, "figure.facecolor": PAPER,
    "figure.titlesize": 12, "figure.titleweight": "bold",
    "font.family": ["DejaVu Sans", "sans-serif"], "font.sans-serif": ["DejaVu Sans"], "font.size": 11,
    "grid.color": FAINT, "lines.linewidth": 2, "lines.markersize": 5, "svg.fonttype": "none",
    "svg.hashsalt": "sciatica-rules", "text.color": INK, "xtick.color": INK, "ytick.color": INK,
}  # fmt: skip


BY_HAND, ONE_THREAD = "by hand", "kernel, one thread"
ABOVE, BELOW, BELOW_RIGHT = (-8, 7, "right"), (-8, -18, "right"), (8, -16, "left")


class Line(NamedTuple):
    """One way of screening, and how it is drawn."""

    label: str
    way: str
    colour: str
    dashes: str = "-"


class Place(NamedTuple):
    """Where the name of a line stands: at one of its points, so far to the right and up, on which side."""

    point: int
    shift: tuple[int, int, str]


class Axis(NamedTuple):
    """What grows, how it is called, and where the names of the lines have room."""

    key: str
    title: str
    name: Callable[[float], str]
    places: tuple[Place, Place, Place]
    logarithmic: bool = True


def short(count: float) -> str:
    """A number as it is said: 10,000 or 1 million."""
    return f"{count / 1e6:g} million" if count >= 1_000_000 else f"{count:,.0f}"


PEOPLE = Axis("rows", "People", short, (Place(-1, ABOVE), Place(-2, BELOW_RIGHT), Place(-1, ABOVE)))
RULES = Axis("rules", "Rules", short, (Place(-1, ABOVE), Place(-2, BELOW_RIGHT), Place(-1, ABOVE)))
UNKNOWN = Axis(
    "unknown", "Share of the answers that is unknown", lambda share: f"{share:.0%}",
    (Place(-1, BELOW), Place(-1, BELOW), Place(-1, ABOVE)), logarithmic=False,
)  # fmt: skip


def main() -> None:
    """Draw every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    asked = parser.parse_args()
    runs = [json.loads(run.read_text(encoding="utf-8")) for run in asked.runs]
    figures = with_best_by_hand(least([figure for run in runs for figure in run["figures"]]))
    for name, drawn in pictures(figures, runs[0]["machine"]["threads"]).items():
        (asked.folder / f"{name}.svg").write_text(drawn, encoding="utf-8")


def pictures(figures: list[Measured], threads: int) -> dict[str, str]:
    """The pictures by their names."""
    lines = (
        Line("Polars, written by hand", BY_HAND, THEIRS),
        Line("this library, one thread", ONE_THREAD, OURS),
        Line(f"this library, {threads} threads", f"kernel, {threads} threads", OURS, "--"),
    )
    usual = [each for each in figures if each["rules"] == 60 and each["unknown"] == 0.1]
    million = [each for each in figures if each["rows"] == 1_000_000]
    growing = [each for each in million if each["unknown"] == 0.1]
    shares = [each for each in million if each["rules"] == 60]
    (few, slower), *_, (many, slowest) = ratios(growing, "rules")
    by_rules = f"{slower:.0f} times as long at {few} rules, {slowest:.0f} times at {many:,}"
    return {
        "people": picture(usual, PEOPLE, lines, f"60 rules: Polars by hand works {span(usual, 'rows')} times as long"),
        "rules": picture(growing, RULES, lines, f"Polars by hand works {by_rules}"),
        "unknown": picture(
            shares, UNKNOWN, lines, f"However much is unknown: Polars works {span(shares, 'unknown')} times as long"
        ),
    }


def least(figures: list[Measured]) -> list[Measured]:
    """Each way in each table once, with the least time of the processor that it took."""
    best: dict[tuple[Any, ...], Measured] = {}
    for each in sorted(figures, key=lambda each: float(each["processor_seconds"])):
        if each["series"] != "outputs":
            best.setdefault((each["rules"], each["rows"], each["unknown"], each["way"]), each)
    return list(best.values())


def with_best_by_hand(figures: list[Measured]) -> list[Measured]:
    """The same, and for each table the fastest of what was written by hand as a way of its own."""
    by_hand: dict[tuple[Any, ...], Measured] = {}
    for each in figures:  # the fastest comes first
        if each["way"].startswith("Polars, "):
            by_hand.setdefault((each["rules"], each["rows"], each["unknown"]), {**each, "way": BY_HAND})
    return [*figures, *by_hand.values()]


def ratios(figures: list[Measured], key: str) -> list[tuple[Any, float]]:
    """How many times as long as one thread of ours the best by hand takes, with what grows."""
    by_hand, ours = (
        {each[key]: each["processor_seconds"] for each in figures if each["way"] == way}
        for way in (BY_HAND, ONE_THREAD)
    )
    return [(at, by_hand[at] / ours[at]) for at in sorted(ours)]


def span(figures: list[Measured], key: str) -> str:
    """The least and the greatest of these ratios."""
    found = [round(ratio) for _, ratio in ratios(figures, key)]
    return " to ".join(map(str, dict.fromkeys((min(found), max(found)))))


def picture(figures: list[Measured], axis: Axis, lines: tuple[Line, Line, Line], title: str) -> str:
    """Time against one thing that grows."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.6, 4.3), layout="constrained")
        figure.suptitle(title, x=0.015, horizontalalignment="left")
        axes = figure.add_subplot()
        for line, place in zip(lines, axis.places, strict=True):
            _draw(axes, [each for each in figures if each["way"] == line.way], axis.key, line, place)
        _scales(axes, axis, sorted({each[axis.key] for each in figures}))
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return light_and_dark(written.getvalue())


def _draw(axes: Axes, figures: list[Measured], key: str, line: Line, place: Place) -> None:
    points = sorted((each[key], each["processor_seconds"]) for each in figures)
    axes.plot(*zip(*points, strict=True), line.dashes, color=line.colour, marker="o")
    right, up, side = place.shift
    paper: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
    words: dict[str, Any] = {"color": line.colour, "ha": side, "bbox": paper, "textcoords": "offset points"}
    axes.annotate(line.label, points[place.point], (right, up), **words)


def _scales(axes: Axes, axis: Axis, across: list[float]) -> None:
    axes.set_xlabel(axis.title)
    axes.set_ylabel("Time of the processor")
    axes.margins(y=0.12)
    if axis.logarithmic:
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.yaxis.set_minor_locator(NullLocator())
    else:
        axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(FixedLocator(across))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda place, _number: axis.name(place)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda seconds, _number: duration(seconds)))
    axes.grid(axis="y")


def duration(seconds: float) -> str:
    """Seconds or milliseconds."""
    return f"{seconds:g} s" if seconds >= 1 else f"{seconds * 1e3:g} ms"


def light_and_dark(svg: str) -> str:
    """The same picture, which changes its colours for a reader who likes it dark."""
    swaps = "".join(
        f'[style*="{kind}: {light}"]{{{kind}:{dark}!important}}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
    )
    head, tag, rest = svg.partition("<defs>")
    return f"{head}<style>@media (prefers-color-scheme:dark){{{swaps}}}</style>\n {tag}{rest}"


if __name__ == "__main__":
    main()
