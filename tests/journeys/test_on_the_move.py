"""A caretaker on the move, in the running bot: what a phone sends when it can, being away, the day's list."""

from __future__ import annotations

import datetime

from bot.hours import next_working_day, working_day
from bot.speech import STOCKHOLM
from storage import absences, faults
from tests.house import House
from tests.talk import picture


async def test_what_was_typed_without_a_connection_is_done_in_its_order_when_it_comes(house: House) -> None:
    zahra, karl = await house.tenant("fa_AF"), await house.caretaker("Karl")
    first, second = await house.report(zahra), await house.report(zahra)

    karl.type(f"{first} start")
    karl.send_photo(picture(), caption=f"{first} klar bytte packning")
    karl.type(f"{second} ater fel adress")
    karl.type(f"{first} klar")
    karl.type("mina")
    await house.quiet()

    reader = house.database.reader
    steps = [step.act for step in faults.way(reader, first)]
    assert steps == ["report", "take", "start", "done", "note"]
    assert reader.execute("SELECT state FROM faults ORDER BY id").fetchall() == [("done",), ("returned",)]
    assert reader.execute("SELECT count(*) FROM fault_files WHERE fault = ?", (first,)).fetchone() == (1,)
    assert len([m for m in zahra.sounds if f"fault.show:{first}" in m.data]) == 1
    assert "Du har inte tagit någon arbetsorder." in [m.text for m in karl.messages]
    await house.press(zahra, f"fault.show:{first}", f"fault.fixed:{first}")
    assert reader.execute("SELECT count(*) FROM undelivered").fetchone() == (0,)


async def test_his_orders_are_looked_after_while_he_is_away_and_the_list_comes_when_he_is_back(
    house: House,
) -> None:
    zahra = await house.tenant("ar")
    karl, sara = await house.caretaker("Karl"), await house.caretaker("Sara", ("soder",))
    number = await house.report(zahra)
    await house.type(karl, f"{number} ta")
    await house.type(karl, "/away imorgon")
    to = next(data for data in karl.last.data if data.startswith("away.to:"))
    assert not to.endswith("pool")
    await house.press(karl, to, to.replace("away.to", "away.confirm"))
    assert f"order.show:{number}" in sara.last.data
    await house.type(sara, f"{number} klar ny ventil")
    assert [m for m in zahra.sounds if f"fault.show:{number}" in m.data]
    later = await house.report(zahra)
    assert sara.shown(f"order.take:{later}")

    now = datetime.datetime.fromtimestamp(house.clock.now(), STOCKHOLM)
    begins = working_day(house.company, next_working_day(now.date()))[0]
    await house.later((begins - now).total_seconds() + 60)
    await house.later(1)
    assert absences.over(house.database.reader, "9999-12-31") == []
    assert karl.last.text.startswith("I dag")
    assert f"order.show:{later}" in karl.last.data
