"""A reader's locale: words, plurals, isolation, dates, direction and Telegram's limits."""

import datetime
import gettext
import io
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogues import PLURALS
from bot.speech import (
    LOCALES,
    N_,
    NAMES,
    RTL,
    Button,
    Copied,
    KeyboardWord,
    Rendered,
    Words,
    isolated,
    left_to_right,
    locale_of,
    western_digits,
    wire,
    words,
)

RLI, FSI, PDI, RLM = "\u2067", "\u2068", "\u2069", "\u200f"


def speaker(locale: str, *entries: tuple[Any, Any, str | None]) -> Words:
    catalogue = Catalog(locale=locale)
    if locale in PLURALS:
        forms, expression = PLURALS[locale]
        catalogue.mime_headers = [("Plural-Forms", f"nplurals={forms}; plural={expression};")]
    for msgid, string, context in entries:
        catalogue.add(msgid, string, context=context)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return Words(locale, gettext.GNUTranslations(io.BytesIO(out.getvalue())))


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("sv", {0: 1, 1: 0, 2: 1, 3: 1, 11: 1, 100: 1, 102: 1}),
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 11: 4, 100: 5, 102: 5}),
        ("fa_AF", {0: 0, 1: 0, 2: 1, 3: 1, 11: 1, 100: 1, 102: 1}),
    ],
)
def test_every_number_has_the_plural_form_of_its_language(locale: str, expected: dict[int, int]) -> None:
    forms = tuple(f"form {number}" for number in range(PLURALS[locale][0]))
    say = speaker(locale, (("{n} home", "{n} homes"), forms, None))
    assert {n: int(say.plural("{n} home", "{n} homes", n)[-1]) for n in expected} == expected


@pytest.mark.parametrize(("n", "said"), [(0, "0 homes"), (1, "1 home"), (2, "2 homes"), (102, "102 homes")])
def test_english_counts_without_a_catalogue(n: int, said: str) -> None:
    assert words("en").plural("{n} home", "{n} homes", n) == said.replace(str(n), f"{FSI}{n}{PDI}")


def test_a_sentence_without_translation_is_said_in_english() -> None:
    assert speaker("ar")("Not in any catalogue") == "Not in any catalogue"


def test_a_word_of_two_meanings_is_told_apart_by_its_context() -> None:
    say = speaker("ar", ("Show", "إظهار", "button"), ("Show", "عرض", "theatre"))
    assert (say.context("button", "Show"), say.context("theatre", "Show")) == ("إظهار", "عرض")


def test_a_marked_sentence_is_the_sentence() -> None:
    assert N_("Kitchen") == "Kitchen"


def test_an_inserted_value_is_isolated_and_a_copied_one_is_not() -> None:
    said = words("en")("{name}: {code}", name="Amina", code=Copied("ABC123"))
    assert said == f"{FSI}Amina{PDI}: ABC123"


def test_a_value_with_braces_is_not_read_as_a_placeholder() -> None:
    assert words("en")("{a} {b}", a="{b}", b="x") == f"{FSI}{{b}}{PDI} {FSI}x{PDI}"


def test_a_placeholder_without_its_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="number"):
        words("en")("Report {number}")


def test_each_line_of_a_value_is_isolated() -> None:
    assert isolated("a\n\nb") == f"{FSI}a{PDI}\n\n{FSI}b{PDI}"


def test_a_phrase_put_together_by_speech_keeps_its_isolates_inside() -> None:
    phrase = words("en").list(["a", "b"])
    assert words("en")("{x}", x=phrase) == f"{FSI}{phrase}{PDI}"


@pytest.mark.parametrize(
    ("value", "begins"),
    [
        (f"{FSI}الجمعة، 27 نوفمبر{PDI}، {FSI}قبل الظهر{PDI}", RLI),
        (f"{FSI}{FSI}الجمعة{PDI}{PDI}، {FSI}Storgatan{PDI}", RLI),
        (f"{FSI}fredag 27 november{PDI}, {FSI}förmiddag{PDI}", FSI),
        (f"{FSI}قبل الظهر{PDI} at noon", FSI),
        (f"{FSI}Storgatan 1{PDI} في البيت", FSI),
        ("112", FSI),
    ],
)
def test_a_phrase_of_nothing_but_values_is_read_as_the_first_of_them(value: str, begins: str) -> None:
    assert isolated(value) == f"{begins}{value}{PDI}"


@given(st.text(alphabet=f"a ب\n{FSI}{PDI}\u2066\u2067\u202e", max_size=20))
def test_no_value_can_break_out_of_its_isolate(value: str) -> None:
    for line in isolated(value).split("\n"):
        depth = 0
        for position, char in enumerate(line):
            depth += (char in "\u2066\u2067\u2068") - (char == PDI)
            assert depth >= 1 or (position == len(line) - 1 and depth == 0) or not line.strip()
        assert "\u202e" not in line


@pytest.mark.parametrize(
    ("locale", "items", "phrase"),
    [
        ("sv", "abc", "a, b och c"),
        ("en", "ab", "a and b"),
        ("ar", "abc", "a، b وc"),
        ("fa_AF", "abc", "a، b و c"),
        ("sv", "a", "a"),
        ("sv", "", ""),
    ],
)
def test_a_list_reads_as_a_phrase(locale: str, items: str, phrase: str) -> None:
    assert words(locale).list(list(items)).replace(FSI, "").replace(PDI, "") == phrase


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        ("fa", "fa_AF"),
        ("fa-IR", "fa_AF"),
        ("fa_AF", "fa_AF"),
        ("prs", "fa_AF"),
        ("prs-AF", "fa_AF"),
        ("ar", "ar"),
        ("ar-SY", "ar"),
        ("SV-se", "sv"),
        ("en-GB", "en"),
        ("ps", None),
        ("arz", None),
        ("", None),
        (None, None),
    ],
)
def test_a_phones_language_is_one_of_ours_or_none(code: str | None, locale: str | None) -> None:
    assert locale_of(code) == locale


def test_an_unknown_locale_is_spoken_to_in_english_and_words_are_made_once() -> None:
    assert words("de").locale == "en"
    assert words("ar") is words("ar")
    assert {locale for locale in LOCALES if words(locale).rtl} == RTL
    assert set(NAMES) == set(LOCALES)


def test_all_digits_become_western() -> None:
    assert western_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 12") == "0123456789 0123456789 12"


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("sv", "tisdag 24 november 2026"),
        ("en", "Tuesday 24 November 2026"),
        ("ar", "الثلاثاء، 24 نوفمبر 2026"),
        ("fa_AF", "سه‌شنبه 3 قوس 1405 (24 نومبر 2026)"),
    ],
)
def test_a_day_is_said_in_the_calendar_of_the_reader(locale: str, said: str) -> None:
    assert words(locale).date(datetime.date(2026, 11, 24)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (datetime.date(2026, 3, 20), "جمعه 29 حوت 1404 (20 مارچ 2026)"),
        (datetime.date(2026, 3, 21), "شنبه 1 حمل 1405 (21 مارچ 2026)"),
        (datetime.date(2027, 3, 20), "شنبه 29 حوت 1405 (20 مارچ 2027)"),
        (datetime.date(2027, 3, 21), "یک‌شنبه 1 حمل 1406 (21 مارچ 2027)"),
        (datetime.date(2025, 3, 20), "پنج‌شنبه 30 حوت 1403 (20 مارچ 2025)"),
    ],
)
def test_the_afghan_year_turns_at_nowruz(day: datetime.date, said: str) -> None:
    assert words("fa_AF").date(day) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("sv", "24 nov. 2026"),
        ("en", "24 Nov 2026"),
        ("ar", "24 نوفمبر 2026"),
        ("fa_AF", "3 قوس (24 نومبر 2026)"),
    ],
)
def test_a_short_date_has_no_weekday(locale: str, said: str) -> None:
    assert words(locale).short_date(datetime.date(2026, 11, 24)) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("sv", "onsdag 1 juli 2026 kl. 00:30"),
        ("en", "Wednesday 1 July 2026 at 00:30"),
        ("ar", "الأربعاء، 1 يوليو 2026، الساعة 00:30"),
        ("fa_AF", "چهارشنبه 10 سرطان 1405 (1 جولای 2026)، ساعت 00:30"),
    ],
)
def test_a_moment_is_said_in_swedish_time_with_24_hours(locale: str, said: str) -> None:
    moment = datetime.datetime(2026, 6, 30, 22, 30, tzinfo=datetime.UTC)
    assert words(locale).moment(moment) == said


def test_a_moment_without_its_time_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        words("sv").time(datetime.datetime(2026, 6, 30, 22, 30))


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)))
def test_every_day_can_be_said_with_western_digits(day: datetime.date) -> None:
    for locale in LOCALES:
        said = words(locale).date(day) + words(locale).short_date(day)
        assert western_digits(said) == said
        assert str(day.year) in said


# What Telegram is sent


def test_the_title_is_bold_above_the_text_counted_as_telegram_counts() -> None:
    fields = wire(Rendered(title="🔥 Eld", text="Ring *112* <b>"), "sv")
    assert fields == {
        "text": "🔥 Eld\n\nRing *112* <b>",
        "entities": [{"type": "bold", "offset": 0, "length": 6}],
        "link_preview_options": {"is_disabled": True},
    }


def test_a_text_alone_and_a_title_alone_need_no_blank_line() -> None:
    assert wire(Rendered(text="Hej"), "sv")["text"] == "Hej"
    assert "entities" not in wire(Rendered(text="Hej"), "sv")
    assert wire(Rendered(title=" Hej \n"), "sv")["text"] == "Hej"


@pytest.mark.parametrize(("locale", "order"), [("sv", "ab"), ("en", "ab"), ("ar", "ba"), ("fa_AF", "ba")])
def test_rows_of_buttons_run_in_the_direction_of_the_reader(locale: str, order: str) -> None:
    buttons = [[Button("a", data="1"), Button("b", data="2")], [Button("c", data="3")]]
    keyboard = [[KeyboardWord("a"), KeyboardWord("b")], [KeyboardWord("c")]]
    inline = wire(Rendered(text="x", buttons=buttons), locale)["reply_markup"]["inline_keyboard"]
    below = wire(Rendered(text="x", keyboard=keyboard), locale)["reply_markup"]["keyboard"]
    for rows in (inline, below):
        assert [[button["text"] for button in row] for row in rows] == [list(order), ["c"]]


def test_each_kind_of_button_becomes_its_field() -> None:
    row = [Button("d", data="order.take:214"), Button("u", url="tel:+46"), Button("c", copy="ABC")]
    assert wire(Rendered(text="x", buttons=[row, []]), "sv")["reply_markup"] == {
        "inline_keyboard": [
            [
                {"text": "d", "callback_data": "order.take:214"},
                {"text": "u", "url": "tel:+46"},
                {"text": "c", "copy_text": {"text": "ABC"}},
            ]
        ]
    }


def test_the_keyboard_stays_and_can_ask_for_a_number_and_can_be_taken_away() -> None:
    shown = wire(Rendered(text="x", keyboard=[[KeyboardWord("Min", contact=True)]]), "sv")
    assert shown["reply_markup"] == {
        "keyboard": [[{"text": "Min", "request_contact": True}]],
        "is_persistent": True,
        "resize_keyboard": True,
    }
    assert wire(Rendered(text="x", keyboard=[]), "sv")["reply_markup"] == {"remove_keyboard": True}


def test_a_file_turns_the_text_into_a_caption() -> None:
    fields = wire(Rendered(title="Bild", text="Köket", file=7), "sv")
    assert fields == {
        "caption": "Bild\n\nKöket",
        "caption_entities": [{"type": "bold", "offset": 0, "length": 4}],
    }
    assert wire(Rendered(file=7), "sv") == {}


def test_a_line_of_arabic_that_begins_with_a_latin_word_stays_right_to_left() -> None:
    rendered = Rendered(title="SFI مكتب", text=f"SFI\n{FSI}Anna{PDI} مكتب\nSFI مكتب")
    fields = wire(rendered, "ar")
    assert fields["text"] == f"{RLM}SFI مكتب\n\nSFI\n{FSI}Anna{PDI} مكتب\n{RLM}SFI مكتب"
    assert fields["entities"][0]["length"] == 9
    assert RLM not in wire(rendered, "sv")["text"]


@pytest.mark.parametrize(
    ("rendered", "field"),
    [
        (Rendered(), "text: empty"),
        (Rendered(text=" \n"), "text: empty"),
        (Rendered(text="😀" * 2049), "text: 4098"),
        (Rendered(title="t", text="x" * 4094), "text: 4097"),
        (Rendered(text="x" * 1025, file=1), "caption: 1025"),
        (Rendered(text="x", buttons=[[Button("a", data="å" * 33)]]), "button.data"),
        (Rendered(text="x", buttons=[[Button("a", data="")]]), "exactly one"),
        (Rendered(text="x", buttons=[[Button("a")]]), "exactly one"),
        (Rendered(text="x", buttons=[[Button("a", data="1", url="u")]]), "exactly one"),
        (Rendered(text="x", buttons=[[Button(" ", data="1")]]), "button.text"),
        (Rendered(text="x", buttons=[[Button("a", copy="x" * 257)]]), "button.copy"),
        (Rendered(text="x", buttons=[[Button("a", data="1")] * 9]), "buttons: more than 8"),
        (Rendered(text="x", buttons=[[Button("a", data="1")]] * 101), "buttons: more than 100"),
        (Rendered(text="x", keyboard=[[KeyboardWord("")]]), "keyboard.text"),
        (Rendered(text="x", keyboard=[[KeyboardWord("a")] * 9]), "keyboard: more than 8"),
        (Rendered(text="x", buttons=[[Button("a", data="1")]], keyboard=[]), "reply_markup"),
    ],
)
def test_what_telegram_would_refuse_is_named_before_it_is_sent(rendered: Rendered, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        wire(rendered, "sv")


def test_the_limits_themselves_are_allowed() -> None:
    button = Button("a", data="å" * 32)
    fields = wire(Rendered(text="😀" * 2048, buttons=[[button] * 8]), "ar")
    assert len(fields["text"]) == 2048


def test_a_line_of_nothing_but_inserted_values_stays_right_to_left() -> None:
    line = f"{FSI}3 قوس{PDI}: {FSI}خبر رسید{PDI}"
    assert wire(Rendered(text=f"سلام\n{line}"), "fa_AF")["text"] == f"سلام\n\u200f{line}"
    assert wire(Rendered(text=line), "sv")["text"] == line


def test_a_number_on_a_line_of_its_own_stands_on_the_right_and_reads_from_the_left() -> None:
    number = left_to_right("+46 980 319 200")
    assert number == "\u2066+46 980 319 200\u2069"
    assert words("ar")("{phone}", phone=number) == number
    assert wire(Rendered(text=f"ليلًا:\n{number}"), "ar")["text"] == f"ليلًا:\n\u200f{number}"


def test_swedish_words_on_a_line_of_their_own_stay_on_the_left_also_around_a_number() -> None:
    for line in (left_to_right("”Hej!”"), left_to_right(left_to_right("+46 980 319 200"))):
        assert wire(Rendered(text=f"ليلًا:\n{line}"), "ar")["text"] == f"ليلًا:\n{line}"
