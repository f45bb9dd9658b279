"""``population``: may these people do this, or have it done? One row of a file for each of them."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Annotated

import typer

from ...errors import PopulationError
from ...library import SHIPPED_BASE
from ...rules import Rules
from ..exits import ALLOWED, BadInput
from ..options import (
    AllowLooser,
    Base,
    ListFormat,
    ListOutputFormat,
    RuleFolders,
    RuleOptions,
    Settings,
    ShowAll,
    Without,
)
from ..page import Page
from ..progress import counted

if TYPE_CHECKING:
    from ...population.request import Request
    from ...population.summary import Summary

HELP = """May these people do this, or have it done? One row of a file for each of them.

IN is a file, a folder or a pattern in quotation marks; OUT is a file that does not exist yet.
Each ends in .parquet, .csv, .ndjson or .jsonl; the texts also in .gz. A column that is called
as a fact holds its answers: true or false, a number, or a word; empty or null is unknown.
Other columns are passed on. OUT is there whole, or not at all.

\b
Examples:
  sciatica-rules population people.parquet screened.parquet
  sciatica-rules population people.csv screened.csv --for bicycle --id patient
  sciatica-rules population 'in/*.parquet' out.parquet --report page.html

\b
Exit codes:
  0    every row was judged, whatever came out; read OUT for that
  2    something given cannot be used
  130  interrupted; OUT is as it was before

No clinician has reviewed the rules.
"""


class Output(str, Enum):
    """What is written of each person."""

    OUTCOME = "outcome"
    VERDICTS = "verdicts"
    REASONS = "reasons"


class OnInvalid(str, Enum):
    """What becomes of an answer outside of what its fact may hold."""

    REFUSE = "refuse"
    UNKNOWN = "unknown"


def population(
    source: Annotated[str, typer.Argument(metavar="IN", help="A file, a folder, or a pattern.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    interventions: Annotated[
        list[str], typer.Option("--for", metavar="INTERVENTION", help="What to screen for.", show_default=True)
    ] = ["exercise_therapy"],  # noqa: B006 - typer takes it as it stands, and never changes it
    output: Annotated[
        Output, typer.Option(metavar="WHAT", help="outcome, verdicts (of each rule) or reasons.")
    ] = Output.OUTCOME,
    only: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="COLUMN", help="Write this column and the result, no others. Repeatable."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FACT=COLUMN", help="Where a fact stands. Repeatable."),
    ] = None,
    on_invalid: Annotated[
        OnInvalid,
        typer.Option(metavar="HOW", help="Answers out of range: refuse, or unknown (and then never allowed)."),
    ] = OnInvalid.REFUSE,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with plots, e.g. report.html.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT and the report.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no summary.")] = False,
    form: ListOutputFormat = ListFormat.TEXT,
    everything: ShowAll = False,
    without: Without = None,
    rules: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    settings: Settings = None,
    allow_looser: AllowLooser = False,
) -> int:
    """Screen every row."""
    # Imported here: what the other commands need is there at once.
    from ...population.files.find import find_inputs, kind_of, refuse_output
    from ...population.files.run import read_files, screen_files

    if len(interventions) > 1:
        raise BadInput(f"--for: a table is screened for one thing at a time, not for {' and '.join(interventions)}")
    inputs = find_inputs(source)
    for target in (out, report) if report else (out,):
        refuse_output(target, inputs, force=force)
    kind_of(out)
    write_report = _report_writer(report, out, source)
    loaded = RuleOptions(rules, without, settings, allow_looser, base).load()
    request = _request(loaded, interventions[0], output, columns, on_invalid)
    kept = tuple(only) if only else None
    try:
        table = read_files(inputs, request, kept)
        with _ended_as_interrupted(), counted(table.total, "Screening", quiet=quiet) as progress:
            summary = screen_files(table, request, kept, out, progress)
    except PopulationError as error:
        raise BadInput(_in_options(error)) from None
    write_report(summary)
    if not quiet:
        _show(summary, form, everything)
    return ALLOWED


def _request(
    rules: Rules, intervention: str, output: Output, columns: Sequence[str] | None, on_invalid: OnInvalid
) -> Request:
    from ...population.request import Request

    try:
        request = Request(
            rules.ruleset, intervention, output.value, _read_columns(columns or ()), on_invalid=on_invalid.value
        )
    except PopulationError as error:
        raise BadInput(_in_options(error)) from None
    # One mapping serves for every intervention, whichever facts each of them reads.
    read = {fact.name for fact in request.program.facts}
    return replace(request, columns={fact: column for fact, column in request.columns.items() if fact in read})


def _read_columns(written: Sequence[str]) -> dict[str, str]:
    """``FACT=COLUMN`` as a mapping. Raises BadInput."""
    columns: dict[str, str] = {}
    for each in written:
        fact, equals, column = each.partition("=")
        if not equals or not column:
            raise BadInput(f"--column {each}: write a fact and a column, e.g. --column pain_nrs=pain")
        if fact in columns:
            raise BadInput(f"--column {fact}: given more than once")
        columns[fact] = column
    return columns


def _in_options(error: PopulationError) -> str:
    """The error as one who types options would put it."""
    text = str(error)
    for keyword, option in _AS_OPTIONS.items():
        text = text.replace(keyword, option)
    return text


_AS_OPTIONS = {
    "the frame": "the file",
    "set outcome_column to something else": "choose columns with --id",
    "set prefix to something else": "choose columns with --id",
    "map facts to columns": "say where they stand with --column FACT=COLUMN",
}


def _report_writer(report: Path | None, out: Path, source: str) -> Callable[[Summary], None]:
    """What writes the report, once there is something to tell. Raises MissingExtraError and BadInput."""
    if report is None:
        return lambda _summary: None
    from ...population.files.out import whole
    from ...population.report import page

    if report.resolve() == out.resolve():
        raise BadInput("--report: name another file than OUT")

    def write(summary: Summary) -> None:
        with whole(report) as file:
            file.write(page(summary, source).encode())

    return write


def _show(summary: Summary, form: ListFormat, everything: bool) -> None:
    from ...population.summary_json import summary_data
    from ..show.population import show_summary

    if form is ListFormat.JSON:
        sys.stdout.write(json.dumps(summary_data(summary), indent=2, ensure_ascii=False) + "\n")
    else:
        show_summary(Page(sys.stdout), summary, everything)


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """A polite request to end is met as Ctrl-C is: nothing is left half done."""
    if current_thread() is not main_thread():  # pragma: no cover: only the main thread hears of signals
        yield
        return

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
