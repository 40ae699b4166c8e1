"""The sandbox as a child of the tests, with a made-up company of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 20.0  # seconds for it to end its bot


class Theatre:
    """A sandbox that is starting or has started. `rate` is how many messages a second its bot sends, None for
    as many as it can.
    """

    def __init__(self, rate: int | None = None) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HELAVAGEN_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.serve", *([str(rate)] if rate else [])],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def address(self) -> str:
        """Where its page is, once it can be opened."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, f"the sandbox did not start: {line!r}, exit {self._process.poll()}"
        return found[0]

    def stop(self) -> None:
        """Tells it to end, without waiting."""
        self._process.terminate()

    def gone(self) -> None:
        """Waits until it has ended, and kills one that does not end by itself."""
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


class Theatres:
    """A theatre for each test: while one plays, the next one is starting."""

    def __init__(self) -> None:
        self._next = Theatre()
        self._ended: list[Theatre] = []

    def take(self, rate: int | None = None) -> Theatre:
        if rate is not None:
            return Theatre(rate)
        taken, self._next = self._next, Theatre()
        return taken

    def give_back(self, theatre: Theatre) -> None:
        theatre.stop()
        self._ended.append(theatre)

    def close(self) -> None:
        self.give_back(self._next)
        for theatre in self._ended:
            theatre.gone()
