"""Each order as a page to print: Swedish, whole, and nothing that somebody wrote is run."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from bot.exports import documents
from tests.exports.conftest import DARI, Register, picture_of

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp; \'"'


class Page(HTMLParser):
    """The tags, the text, and what would be loaded."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.text = ""
        self.feed(raw.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.attributes.append(found)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]
        assert not any(name.startswith("on") for name in found)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_there_is_a_page_for_each_order_and_it_is_swedish(register: Register) -> None:
    numbers = register.filled()
    page = Page(documents.orders(register.db, "Exempelbostäder", "html"))
    assert page.tags.count("section") == len(numbers)
    assert page.attributes[0]["lang"] == "sv"
    for number in numbers:
        assert f"Arbetsorder {number}" in page.text
    for part in (
        "Älgstigen 3, Exempelby, lägenhet 0904, våning -1", "Värme: Element kallt", "HUVUDNYCKEL: JA",
        "HUVUDNYCKEL: NEJ", "0312-07", DARI, "Brådskande", "Ny ventil <2>", "Karl", "Förmiddag, ring först",
        "tisdag 24 november 2026 kl. 10:14", "2026-11-27", "+Rör & VVS AB", "0017", "Exempelbostäder",
    ):  # fmt: skip
        assert part in page.text, part


def test_the_tenants_words_have_their_own_language_and_direction(register: Register) -> None:
    register.report(words=DARI)
    page = Page(documents.orders(register.db, "X", "html"))
    assert {"class": "words", "lang": "fa-AF", "dir": "auto"} in page.attributes


def test_a_note_in_another_language_is_marked(register: Register) -> None:
    number = register.report()
    register.db.execute(
        "INSERT INTO fault_events (fault, act, note, at, locale) VALUES (?, 'note', 'صمام جديد', 1, 'ar')",
        (number,),
    )
    assert "(arabiska) صمام جديد" in Page(documents.orders(register.db, "X", "html")).text


def test_a_shared_place_has_no_key_and_no_pet(register: Register) -> None:
    register.report("lift.stopped", place="shared")
    text = Page(documents.orders(register.db, "X", "html")).text
    assert "HUVUDNYCKEL" not in text and "Husdjur" not in text and "Nås" not in text


def test_what_somebody_wrote_is_shown_and_never_run(register: Register) -> None:
    number = register.report(words=EVIL)
    register.db.execute("UPDATE faults SET firm = ?, firm_reference = ?", (EVIL, EVIL))
    register.db.execute(
        "INSERT INTO fault_events (fault, act, note, at) VALUES (?, 'note', ?, 1)", (number, EVIL)
    )
    register.db.execute("UPDATE houses SET address = ?", (EVIL,))
    page = Page(documents.orders(register.db, f"Bo & {EVIL}", "html"))
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert page.loads == []
    assert page.text.count("<script>alert(1)</script>") >= 5


def test_the_page_of_one_order_has_its_photos_and_no_other(register: Register) -> None:
    first, second = register.report(), register.report()
    picture_of(register, first, b"\xff\xd8one")
    picture_of(register, first, None)
    picture_of(register, first, b"OggS", "voice")
    picture_of(register, second, b"\xff\xd8two")
    page = Page(documents.order_page(register.db, "X", first))
    assert page.loads == ["data:image/jpeg;base64,/9hvbmU="]
    assert page.tags.count("section") == 1
    assert "Bilder och röstmeddelanden" in page.text
    # All of them in one file would be too large to print.
    assert Page(documents.orders(register.db, "X", "html")).loads == []


@pytest.mark.parametrize("item", [None, "noise.repeated"])
def test_there_is_no_page_of_what_is_no_order(register: Register, item: str | None) -> None:
    number = register.report(item) if item else 99_999
    with pytest.raises(LookupError):
        documents.order_page(register.db, "X", number)
