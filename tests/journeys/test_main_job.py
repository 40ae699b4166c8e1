"""The main job: a fault reported in Dari becomes a Swedish work order and comes back as done."""

from tests.house import House


async def test_a_fault_reported_in_dari_becomes_a_swedish_order_and_comes_back_as_done(house: House) -> None:
    zahra = await house.tenant("fa_AF")
    karl = await house.caretaker("Karl")

    number = await house.report(zahra)

    assert f"خبر خرابی {number}" in zahra.last.text
    order = karl.last
    assert order.text.startswith(f"{number} · Brådskande")
    assert "Norra vägen 1, Testby" in order.text
    assert "HUVUDNYCKEL: JA" in order.text
    assert "Element kallt" in order.text
    assert "dari" in order.text.lower()

    await house.press(karl, f"order.take:{number}", f"order.start:{number}")
    assert not [m for m in zahra.sounds if "fault.show" in str(m.data)]
    await house.press(karl, f"order.done:{number}")

    assert f"fault.show:{number}" in zahra.sounds[-1].data
    await house.press(zahra, f"fault.show:{number}", f"fault.reopen:{number}")

    assert f"order.show:{number}" in karl.sounds[-1].data
    assert karl.shown(f"order.take:{number}")
