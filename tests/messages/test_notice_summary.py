"""Who would get a notice, as the desk reads it: no number of people that is too small can be read from it."""

from __future__ import annotations

import re

import pytest

from bot.messages.notice_summary import Reach
from bot.speech import words
from storage.small_numbers import FEWEST_SHOWN


def said(reach: Reach) -> str:
    return reach.text(words("en")).translate(dict.fromkeys([0x2068, 0x2069]))


@pytest.mark.parametrize(("languages", "told"), [
    ({"sv": 14, "ar": 5}, "19 people get it.\nSwedish: 14 and Arabic: 5"),
    ({"sv": 14, "ar": 3}, "At least 14 people get it.\nSwedish: 14 and Arabic: fewer than 5"),
    ({"sv": 4, "ar": 4}, "At least 5 people get it.\nSwedish: fewer than 5 and Arabic: fewer than 5"),
    ({"sv": 3, "ar": 1}, "Fewer than 5 people get it."),
    ({}, "0 people get it."),
])  # fmt: skip
def test_people_are_counted_by_language_unless_they_are_few(languages: dict[str, int], told: str) -> None:
    assert said(Reach(languages)) == told


def test_few_who_are_not_reached_are_no_number() -> None:
    told = said(Reach({"sv": 20}, blocked=2, muted=7, homes_without=3))
    assert "Have blocked the bot: fewer than 5" in told
    assert "Live where information is muted: 7" in told
    assert "3 homes have no Telegram" in told  # homes are what somebody goes to


def test_the_hidden_cannot_be_worked_out() -> None:
    """Whatever is told of two languages, more than one number of the smaller one fits it."""
    for many in range(FEWEST_SHOWN, 30):
        told = {said(Reach({"sv": many, "ar": few})) for few in range(1, FEWEST_SHOWN)}
        assert len(told) == 1
        assert re.findall(r"\d+", told.pop()) == [str(many), str(many), str(FEWEST_SHOWN)]
