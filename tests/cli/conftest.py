"""Commands run where the profiles of these tests lie, so that no message shows a path of this machine."""

from __future__ import annotations

import pytest

from tests.cli.harness import PROFILES


@pytest.fixture(autouse=True)
def _among_the_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROFILES)
