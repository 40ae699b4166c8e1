"""The page of phones in a real browser: one Chromium for all these tests, a theatre of its own for each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, expect, sync_playwright

from tests.browser import packages
from tests.browser.camera import Camera
from tests.browser.stage import Stage
from tests.browser.theatre import Theatres

HERE = Path(__file__).parent
PATIENCE = 15_000  # milliseconds; a machine that does much else at the same time is slow
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
def browser() -> Iterator[Browser]:
    """Chromium, with an empty profile."""
    demand(packages.missing())
    # Not for the whole session: while it is open, no other test could run a loop of its own.
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        playwright.selectors.register("by_text", path=HERE / "by_text.js")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def theatres(browser: Browser) -> Iterator[Theatres]:
    theatres = Theatres()
    yield theatres
    theatres.close()


@pytest.fixture
def stage(browser: Browser, theatres: Theatres, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The page of a new theatre, with nobody come in yet. Errors on the page fail the test, and so do
    requests of the bot that are refused and requests of the page that go anywhere else.
    """
    theatre = theatres.take()
    camera = Camera(request.node.name)
    context = browser.new_context(viewport={"width": 1560, "height": 1000}, locale="en-GB")
    try:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.add_init_script(path=HERE / "in_page.js")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        address, wrong = theatre.address(), list[str]()

        def sent(each: Request) -> None:
            if not each.url.startswith((address, address.replace("http", "ws"), "blob:", "data:")):
                wrong.append(f"a request to {each.url}")

        page.on("request", sent)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        stage = Stage(page, address, camera)
        yield stage
        if getattr(request.node, "failed", False):
            stage.shot("when it failed")
            return
        wrong += stage.refused()
        assert wrong == []
    finally:
        context.close()
        theatres.give_back(theatre)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.failed = report.failed  # type: ignore[attr-defined]
    return report
