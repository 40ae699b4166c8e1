"""/homes: the stock as the desk looks through it."""

from __future__ import annotations

import msgspec
import pytest

from bot.company import Stock
from bot.sandbox.phones import Phone
from storage import stock
from storage.stock import Facts
from tests.talk import Talk

OVERVIEW, LIST, HOME = "homes.overview", "homes.list", "homes.home"


@pytest.fixture
async def stina(talk: Talk) -> Phone:
    """One of the desk, of a company with a few homes."""
    async with talk.database.transaction() as db:
        for n in range(10):
            stock.put(db, Facts(f"1-{n:02}", 1, f"{1000 + n}", 1, 2, letting="empty"))
        stock.put(db, Facts("2-01", 1, "1101", 2, 3, 71.5, True, False, "agency", None, 7450))
        stock.put(db, Facts("2-02", 1, "1102", letting="evacuation"))
        stock.put(db, Facts("2-03", 2, "1101", letting="ordinary", special=True, stair="B"))
        stock.put(db, Facts("2-04", 2, "1102", letting="ordinary", ready="2027-Q3"))
    return await talk.staff()


async def test_so_many_homes_are_let_so_and_so_many_are_to_come(talk: Talk, stina: Phone) -> None:
    assert await talk.answers(stina, "/homes") == [OVERVIEW]
    said = talk.saw(stina, OVERVIEW)[-1]
    assert said["standing"] == {"ordinary": 1, "agency": 1, "evacuation": 1, "empty": 10}
    assert said["to_come"] == {"ordinary": 1}
    await talk.press(stina, "homes.list:empty.1", "homes.list:empty.2")
    assert [row["object"] for row in talk.saw(stina, LIST)[-1]["rows"]] == ["1-08", "1-09"]
    await talk.press(stina, "homes.list:empty.1", "homes.show:now", "homes.list:to_come.1")
    assert talk.saw(stina, LIST)[-1]["rows"][0]["ready"] == "2027-Q3"


async def test_the_way_to_a_home_is_its_area_and_house_and_back(talk: Talk, stina: Phone) -> None:
    await talk.type(stina, "/homes")
    await talk.press(stina, "homes.area:norr", "homes.house:1")
    home = next(row["home"] for row in talk.saw(stina, LIST)[-1]["rows"] if row["object"] == "2-01")
    await talk.press(stina, f"homes.home:{home}")
    assert "71,5" in stina.text and "7450" in stina.text and "Migrationsverket" in stina.text
    await talk.press(stina, "homes.house:1", "homes.area:norr", "homes.show:now")
    assert stina.last.data.count("homes.area:norr") == 1


async def test_a_home_is_found_by_its_number_or_address(talk: Talk, stina: Phone) -> None:
    assert await talk.answers(stina, "/homes 2-03") == [HOME]
    assert talk.saw(stina, HOME)[-1]["special"] is True
    assert "Trappa: B" in stina.text.translate(dict.fromkeys([0x2068, 0x2069]))
    assert await talk.answers(stina, "/homes södra gatan 2 ۱۱۰۲") == [HOME]
    assert await talk.answers(stina, "/homes Södra gatan") == [LIST]
    assert len(talk.saw(stina, LIST)[-1]["rows"]) == 2
    assert await talk.answers(stina, "/homes Ingenstans 7") == [LIST]
    assert talk.saw(stina, LIST)[-1]["rows"] == []
    assert await talk.answers(stina, "/homes " + "x" * 500) == [LIST]


async def test_asylum_housing_can_be_switched_off_and_is_then_nowhere(talk: Talk, stina: Phone) -> None:
    talk.start_again(msgspec.structs.replace(talk.company, homes=Stock(asylum=False)))
    await talk.type(stina, "/homes")
    assert set(talk.saw(stina, OVERVIEW)[-1]["standing"]) == {"ordinary", "empty"}
    await talk.press(stina, "homes.area:norr")
    assert await talk.forge(stina, "homes.list:agency.1") == [OVERVIEW]
    await talk.forge(stina, "homes.house:1")
    assert {row["object"][0] for row in talk.saw(stina, LIST)[-1]["rows"]} == {"1"}
    assert await talk.answers(stina, "/homes 2-01") == [LIST]
    assert talk.saw(stina, LIST)[-1]["rows"] == []
    assert await talk.forge(stina, "homes.home:11") == [OVERVIEW]


@pytest.mark.parametrize(
    "press", ["homes.list:castle.1", "homes.area:nowhere", "homes.house:x", "homes.house:99", "homes.home:99"]
)
async def test_a_press_on_what_is_not_there_shows_the_overview(talk: Talk, stina: Phone, press: str) -> None:
    assert await talk.forge(stina, press) == [OVERVIEW]
