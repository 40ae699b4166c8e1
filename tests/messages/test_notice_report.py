"""How far a notice has come, as the desk reads it: no number of people that is too small."""

from __future__ import annotations

import pytest

from bot.messages.examples_notices import content
from bot.messages.meetings import Guests
from bot.messages.notice_desk import Report
from bot.settings import Company
from bot.speech import LOCALES, measured, utf16_length, words

COUNTED = {"sent": 12, "blocked": 2, "failed": 1, "left_out": 3, "plain": 4, "left": 2}


def said(company: Company, queued: int, only: list[str], **counted: int) -> str:
    report = Report(7, content(), "sending", "Norr", queued=queued, only=only, seconds=60.0, **counted)
    return report.render(words("en"), company).text.translate(dict.fromkeys([0x2068, 0x2069]))


@pytest.mark.parametrize("only", ["language.ar", "contract.second", "role.helper"])
def test_of_some_of_the_people_no_small_number_is_shown(company: Company, only: str) -> None:
    told = said(company, 20, [only], **COUNTED)
    assert "Sent: 12\n" in told  # not of how many: what is hidden could be worked out
    assert "20" not in told
    for line in ("Blocked the bot", "Failed", "Not sent, since it was stopped", "Left"):
        assert f"{line}: fewer than 5" in told
    assert "did not take: fewer than 5" in told


def test_of_very_few_people_nothing_is_told_but_that(company: Company) -> None:
    told = said(company, 4, [], sent=3, blocked=1)
    assert "Sent: fewer than 5" in told
    assert "Blocked the bot: fewer than 5" in told


def test_of_all_who_live_somewhere_it_is_said_exactly(company: Company) -> None:
    told = said(company, 20, [], **COUNTED)
    assert "Sent: 12 of 20" in told
    assert "Blocked the bot: 2" in told
    assert "Left: 2" in told


def test_the_organiser_of_a_meeting_sees_how_many_need_each_interpreter(company: Company) -> None:
    listed = Guests(7, 1_795_000_000.0, 3, 0, {"ar": 2}).render(words("en"), company).text
    assert "(2)" in listed.translate(dict.fromkeys([0x2068, 0x2069]))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("asked", ["x" * 1000, "x\n" * 500, "\N{GRINNING FACE}\n" * 500])
def test_however_many_come_and_ask_every_page_of_the_list_can_be_sent(
    company: Company, locale: str, asked: str
) -> None:
    homes = [(f"Norra vägen 1, Testby, {1000 + n}", 2) for n in range(140)]
    questions = [(f"{n} {asked}"[:1000], "fa_AF") for n in range(9)]
    found, last, page = "", "", 0
    while page == 0 or f"meeting.list:7.{page}" in last:
        listed = Guests(7, 1_795_000_000.0, 9, 9, dict.fromkeys(LOCALES, 9), questions, homes, 9, page=page)
        rendered = listed.render(words(locale), company)
        length, most = measured(rendered, locale)
        assert length <= most
        assert utf16_length(rendered.text) > 200
        found += rendered.text
        last = " ".join(button.data for row in rendered.buttons for button in row)
        page += 1
    for home, _ in homes:
        assert found.count(home) == 1
    assert [f"\u2068{n} " in found for n in range(9)] == [True] * 9
    assert Guests(7, 1.0, 0, 0, {}, page=99).render(words(locale), company).text
