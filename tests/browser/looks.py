"""What a person with good eyes finds wrong on the page: text that is cut off, pale, or in a strange font."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page


def cut_off(page: Page) -> list[str]:
    """The texts that stand out of the box they are in."""
    return list(page.evaluate("() => look.cutOff()"))


def pale(page: Page) -> list[str]:
    """The texts that stand out too little from what is behind them, each with its contrast."""
    return list(page.evaluate("() => look.pale()"))


def reads_from_left(found: Locator) -> bool:
    """Whether its signs stand one after another from left to right."""
    places = found.evaluate("(node) => look.places(node)")
    return len(places) > 1 and places == sorted(places)


def box(found: Locator) -> Any:
    """Its place on the page: x, y, width and height in pixels."""
    placed = found.bounding_box()
    assert placed is not None
    return placed


def from_left(found: Locator) -> list[str]:
    """What each of them says, in the order in which they stand from left to right."""
    placed = [(box(each)["x"], each.inner_text().strip()) for each in found.all()]
    return [text for _, text in sorted(placed)]


def fonts_of(found: Locator) -> set[str]:
    """The families of the fonts in which it is really set."""
    found.evaluate("(node) => { node.id = 'looked-at'; }")
    session = found.page.context.new_cdp_session(found.page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root: Any = session.send("DOM.getDocument")["root"]
    node = session.send("DOM.querySelector", {"nodeId": root["nodeId"], "selector": "#looked-at"})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    found.evaluate("(node) => node.removeAttribute('id')")
    return {font["familyName"] for font in used}
