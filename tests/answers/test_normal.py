"""One spelling, whatever was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.normal import is_arabic_script, normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("När ska hyran betalas?", "nar ska HYRAN betalas"),
        ("Tvättstugan", "tvattstugan"),
        ("Får jag låna en é?", "far jag lana en e"),
        ("hyyyyran", "hyran"),
        ("tvättstuga", "tvätstuga"),  # learners double and undouble
        ("أَيْنَ المِفْتَاحُ؟", "اين المفتاح"),
        ("إيجــــار", "ايجار"),
        ("شقّة", "شقه"),
        ("مستشفى", "مستشفي"),
        ("حريييييق", "حريق"),
        ("کلید", "كليد"),
        ("می‌خواهم", "ميخواهم"),
        ("می خواهم", "میخواهم"),
        ("خانه‌ها", "خانه ها"),
        ("خانهٔ ما", "خانه ما"),
        ("۱۱۲", "112"),
        ("١١٢", "112"),
        ("🔥 det brinner 🔥", "det brinner"),
        ("\u202bمرحبا\u202c \u200f", "مرحبا"),
        ("h̷̛̤e̵̗͠j̴̰͝", "hej"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),
    ],
)
def test_two_ways_to_type_it_are_alike(one, other):
    assert normal(one) == normal(other) != ""


@pytest.mark.parametrize("text", ["", "   ", "🔥🔥", "?!…", "\u202e\u200f\u2066", "\u0301\u0302", "ـــ"])
def test_what_has_no_word_is_nothing(text):
    assert normal(text) == ""


def test_numbers_stay_and_are_no_letters_held_down():
    assert normal("1000 kr") == "1000 kr"


@given(st.text(max_size=300))
def test_any_text_comes_out_as_words_in_one_spelling(text):
    spelt = normal(text)

    assert spelt == spelt.strip()
    assert "  " not in spelt
    assert normal(spelt) == spelt


@given(st.text(alphabet="\u0301\u0338\u064e\u0670\u200d\u200e\u202b\u2069\ufe0f🔥👍🏽", max_size=50))
def test_marks_and_pictures_after_letters_change_nothing(marks):
    assert normal(f"hyra{marks}").replace(" ", "") == "hyra"


def test_the_script_is_that_of_most_letters():
    assert is_arabic_script("حجز tvättstuga في البناية")
    assert not is_arabic_script("book the غسيل room")
    assert not is_arabic_script("112")
