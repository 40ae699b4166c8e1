"""Every example in every language: what Telegram takes, and what a reader can read."""

import re

import msgspec
import pytest

from bot import messages
from bot.messages.base import Message
from bot.messages.examples import EXAMPLES
from bot.messages.start import CHOOSE
from bot.settings import Company
from bot.speech import CAPTION_LIMIT, LOCALES, NAMES, RTL, TEXT_LIMIT, utf16_length
from tests.messages.drawn import drawn, strings

LONGEST_LABEL = 40
ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
# Ids and codes are lower-case words; what a person or the office wrote is not.
AN_ID = re.compile(r"[a-z_.0-9]*|E[0-4]|fa_AF")
ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")

every = pytest.mark.parametrize("message", [pytest.param(m, id=title) for title, m in EXAMPLES])
translated = pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != "en"])


def outside_isolates(text: str) -> str:
    """The text without what was inserted, Swedish passages and numbers included."""
    while text != (text := ISOLATED.sub("", text)):
        pass
    return text


def without_marks(text: str) -> str:
    return text.translate(dict.fromkeys([0x200F, *range(0x2066, 0x206A)]))


def test_every_kind_of_message_has_an_example() -> None:
    assert {type(message) for _, message in EXAMPLES} == set(messages.KINDS)
    assert len({title for title, _ in EXAMPLES}) == len(EXAMPLES)


@every
def test_a_message_is_within_the_limits_of_telegram_in_every_language(
    message: Message, company: Company
) -> None:
    for locale in LOCALES:
        shown = drawn(message, locale, company)
        assert shown.text
        limit = CAPTION_LIMIT if shown.file is not None else TEXT_LIMIT
        assert utf16_length(shown.text) <= limit
        assert len(shown.keys) <= 100
        for key in shown.keys:
            assert len(key["text"]) <= LONGEST_LABEL, key
            assert len(key.get("callback_data", "").encode()) <= 64
        for command in shown.fields.get("commands", []):
            assert re.fullmatch(r"[a-z_]{1,32}", command["command"])
            assert 1 <= len(command["description"]) <= 256


@every
def test_no_english_is_left_in_another_language(message: Message, company: Company) -> None:
    said = {locale: drawn(message, locale, company).text for locale in LOCALES}
    for locale in RTL:
        text = outside_isolates(said[locale]).replace(CHOOSE, "").replace(company.name, "")
        assert not ENGLISH.search(text), locale
    english, arabic, swedish = (without_marks(said[locale]).split("\n") for locale in ("en", "ar", "sv"))
    # What English and Arabic share is Swedish on purpose: what is said on the phone, what is valid.
    own = {line for line in english if ENGLISH.search(line) and line not in arabic}
    assert not own & set(swedish)


@every
@translated
def test_no_english_is_left_on_a_key(message: Message, locale: str, company: Company) -> None:
    names = {*NAMES.values(), *strings(msgspec.to_builtins(message))}
    english = {key["text"] for key in drawn(message, "en", company).keys} - names
    keys = [key["text"] for key in drawn(message, locale, company).keys]
    left = [text for text in keys if text in english and not re.match(r"\d+ · |[\d:–]+$", text)]
    assert not left


@every
def test_what_was_written_by_somebody_is_isolated(message: Message, company: Company) -> None:
    written = {company.name, company.desk.address}
    for text in strings(msgspec.to_builtins(message)):
        written |= {line for line in text.split("\n") if line and not AN_ID.fullmatch(line)}
    for locale in RTL:
        text = drawn(message, locale, company).text
        for value in written:
            for found in re.finditer(re.escape(value), text):
                before = text[: found.start()]
                whole_line = text.split("\n")[before.count("\n")] in (value, "\u200f" + value)
                assert whole_line or depth(before) > 0, (locale, value)


@every
def test_a_number_to_call_is_read_from_left_to_right(message: Message, company: Company) -> None:
    for locale in LOCALES:
        text = drawn(message, locale, company).text
        for found in re.finditer(r"\+46[\d ]+", text):
            assert text[found.start() - 1] == "\u2066", locale
            assert text[found.end()] == "\u2069", locale


@every
def test_every_line_closes_the_isolates_it_opens(message: Message, company: Company) -> None:
    for locale in LOCALES:
        for line in drawn(message, locale, company).text.split("\n"):
            assert depth(line) == 0, (locale, line)


@every
def test_rows_are_reversed_for_those_who_read_from_the_right(message: Message, company: Company) -> None:
    left = [[key.get("callback_data") for key in row] for row in drawn(message, "sv", company).rows]
    for locale in RTL:
        right = [[key.get("callback_data") for key in row] for row in drawn(message, locale, company).rows]
        assert right == [row[::-1] for row in left]


def depth(text: str) -> int:
    """How many isolates are open at the end of the text."""
    open_ = 0
    for char in text:
        if char in "\u2066\u2067\u2068":
            open_ += 1
        elif char == "\u2069":
            open_ -= 1
            assert open_ >= 0
    return open_
