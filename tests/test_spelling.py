"""Swedish spelled in the reader's letters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spelling import number_words, spelled

LATIN_OR_DIGIT = re.compile(r"[A-Za-zÅÄÖåäö0-9]")
SENTENCE = "Jag heter Amina och bor på Storgatan 12 B, lägenhet 1102. Det läcker vatten i köket!"


@pytest.mark.parametrize("locale", ["sv", "en"])
def test_swedish_and_english_readers_keep_the_swedish(locale: str) -> None:
    assert spelled(SENTENCE, locale) == SENTENCE


def test_a_real_sentence_reads_aloud_in_arabic() -> None:
    assert spelled(SENTENCE, "ar") == (
        "ياغ هيتِر أمينا أوك بور بو ستورغاتان تولڤ بي، ليغِنهيت إيلڤا نول تڤو. ديت ليكِر ڤاتِن إي تشوكيت!"
    )


def test_a_real_sentence_reads_aloud_in_dari() -> None:
    assert spelled(SENTENCE, "fa_AF") == (
        "یاگ هیتِر آمینا اوک بور پُو ستورگاتان تولْو بی، لیگِنهیت ایلْوا نول تْوو. دیت لیکِر واتِن ای چوکیت!"
    )


@pytest.mark.parametrize(
    ("swedish", "arabic", "dari"),
    [
        ("sjuk", "شوك", "شوک"),
        ("skicka", "شيكا", "شیکا"),
        ("skåp", "سكوب", "سکوپ"),
        ("explosion", "إيكسبلوشون", "ایکسپلوشون"),
        ("källare", "تشيلاري", "چیلاری"),
        ("taket", "تاكيت", "تاکیت"),
        ("giftig", "يِفتي", "یِفتی"),
        ("gatan", "غاتان", "گاتان"),
        ("ljus", "يوس", "یوس"),
        ("ringer", "رينغِر", "رینگِر"),
        ("värme", "ڤارمي", "وَرمی"),
        ("Berg", "بيري", "بیری"),
        ("element", "إيليمِنت", "ایلیمِنت"),
        ("Björkvägen", "بيوركڤيغِن", "بیورک\u200cویگِن"),
        ("Ängsköket", "إينغستشوكيت", "اینگس\u200cچوکیت"),
        ("Müller", "ميلِر", "میلِر"),
        ("lgh 1", "ليغِنهيت إِت", "لیگِنهیت اِت"),
        ("AB", "آ بي", "آ بی"),
        ("kontor", "كونتور", "کُنتور"),
        ("kackerlackor", "كاكيرلاكور", "کاکِرلاکور"),
        ("tolv", "تولڤ", "تولْو"),
        ("svenska", "سڤينسكا", "سْوینسکا"),
        ("nu", "نو", "نُو"),
        ("sju", "شو", "شُو"),
        ("vi", "ڤي", "وِی"),
        ("tio", "تيو", "تی\u200cیو"),
        ("huset", "هوسيت", "هُوسیت"),
        ("läckage", "ليكاش", "لیکاژ"),
        ("garageport", "غاراشبورت", "گاراژپورت"),
        ("sopkärl", "سوبتشارل", "سوپ‌چَرل"),
        ("skadegörelse", "سكادييوريلسي", "سکادی‌یوریلسی"),
        ("ej", "أَي", "اَی"),
    ],
)
def test_a_word_is_spelled_as_swedes_say_it(swedish: str, arabic: str, dari: str) -> None:
    assert (spelled(swedish, "ar"), spelled(swedish, "fa_AF")) == (arabic, dari)


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("0", "noll"),
        ("7", "sju"),
        ("21", "tjugo ett"),
        ("100", "hundra"),
        ("214", "två hundra fjorton"),
        ("112", "ett ett två"),
        ("1102", "elva noll två"),
        ("1001", "tio noll ett"),
        ("1412", "fjorton tolv"),
        ("1200", "tolv hundra"),
        ("3000", "tre tusen"),
        ("0902", "noll nio noll två"),
        ("070", "noll sjuttio"),
        ("12345", "ett två tre fyra fem"),
    ],
)
def test_a_number_is_said_as_on_a_swedish_telephone(digits: str, said: str) -> None:
    assert number_words(digits) == said


def test_a_telephone_number_is_said_digit_by_digit() -> None:
    assert spelled("070-123 45 67", "ar") == spelled("0 7 0 1 2 3 4 5 6 7", "ar")


def test_a_soft_k_inside_a_town_keeps_the_coarse_word_away() -> None:
    assert spelled("Nyköping", "ar") == "نيتشوبينغ"
    assert spelled("Linköpingsvägen", "ar") == "لينتشوبينغسڤيغِن"


def test_two_is_not_the_rude_word_it_would_be_with_an_arabic_f() -> None:
    assert spelled("två", "ar") == "تڤو"


def test_what_is_written_in_her_script_already_stays() -> None:
    assert spelled("سلام Anna", "fa_AF") == "سلام آنا"


def test_commas_and_question_marks_turn_with_the_script() -> None:
    assert spelled("nu, ja?", "ar") == "نو، يا؟"
    assert spelled("spis/fläkt", "fa_AF") == "سپیس، فلیکت"


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöéüABCÅÄÖ0123456789 .,-:+B", max_size=60))
def test_nothing_latin_is_left_for_her_to_read(swedish: str) -> None:
    for locale in ("ar", "fa_AF"):
        assert not LATIN_OR_DIGIT.search(spelled(swedish, locale))


@given(st.text(max_size=40))
def test_any_text_can_be_spelled(text: str) -> None:
    assert isinstance(spelled(text, "ar"), str)
