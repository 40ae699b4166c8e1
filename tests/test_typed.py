"""Typed commands of a caretaker: Swedish and English, with and without diacritics, any digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.typed_orders import ways_to_type
from bot.messages.work_orders import RETURN_REASONS
from bot.speech import LOCALES, words
from bot.typed import Typed, is_only_reason, language_of, number_in, plain, read, reason_in


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("214", Typed("show", 214)),
        ("#214", Typed("show", 214)),
        (" ۲۱۴ ", Typed("show", 214)),
        ("٢١٤ start", Typed("start", 214)),
        ("214 start", Typed("start", 214)),
        ("214 Vänta", Typed("parts", 214)),
        ("214 vanta", Typed("parts", 214)),
        ("214 va\u0308nta", Typed("parts", 214)),
        ("214 klar bytte packning", Typed("done", 214, "bytte packning")),
        ("214: klar", Typed("done", 214)),
        ("214 done\nnew gasket", Typed("done", 214, "new gasket")),
        ("214 KLAR!", Typed("done", 214)),
        ("214 åter fel adress", Typed("return", 214, "fel adress")),
        ("214 ater", Typed("return", 214)),
        ("mina", Typed("mine")),
        ("Idag", Typed("today")),
        ("i dag", Typed("today")),
        ("today", Typed("today")),
        ("214?", Typed("show", 214)),
        ("214 tar den", Typed("take", 214, "den")),
        ("214 väntar på delar till 3 kranar", Typed("parts", 214, "till 3 kranar")),
        ("214 done: new  gasket", Typed("done", 214, "new  gasket")),
        ("۲۱۴ تمام شد پرزهٔ نو", Typed("done", 214, "پرزهٔ نو")),
        ("٢١٤ تم تغيير ٣ قطع", Typed("done", 214, "تغيير ٣ قطع")),
        ("214 إعادة عنوان خطأ", Typed("return", 214, "عنوان خطأ")),
        ("214 اعادة", Typed("return", 214)),
        ("214 بدات", Typed("start", 214)),
        ("امروز", Typed("today")),
        ("کارهای من", Typed("mine")),
        ("كارهاي من", Typed("mine")),
        ("اليوم.", Typed("today")),
    ],
)
def test_a_typed_command_is_understood(text: str, meant: Typed) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "text", ["", "hej", "214 kanske", "0", "klar", "klar 214", "1234567890123", "21 4 klar", "112 ring nu"]
)
def test_anything_else_is_no_command(text: str) -> None:
    assert read(text) is None


@given(st.text())
def test_no_text_is_too_strange_to_read(text: str) -> None:
    found = read(text)
    assert found is None or found.number < 10**12


BUTTONS = {
    "take": "Take",
    "start": "Start",
    "parts": "Waiting for parts",
    "done": "Done",
    "return": "Give back",
    "show": "Show",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_what_stands_on_the_buttons_is_understood_when_it_is_typed(locale: str) -> None:
    for act, label in BUTTONS.items():
        assert read(f"214 {words(locale)(label)}") == Typed(act, 214)
    for reason, label in RETURN_REASONS.items():
        assert (reason_in(words(locale)(label)) or "other") == reason


@pytest.mark.parametrize("locale", LOCALES)
def test_what_the_help_shows_is_understood(locale: str) -> None:
    shown = [line for line in ways_to_type(words(locale), 214).split("\n") if line.startswith("214 ")]
    meant = [found for found in map(read, shown) if found is not None]
    assert [found.act for found in meant] == ["start", "parts", "done", "return"]
    assert meant[2].rest and reason_in(meant[3].rest) == "wrong_address"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Fel adress!", "wrong_address"),
        ("det var inte mitt område", "not_mine"),
        ("behöver en elektriker", "needs_firm"),
        ("ingen öppnade.", "no_access"),
        ("couldn't get in", "no_access"),
        ("firman kommer", None),
        ("fel adress, och ingen hemma", None),
        ("", None),
    ],
)
def test_a_reason_is_read_from_words_that_name_one_and_no_other(said: str, reason: str | None) -> None:
    assert reason_in(said) == reason


def test_words_that_are_nothing_but_the_reason_are_told_from_more() -> None:
    assert is_only_reason("Fel adress.") and is_only_reason("آدرس نادرست")
    assert not is_only_reason("fel adress, ring Anna") and not is_only_reason("")


@pytest.mark.parametrize(("text", "number"), [("214 kalr", 214), ("#۲۱۴ kalr", 214), ("kalr", 0), ("0 x", 0)])
def test_the_number_is_read_also_where_no_act_follows(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("text", "locale", "language"),
    [
        ("bytte packning", "sv", ""),
        ("bytte packning", None, ""),
        ("new gasket", "en", "en"),
        ("تم تغيير القطعة", "ar", "ar"),
        ("پرزه نو", "fa_AF", "fa_AF"),
        ("bytte packning", "fa_AF", ""),
    ],
)
def test_a_note_is_marked_with_its_language_if_that_is_not_swedish(
    text: str, locale: str | None, language: str
) -> None:
    assert language_of(text, locale) == language


@given(st.text())
def test_plain_writing_is_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    reason_in(text)
