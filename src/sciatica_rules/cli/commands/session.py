"""``session``: stop, hold and resume while exercising."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ...errors import ProfileError
from ...library import SHIPPED_BASE
from ...rules import Rules
from ...session import Session
from ..alone import alone_with
from ..exits import BAD_INPUT, BadInput, exit_code
from ..observations import read_observation
from ..options import (
    AllowLooser,
    AsOf,
    Base,
    ExitZero,
    RuleFolders,
    RuleOptions,
    Settings,
    Without,
    choose_interventions,
    read_as_of,
)
from ..page import BAD, Page
from ..profiles import STDIN, read_document, read_one_profile
from ..show.decision import show_decisions
from ..show.session import HELP as SHORT_HELP
from ..show.session import show_end, show_observable, show_start, show_step
from ..store import save

HELP = """Stop, hold and resume while exercising.

Observations are read line by line, from a person or a pipe. After each one it prints
what changed. A line that cannot be used is reported and changes nothing.

\b
Observations:
  discomfort                 an event; it counts once
  pain_subsided=true         a fact; it stays until it is changed
  body_temperature_c=38.4
  {"pain_nrs": 4}            the same as JSON
  # a comment
  ?   ? pain   show   quit   help, search, the decision in full, the end

\b
Examples:
  sciatica-rules session patient.yaml --save today.json
  sciatica-rules session --resume today.json
  sciatica-rules session patient.yaml --for prone_press_up < observations.txt

--save writes the session after every observation, before its result is shown, so that
a stop survives a crash. --resume goes on from such a file, and goes on saving to it.

\b
Exit codes: as of screen, for the last decision;
2 if any line of a pipe was bad.
"""

Save = Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Keep the session in this file.")]
Resume = Annotated[Path | None, typer.Option("--resume", metavar="FILE", help="Go on with a saved session.")]
ForOne = Annotated[
    str | None, typer.Option("--for", metavar="INTERVENTION", help="What the session is about. [exercise_therapy]")
]


def session(
    profile: Annotated[str | None, typer.Argument(metavar="[PROFILE]", help="A file; left out with --resume.")] = None,
    intervention: ForOne = None,
    save_to: Save = None,
    resume: Resume = None,
    without: Without = None,
    rules: RuleFolders = None,
    base: Base = SHIPPED_BASE,
    settings: Settings = None,
    allow_looser: AllowLooser = False,
    as_of: AsOf = None,
    exit_zero: ExitZero = False,
) -> int:
    """Start or go on, then take observations until there are no more."""
    if resume is not None and str(resume) == STDIN:
        raise BadInput("--resume takes a file: observations come from standard input")
    moment = read_as_of(as_of)
    loaded = RuleOptions(rules, without, settings, allow_looser, base).load()
    with alone_with(save_to or resume) as file:
        if file is not None and save_to is not None and save_to != resume and file.exists():
            raise BadInput(f"{save_to} exists, and a stop in it must not be lost: --resume it, or name another file")
        if resume is not None:
            if profile is not None or intervention is not None or moment is not None:
                raise BadInput("a saved session holds its profile, intervention and time: give --resume without them")
            current = Session.from_json(read_document(str(resume)), loaded)
        else:
            current = _new(profile, intervention, moment, loaded)
        return Conversation(loaded, current, file).run(exit_zero)


def _new(profile: str | None, intervention: str | None, moment: datetime | None, rules: Rules) -> Session:
    if profile is None or profile == STDIN:
        raise BadInput("a session needs a profile file, or --resume FILE; observations come from standard input")
    name = choose_interventions([intervention] if intervention else None, rules)
    if len(name) != 1:
        raise BadInput("a session is about one intervention")
    return rules.session(read_one_profile(profile, rules), name[0], moment)


class Conversation:
    """A session with somebody who observes, at a terminal or through a pipe."""

    def __init__(self, rules: Rules, session: Session, path: Path | None) -> None:
        self.rules, self.session, self.path = rules, session, path
        self.page = Page(sys.stdout)
        self.with_person = sys.stdin.isatty()
        self.observations, self.bad_lines = 0, 0

    def run(self, exit_zero: bool) -> int:
        """Until there are no more lines. Returns the exit code."""
        if self.path is not None:
            save(self.session.to_json(), self.path)
        show_start(self.page, self.session, self.rules)
        if self.with_person:
            self.page.line(SHORT_HELP)
        for number, line in enumerate(self._lines(), 1):
            if line == "quit":
                break
            self._take(number, line)
            sys.stdout.flush()
        show_end(self.page, self.session, self.observations)
        if self.bad_lines and not self.with_person:
            return BAD_INPUT
        return exit_code([self.session.decision.outcome], exit_zero)

    def _lines(self) -> Iterator[str]:
        while True:
            if self.with_person:
                try:
                    yield input("> ").strip()
                except EOFError:
                    return
            else:
                data = sys.stdin.buffer.readline()
                if not data:
                    return
                yield data.decode("utf-8", errors="replace").strip()

    def _take(self, number: int, line: str) -> None:
        if not line or line.startswith("#"):
            return
        if not self.with_person:
            self.page.blank()
            self.page.line(f"> {line}")
        if line.startswith("?") or line == "help":
            show_observable(self.page, self.session, self.rules, line.removeprefix("help")[1:].strip())
        elif line == "show":
            show_decisions(self.page, [self.session.decision], self.rules, everything=False)
        else:
            self._observe(number, line)

    def _observe(self, number: int, line: str) -> None:
        before = self.session
        try:
            seen = read_observation(line, self.rules.ruleset.vocabulary)
            after = before.observe(seen)
        except (BadInput, ProfileError) as error:
            self._complain(number, error)
            return
        self.session = after
        self.observations += 1
        not_saved = None
        if self.path is not None:
            try:
                save(after.to_json(), self.path)
            except BadInput as error:
                not_saved = error
        show_step(self.page, before, after, seen, self.rules)
        if not_saved is not None:
            raise not_saved

    def _complain(self, number: int, error: BadInput | ProfileError) -> None:
        self.bad_lines += 1
        problems = error.problems if isinstance(error, ProfileError) else [error]
        sys.stdout.flush()
        for problem in problems:
            print(f"line {number} is not used: {problem}", file=sys.stderr)
        sys.stderr.flush()
        if self.with_person:
            self.page.line(("Nothing was recorded. ", BAD), "To stop, type discomfort; ? lists what can be observed.")
