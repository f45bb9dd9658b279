"""Decoding, judging and encoding at the same time: each in a thread of its own, none far ahead of the next."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from queue import SimpleQueue
from threading import Event, Semaphore, Thread
from typing import TypeVar

T = TypeVar("T")

_MOST = 2
"""So many results wait for whoever takes them; with more, memory grows and nothing gets faster."""


class _End:
    """Nothing more comes: all was worked out, or this went wrong."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Generator[T], most: int = _MOST) -> Generator[T]:
    """The items in order, worked out by a thread of their own. What goes wrong there is raised here."""
    places, ready, stopped = Semaphore(most), SimpleQueue[T | _End](), Event()

    def work() -> None:
        try:
            with closing(items):
                for item in items:
                    places.acquire()
                    if stopped.is_set():
                        return
                    ready.put(item)
            ready.put(_End())
        except BaseException as error:  # noqa: BLE001 - it is raised again, by whoever waits for the items
            ready.put(_End(error))

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        while not isinstance(item := ready.get(), _End):
            places.release()
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        places.release()
        thread.join()
