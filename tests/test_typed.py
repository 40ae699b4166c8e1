"""Typed commands of a caretaker: Swedish and English, with and without diacritics, any digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.typed import Typed, read


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
