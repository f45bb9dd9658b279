"""From the arguments to an exit code. Whatever goes wrong, the code is never 0 and no patient's answer is shown."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

from typer.main import get_command

from ..errors import SciaticaRulesError
from .app import app
from .exits import ALLOWED, BAD_INPUT, BROKEN_PIPE, BUG, INTERRUPTED, BadInput

PROGRAM = "sciatica-rules"
SHOW_TRACEBACK = "SCIATICA_RULES_TRACEBACK"
_PREFIX = "Value error, "
"""What some versions of typer put before a message, and says nothing to anybody."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    try:
        _never_fail_on_a_character()
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _forget_output()
        return BROKEN_PIPE
    except SystemExit as ended:
        # So end rich and typer where nobody reads on, and typer when it has completed a word for the shell.
        return ALLOWED if ended.code in {None, 0} else BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        # Files are read and written by code that says which one; what is left is an output that takes no more.
        return _bug(error) if error.filename is not None else _cannot_write(error)
    except Exception as error:  # noqa: BLE001
        return _bug(error)


def _run(arguments: Sequence[str]) -> int:
    try:
        code = get_command(app).main(list(arguments) or ["--help"], prog_name=PROGRAM, standalone_mode=False)
    except (SciaticaRulesError, BadInput) as error:
        return _complain(str(error))
    except Exception as error:
        # What is wrong with the options has been an exception of click or of typer, depending on typer's version.
        if not hasattr(error, "format_message"):
            raise
        return _complain(error.format_message().replace(_PREFIX, ""), _where_help_is(error))
    if not isinstance(code, int):
        raise TypeError("a command gave no exit code")
    # Help that nobody asked for is no answer.
    return code if arguments else BAD_INPUT


def _complain(message: str, hint: str = "") -> int:
    sys.stdout.flush()
    print(f"{PROGRAM}: {message}", file=sys.stderr)
    if hint:
        print(hint, file=sys.stderr)
    return BAD_INPUT


def _where_help_is(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return f"Try '{context.command_path} --help'." if context is not None else ""


def _cannot_write(error: OSError) -> int:
    """Such as a disk that is full: whatever was decided, half of it may be missing from the output."""
    _forget_output()
    return _complain(f"cannot write the output: {(error.strerror or 'it takes no more').lower()}")


def _bug(error: Exception) -> int:
    """Only the kind of error is told: its text could hold what a patient answered."""
    if os.environ.get(SHOW_TRACEBACK):
        traceback.print_exc()
    print(
        f"{PROGRAM}: an error inside the program ({type(error).__name__}); nothing was decided."
        f" Please report it. With {SHOW_TRACEBACK}=1 it says where, which may show answers of the profile.",
        file=sys.stderr,
    )
    return BUG


def _never_fail_on_a_character() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """What is still buffered has nowhere to go; without this, Python complains about it at the very end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
