"""The answers as they are read: every one, in every language, with the values of the company."""

import re

import msgspec
import pytest

from bot.answering import Answering
from bot.answers import library
from bot.messages import company_values, questions
from bot.messages.base import AnswerText
from bot.messages.questions import Answer, Topics
from bot.settings import AnswerValues, Company
from bot.speech import LOCALES, TEXT_LIMIT, utf16_length, words
from bot.topics import GROUP_OF, GROUPS, SHOWS_SWEDISH
from tests.messages.drawn import Drawn, drawn

LONGEST_LABEL = 40
SENTENCES = ("rent_ways", "deposit", "laundry_how", "waste_kinds")
every = pytest.mark.parametrize("topic", GROUP_OF)


def shown(topic: str, locale: str, company: Company) -> Drawn:
    answers = Answering(company)
    answer = Answer(
        topic,
        next=answers.next(topic),
        related=answers.related(topic, locale),
        group=GROUP_OF[topic],
        swedish=topic in SHOWS_SWEDISH,
    )
    return drawn(answer, locale, company)


@every
def test_every_answer_fits_a_message_and_its_title_a_button(topic: str, company: Company) -> None:
    for locale in LOCALES:
        answer = shown(topic, locale, company)
        assert utf16_length(answer.text) <= TEXT_LIMIT
        assert not re.search(r"[{}]", answer.text), locale
        for key in answer.keys:
            assert len(key["text"]) <= LONGEST_LABEL, (locale, key)
            assert len(key["callback_data"].encode()) <= 64


@every
def test_every_answer_leads_on_and_never_to_itself(topic: str, company: Company) -> None:
    answer = shown(topic, "sv", company)
    data = [key["callback_data"] for key in answer.keys]
    related = {each.partition(":")[2] for each in data if each.startswith("answer.topic:")}
    assert related <= set(GROUP_OF) - {topic}
    assert len(related) >= 2
    assert {f"answer.human:{topic}", "answer.helped:yes", "answer.helped:no"} <= set(data)


def test_the_swedish_stands_beside_what_is_about_contracts_and_emergencies(company: Company) -> None:
    for topic in GROUP_OF:
        for locale in LOCALES:
            beside = "Svenska:" in shown(topic, locale, company).text
            assert beside == (locale != "sv" and topic in SHOWS_SWEDISH), (topic, locale)


def test_a_text_that_a_native_reader_has_been_through_stands_alone(company: Company) -> None:
    def texts(topic: str, version: int, locale: str) -> AnswerText:
        return AnswerText(f"Titel {locale}", f"Text {locale} {{company}}", reviewed="Zahra A, 2026-12-01")

    _ = words("ar")
    fields, _file = Answer("swap", swedish=True).draw(_, company, texts)
    assert "Text ar" in fields["text"]
    assert "Svenska:" not in fields["text"]


def test_a_text_that_is_older_than_another_says_so_and_shows_the_swedish(company: Company) -> None:
    def texts(topic: str, version: int, locale: str) -> AnswerText:
        return AnswerText("Titel", f"Text {locale}", reviewed="Zahra A", old=locale != "sv")

    for locale in LOCALES:
        fields, _file = Answer("deposit").draw(words(locale), company, texts)
        note = words(locale)("This text was changed in another language. We are looking it over.")
        assert (note in fields["text"]) == (locale != "sv")
        assert "Text sv" in fields["text"]
        assert f"Text {locale}" in fields["text"]


def test_an_answer_is_shown_at_its_version_and_titles_at_the_newest(company: Company) -> None:
    asked = []

    def texts(topic: str, version: int, locale: str) -> AnswerText:
        asked.append((topic, version))
        return AnswerText(f"Titel {topic}", "Text")

    Answer("swap", 3, related=["sublet"]).draw(words("sv"), company, texts)
    assert set(asked) == {("swap", 3), ("sublet", -1)}


def test_the_number_is_not_said_twice(company: Company) -> None:
    def texts(text: str) -> questions.Texts:
        return lambda topic, version, locale: AnswerText("Titel", text)

    for text, step, number in (
        ("Ring {bobutik}.", "call:desk", "+46 980 319 230"),
        ("Hej.", "call:desk", "+46 980 319 230"),
        ("Ring {jour}.", "call:jour", "+46 980 319 200"),
        ("Hej.", "call:jour", "+46 980 319 200"),
    ):
        fields, _file = Answer("swap", next=step).draw(words("sv"), company, texts(text))
        assert fields["text"].count(number) == 1, text


def test_every_topic_stands_in_one_group_with_words(company: Company) -> None:
    assert set(questions.GROUPS) == set(GROUPS)
    assert sum(map(len, GROUPS.values())) == len(GROUP_OF) == 58
    for group, topics in GROUPS.items():
        for locale in LOCALES:
            listed = drawn(Topics(group, list(topics)), locale, company)
            assert len([k for k in listed.keys if k["callback_data"].startswith("answer.topic:")]) == len(
                topics
            )
        assert len(topics) <= 8


# -- Values of the company --------------------------------------------------------------------------


def test_the_sample_company_fills_every_placeholder_in_every_language(company: Company) -> None:
    for locale in LOCALES:
        assert set(company_values.values(words(locale), company)) == company_values.KNOWN
    assert company_values.KNOWN == library.PLACEHOLDERS


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("how", ["board", "app", "phone", "web", "none"])
def test_every_way_of_booking_has_its_sentence(company: Company, how: str, locale: str) -> None:
    answers = msgspec.structs.replace(company.answers, laundry_how=how)
    said = str(
        company_values.values(words(locale), msgspec.structs.replace(company, answers=answers))["laundry_how"]
    )
    assert "tvättstuga" in said
    assert ("+46" in said) == (how == "phone")
    assert ("https" in said) == (how == "web")


def test_what_is_missing_is_named_by_its_key(company: Company) -> None:
    empty = msgspec.structs.replace(company, answers=AnswerValues())
    web = msgspec.structs.replace(company, answers=AnswerValues(laundry_how="web"))
    for profile, text, keys in (
        (empty, "{company} {jour} {bobutik} {desk_hours} {desk_address}", []),
        (empty, "{quiet_from} {rent_ways} {quiet_from}", ["answers.quiet_from", "answers.rent_ways"]),
        (web, "{laundry_how}", ["answers.site"]),
    ):
        there = company_values.values(words("ar"), profile)
        assert company_values.missing(text, there, profile) == keys
    assert company_values.unknown("{company} {compny}") == ["compny"]


def test_a_deposit_is_a_sum_or_none(company: Company) -> None:
    for deposit, said in ((0, "We take no deposit."), (4000, "4000")):
        answers = AnswerValues(deposit=deposit)
        found = company_values.values(words("en"), msgspec.structs.replace(company, answers=answers))
        assert said in str(found["deposit"])


def test_sentences_of_the_company_are_in_the_readers_language(company: Company) -> None:
    said = {locale: company_values.values(words(locale), company) for locale in LOCALES}
    for name in SENTENCES:
        assert len({str(said[locale][name]) for locale in LOCALES}) == len(LOCALES), name
