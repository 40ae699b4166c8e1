"""Pages to print with a notice, and the picture of a poll: what stands on them, and for whom they are."""

from __future__ import annotations

import io
import re
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from bot.engine.transport import ApiError
from bot.exports import notice_papers
from bot.exports.poll_picture import drawn
from bot.messages.notice_texts import Content
from bot.settings import Company
from bot.speech import LOCALES, words
from storage import homes, notice_answers, notices, people, sendings
from storage.audiences import Audience
from tests.store import open_store

DESK, TENANT = 1, 100
EVIL = "<script>alert(1)</script>"


async def _filled(path: Path, content: Content, votes: int = 0) -> int:
    """A house with three homes, somebody in the first; a notice to it. Returns its number."""
    raw = msgspec.json.encode(content).decode()
    async with open_store(path) as database, database.transaction() as db:
        homes.add_area(db, "norr", "Norr")
        house = homes.add_house(db, "norr", f"Norra vägen 1 {EVIL}")
        for number in range(3):
            home = homes.add_home(db, str(number), house, f"110{number}", 1, 3)
            household = people.add_household(db, home, 1.0)
        first = people.add(db, TENANT, 1.0)
        people.join(db, first, household - 2, True, 1.0)
        db.execute("INSERT INTO chats (id, locale) VALUES (?, 'fa_AF')", (TENANT,))
        desk = people.add(db, DESK, 1.0)
        people.give_work(db, desk, "staff")
        writer = people.get(db, desk)
        assert writer is not None
        new = notices.New(content.kind, content.template, Audience("all"), raw, 1.0, True)
        notice = notices.add(db, new, "sent", writer, 1.0)
        sending = sendings.add(db, "{}")
        notices.has_sending(db, notice.id, sending, 1.0)
        sendings.queue(db, sending, [(TENANT, False)], 3, 1.0)
        for number in range(votes):
            voter = people.get(db, people.add(db, 1000 + number, 1.0))
            found = notices.get(db, notice.id)
            assert voter is not None and found is not None
            sendings.queue(db, sending, [(voter.chat, True)], 3, 1.0)
            notice_answers.put(db, found, voter, "1", 1.0)
        return notice.id


@pytest.mark.parametrize(("which", "flats"), [
    ("paper", ["1101", "1102"]), ("silent", ["1100", "1101", "1102"]), ("failed", ["1100"]),
])  # fmt: skip
async def test_the_page_lists_the_homes_and_holds_the_notice_in_four_languages(
    tmp_path: Path, company: Company, which: str, flats: list[str]
) -> None:
    number = await _filled(tmp_path / "db", Content("planned", "water_off", where="Norra vägen 1"))
    raw = await notice_papers.make(tmp_path / "db", company, DESK, f"anslag-{number}-{which}.html")
    page = raw.decode()
    assert re.findall(r"<td>(11\d\d)</td>", page) == flats
    assert page.count("<article") == 4
    assert 'dir="rtl"' in page
    assert "آب قطع می‌شود" in page
    assert EVIL not in page
    assert not re.search(r"(src|href)=", page)


@pytest.mark.parametrize("name", ["anslag-9-paper.html", "anslag-1-all.html", "omrostning-9.png", "x"])
async def test_what_is_not_there_is_refused(tmp_path: Path, company: Company, name: str) -> None:
    await _filled(tmp_path / "db", Content("planned", "water_off"))
    with pytest.raises(LookupError):
        notice_papers.made(tmp_path / "db", company, DESK, name)


async def test_a_list_of_homes_is_for_the_desk_alone(tmp_path: Path, company: Company) -> None:
    number = await _filled(tmp_path / "db", Content("planned", "water_off"))
    for chat in (TENANT, 77):
        with pytest.raises(ApiError):
            await notice_papers.make(tmp_path / "db", company, chat, f"anslag-{number}-paper.html")


@pytest.mark.parametrize(("votes", "shown"), [(4, False), (5, True)])
async def test_the_picture_of_a_poll_is_for_whom_it_asked_once_five_have_answered(
    tmp_path: Path, company: Company, votes: int, shown: bool
) -> None:
    content = Content("poll", "poll", {"sv": "Vad?\nEtt\nTvå"})
    number = await _filled(tmp_path / "db", content, votes)
    name = f"omrostning-{number}.png"
    if not shown:
        with pytest.raises(LookupError):
            notice_papers.made(tmp_path / "db", company, TENANT, name)
        return
    assert notice_papers.made(tmp_path / "db", company, TENANT, name).startswith(b"\x89PNG")
    assert notice_papers.made(
        tmp_path / "db", company, 1000, name
    )  # it was sent to her, who lives elsewhere now
    async with open_store(tmp_path / "db") as database, database.transaction() as db:
        people.add(db, 2, 1.0)
    with pytest.raises(LookupError):
        notice_papers.made(tmp_path / "db", company, 2, name)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_picture_is_drawn_for_every_direction_and_with_the_longest_words(locale: str) -> None:
    long = "ord " * 60
    raw = drawn(long, [(long, 900), ("b", 5), ("c", None)], "få", words(locale).rtl)
    image = Image.open(io.BytesIO(raw))
    assert image.width < 1280
    assert image.height < 1280
