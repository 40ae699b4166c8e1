"""The desk's day in the running bot: what needs a person, a household on the phone, a file in the chat."""

from __future__ import annotations

import csv
import io

from bot.speech import words
from tests.house import House


async def test_the_desk_works_through_what_needs_a_person(house: House) -> None:
    zahra, omar = await house.tenant("fa_AF"), await house.tenant("ar")
    karl, stina = await house.caretaker("Karl"), await house.staff("Stina")
    number, same = await house.report(zahra), await house.report(omar)
    await house.type(stina, words("sv")("To do"))
    assert "2 · Ingen har tagit den" in [b.text for row in stina.last.buttons for b in row]

    await house.press(stina, "triage.list:nobody.1", f"order.show:{same}.nobody.1")
    await house.press(stina, f"order.merge:{same}", f"order.merge_into:{same}.{number}")
    assert f"fault.show:{same}" in omar.sounds[-1].data
    await house.press(stina, f"order.show:{number}", f"order.write:{number}")
    await house.type(stina, "Vi har beställt en ny termostat.")
    await house.press(stina, f"order.wrote_in:{number}.sv", f"order.plan:{number}")
    await house.press(stina, next(d for d in stina.last.data if d.startswith(f"order.plan_on:{number}.2")))
    await house.press(zahra, f"fault.show:{number}")
    assert "Vi har beställt en ny termostat." in zahra.last.text

    await house.press(karl, f"order.take:{number}")
    await house.type(stina, "/triage")
    person = house.database.reader.execute("SELECT id FROM people WHERE name = 'Karl'").fetchone()[0]
    await house.press(stina, "triage.left:list", f"triage.left:{person}", f"triage.left:{person}.sure")
    states = house.database.reader.execute("SELECT state FROM faults ORDER BY id").fetchall()
    assert states == [("received",), ("closed",)]
    assert [m for m in karl.messages if any(data.startswith("order.") for data in m.data)] == []
    assert house.database.reader.execute("SELECT count(*) FROM undelivered").fetchone() == (0,)


async def test_a_household_without_telegram_has_its_fault_mended_all_the_way(house: House) -> None:
    await house.household()
    karl, stina = await house.caretaker("Karl"), await house.staff("Stina")
    await house.type(stina, "/report")
    await house.type(stina, "norra vägen 1, 1001")
    await house.press(stina, "fault.home:1", "fault.speaks:fa_AF", "fault.item:kitchen.stove")
    await house.press(stina, "fault.more:skip", "fault.enter:yes", "fault.set:call")
    await house.type(stina, "070-174 06 05")
    await house.press(stina, "fault.send:yes")
    number = int(house.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    assert "Säg i telefon" in stina.last.text and str(number) in stina.last.text
    await house.press(karl, f"order.take:{number}")
    assert any("0701740605" in m.text for m in karl.messages)
    await house.press(karl, f"order.done:{number}", f"order.note:{number}")
    assert f"order.show:{number}" in stina.sounds[-1].data
    await house.press(stina, f"order.show:{number}", f"order.fixed:{number}")
    assert house.database.reader.execute("SELECT state FROM faults").fetchone() == ("closed",)
    assert not any("0701740605" in m.text for m in [*karl.messages, stina.last] if m.sender == "bot")


async def test_the_orders_come_as_a_file_that_the_worker_made(house: House) -> None:
    zahra, stina = await house.tenant("sv"), await house.staff()
    number = await house.report(zahra)
    await house.type(stina, "/triage")
    await house.press(stina, "triage.file:which", "triage.file:csv", "triage.file:xlsx")
    sent = [house.telegram.world.files[m.document] for m in stina.messages if m.document]
    assert [file.about["file_name"].rpartition(".")[2] for file in sent] == ["csv", "xlsx"]
    rows = csv.DictReader(io.StringIO(sent[0].data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert [(row["Nr"], row["Objekt"]) for row in rows] == [(str(number), "01001-07")]
