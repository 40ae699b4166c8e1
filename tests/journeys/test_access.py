"""Coming into a home: a visit, a question with a photo and the key, with the running bot."""

from bot.sandbox.phones import Phone
from bot.speech import words
from tests.house import House
from tests.talk import picture


def first(phone: Phone, prefix: str) -> str:
    """The first button of the newest message whose data begins so."""
    return next(data for data in phone.last.data if data.startswith(prefix))


async def test_a_visit_is_agreed_in_two_languages(house: House) -> None:
    zahra, karl = await house.tenant("ar"), await house.caretaker()
    number = await house.report(zahra, enter="no")
    await house.press(
        karl, f"order.take:{number}", f"order.ask:{number}", f"order.ask_as:{number}.another_day"
    )
    day = next(d for m in karl.messages for d in m.data if d.startswith(f"order.visit:{number}."))
    await house.press(karl, day, f"{day}.10")

    await house.press(zahra, f"fault.show:{number}")
    _ = words("ar")
    assert "10:00" in zahra.last.text
    other = next(d for d in zahra.last.data if d.endswith(".another"))
    await house.press(zahra, other)
    await house.press(zahra, first(zahra, other.removesuffix("another") + "2"))
    await house.press(zahra, next(d for d in zahra.last.data if d.endswith(".afternoon")))

    agree = next(d for m in karl.messages for d in m.data if d.startswith(f"order.agree:{number}."))
    await house.press(karl, agree)
    assert _("after noon") in zahra.message(zahra.last.reply_to or zahra.last.message_id).text
    assert house.database.reader.execute("SELECT planned IS NOT NULL FROM faults").fetchone() == (1,)
    assert house.database.reader.execute("SELECT count(*) FROM set_aside").fetchone() == (0,)


async def test_a_photo_is_asked_for_and_comes_and_the_key_is_taken_back(house: House) -> None:
    zahra, karl = await house.tenant("fa_AF"), await house.caretaker()
    number = await house.report(zahra)
    await house.press(karl, f"order.take:{number}", f"order.ask:{number}", f"order.ask_as:{number}.photo")
    zahra.send_photo(picture(), "از سمت چپ")
    await house.quiet()
    await karl.until(lambda phone: any(m.photo for m in phone.messages), timeout=10)
    card = next(m for m in karl.messages if m.text.startswith(f"{number} ·"))
    assert "Svar: \u2068en bild\u2069" in card.text and "از سمت چپ" in card.text

    await house.press(zahra, f"fault.key:{number}.no")
    card = next(m for m in karl.messages if m.text.startswith(f"{number} ·"))
    assert "HYRESGÄSTEN HAR ÄNDRAT SITT SVAR" in card.text and "HUVUDNYCKEL: NEJ" in card.text
    await house.press(karl, f"order.acknowledge:{number}.no", f"order.start:{number}")
    assert house.database.reader.execute("SELECT state FROM faults").fetchall() == [("started",)]
