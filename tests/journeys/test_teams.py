"""A team at work in its group, from /team to a group that has become a supergroup."""

import asyncio

from bot.sandbox.groups import Group
from bot.sandbox.phones import Phone
from tests.house import House


async def _writes(house: House, group: Group, phone: Phone, text: str) -> None:
    group.type(phone, text)
    await house.quiet()


async def _presses(house: House, group: Group, phone: Phone, *data: str) -> None:
    for each in data:
        group.press(phone, each)
        await house.quiet()


async def _toasted(group: Group, times: int) -> None:
    """Waits for the answers to presses, which come beside everything else."""
    async with asyncio.timeout(5):
        while len(group.toasts) < times:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_team_takes_and_ends_an_order_in_its_group_and_goes_on_in_the_supergroup(
    house: House,
) -> None:
    karl, kim, zahra = await house.caretaker("Karl"), await house.caretaker("Kim"), await house.tenant("ar")
    stina = await house.staff()
    group = house.telegram.group("Norr")
    house.telegram.world.privacy = True
    await _writes(house, group, karl, "/team")
    assert group.last is not None and "administratör" in group.last.text
    group.lead()
    await _writes(house, group, karl, "/team")
    assert group.last.text.startswith("Gruppen gäller nu \u2068Norr")

    first, second = await house.report(zahra), await house.report(zahra, "kitchen.stove")
    assert group.last.text.startswith(f"{second} · Brådskande")
    await _presses(house, group, kim, f"order.take:{first}", f"order.done:{first}")
    assert f"fault.show:{first}" in zahra.sounds[-1].data
    assert kim.last.data == [f"order.note:{first}"]
    await house.type(kim, "Luftat elementet.")
    await _toasted(group, 1)
    assert group.toasts[0].text == "Jag har en fråga till dig i vår egen chatt."
    card = next(m for m in group.messages if m.text.startswith(f"{first} · "))
    assert "Luftat elementet." in card.text
    group.press(zahra, f"order.take:{second}")
    await house.quiet()
    await _toasted(group, 2)
    assert house.database.reader.execute("SELECT state FROM faults ORDER BY id").fetchall() == [
        ("done",),
        ("received",),
    ]

    moved = group.migrate()
    await house.quiet()
    assert [m.text.split(" ")[0] for m in moved.messages] == [str(first), str(second)]
    await _presses(house, moved, karl, f"order.take:{second}")
    assert "Karl" in next(m.text for m in moved.messages if m.text.startswith(f"{second} · "))
    moved.put_out()
    await house.quiet()
    assert "Norr" in stina.last.text
    assert house.database.reader.execute("SELECT count(*) FROM undelivered").fetchone() == (0,)
