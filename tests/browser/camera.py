"""Pictures of the page, kept to be looked at: build/screens/<test>/<nn>-<what>.png."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Locator, Page

SCREENS = Path(__file__).parent.parent.parent / "build" / "screens"


class Camera:
    """The pictures of one test, numbered in the order in which they were taken."""

    def __init__(self, test: str) -> None:
        self._folder = SCREENS / test
        self._taken = 0
        shutil.rmtree(self._folder, ignore_errors=True)

    def take(self, shown: Page | Locator, what: str) -> None:
        """Keeps a picture of the page or of a part of it, with what moves brought to its end."""
        self._taken += 1
        path = self._folder / f"{self._taken:02}-{what.replace(' ', '-')}.png"
        shown.screenshot(path=path, animations="disabled")
