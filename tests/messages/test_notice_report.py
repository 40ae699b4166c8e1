"""How far a notice has come, as the desk reads it: no number of people that is too small."""

from __future__ import annotations

import pytest

from bot.messages.examples_notices import content
from bot.messages.meetings import Guests
from bot.messages.notice_desk import Report
from bot.settings import Company
from bot.speech import words

COUNTED = dict(sent=12, blocked=2, failed=1, left_out=3, plain=4, left=2)


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
