"""The page of phones in a real browser: one Chromium for all these tests, a theatre of its own for each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Error, Page, Request, ViewportSize, expect, sync_playwright

from bot.answers import kept
from tests.browser import packages
from tests.browser.camera import Camera
from tests.browser.stage import Stage
from tests.browser.theatre import Theatres

HERE = Path(__file__).parent
PATIENCE = 15_000  # milliseconds; a machine that does much else at the same time is slow
BOARD: ViewportSize = {"width": 1560, "height": 1000}
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    # Nothing beyond this machine has a name.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def demand(lacks: Sequence[str]) -> None:
    """Without these packages a test is not run, which is said aloud, and fails where CI=true."""
    if lacks:
        say = f"NOT RUN: the page in a real browser needs {' and '.join(lacks)}: sudo apt install them"
        pytest.fail(say) if os.environ.get("CI") == "true" else pytest.skip(say)


@pytest.fixture(scope="package")
def window() -> Iterator[Page]:
    """The one window of Chromium, with an empty profile, for somebody who wants little to move in it."""
    demand(packages.missing())
    # Not for the whole session: while it is open, no other test could run a loop of its own.
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        playwright.selectors.register("by_text", path=HERE / "by_text.js")
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS])
        context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.add_init_script(path=HERE / "in_page.js")
        window = context.new_page()
        window.set_default_timeout(PATIENCE)
        yield window
        chromium.close()


@pytest.fixture(scope="package")
def theatres(window: Page) -> Iterator[Theatres]:
    kept.learn_ahead()  # so that a bot understands questions from its start
    theatres = Theatres()
    yield theatres
    theatres.close()


@pytest.fixture
def faults(window: Page) -> Iterator[list[str]]:
    """What goes wrong on the page: errors, and requests that leave this machine."""
    found: list[str] = []

    def sent(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "blob:", "data:", "about:")):
            found.append(f"a request to {request.url}")

    def wrong(error: Error) -> None:
        found.append(f"an error: {error}")

    def said(line: ConsoleMessage) -> None:
        if line.type == "error":
            found.append(line.text)

    listeners: dict[Any, Any] = {"request": sent, "pageerror": wrong, "console": said}
    for event, listener in listeners.items():
        window.on(event, listener)
    yield found
    for event, listener in listeners.items():
        window.remove_listener(event, listener)


@pytest.fixture
def stage(
    window: Page, theatres: Theatres, faults: list[str], request: pytest.FixtureRequest
) -> Iterator[Stage]:
    """The page of a new theatre, with nobody come in yet. What goes wrong on the page fails the test, and so
    does a request of the bot that is refused. Its parameter is how many messages a second the bot sends.
    """
    theatre = theatres.take(getattr(request, "param", None))
    window.set_viewport_size(BOARD)
    window.emulate_media(reduced_motion="reduce")
    try:
        stage = Stage(window, theatre.address(), Camera(request.node.name))
        yield stage
        if getattr(request.node, "failed", False):
            stage.shot("when it failed")
        else:
            assert faults + stage.refused() == []
    finally:
        window.goto("about:blank")
        theatres.give_back(theatre)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.failed = report.failed  # type: ignore[attr-defined]
    return report
