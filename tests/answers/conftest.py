"""A small library of made-up answers in two languages, and what is learnt from it."""

from pathlib import Path

import pytest

from bot.answers import kept
from bot.answers.finder import Finder

PAGE = """---
title: "{title}"
asked:
{asked}
next: {next}
related: [{related}]
reviewed: ""
---
{text}
"""

ASKED = {
    "en": {
        "rent.when_due": [
            "When do I pay the rent?", "What day is the rent due?", "rent when", "last day for rent",
            "my salary comes on the 25th, can I pay after", "When must the money be there?",
        ],
        "laundry.book": [
            "How do I book the laundry room?", "laundry time", "Where do I reserve a washing time?",
            "my clothes are dirty and all slots are taken", "tvättstuga booking", "can I wash on Sunday",
        ],
        "waste.sorting": [
            "Where do I throw plastic?", "How do I sort rubbish?", "glass and metal where", "food waste bag",
            "which bin is for paper", "the cardboard does not fit",
        ],
        "water.leak": [
            "Water is leaking in my flat", "a pipe broke", "the floor is wet from the wall",
            "who do I call for a leak", "leak under the sink",
        ],
        "lift": ["The lift is broken", "when is the lift repaired", "elevator not working", "lift noise"],
    },
    "ar": {
        "rent.when_due": [
            "متى أدفع الإيجار؟", "أي يوم آخر موعد للاجار", "ايجار متى", "راتبي يأتي متأخرا هل أدفع بعد",
        ],
        "laundry.book": ["كيف أحجز غرفة الغسيل؟", "موعد غسيل", "بدي احجز دور بالمغسلة", "تفيتستوغا حجز"],
        "waste.sorting": ["أين أرمي البلاستيك؟", "كيف أفرز النفايات", "زجاج ومعدن وين", "حاوية الورق"],
        "water.leak": ["الماء يتسرب في شقتي", "انكسرت ماسورة", "تسريب تحت المغسلة"],
        "lift": ["المصعد معطل", "متى يصلح المصعد", "الاسانسير ما بيشتغل"],
    },
}  # fmt: skip
NOT_OURS = {
    "en": [
        "Hello there",
        "what a lovely day",
        "who won the football",
        "I need a doctor",
        "tell me a joke",
        "asylum law",
    ],
    "ar": ["مرحبا", "الطقس جميل", "من ربح المباراة", "بدي دكتور", "احكي نكتة"],
}  # fmt: skip


DANGER = {
    "en": [
        "a fire in the kitchen",
        "my flat burns",
        "smoke everywhere help",
        "the curtains burn",
        "it burns here",
    ],
    "ar": ["حريق في المطبخ", "شقتي تحترق", "دخان كثير النجدة", "الستارة تحترق", "نار بالبيت"],
}
CALM = {
    "en": [
        "how to test the smoke alarm",
        "a candle on the table",
        "we had a fire last year",
        "the film was fire",
    ],
    "ar": ["كيف أفحص جهاز الإنذار", "شمعة على الطاولة", "كان عندنا حريق السنة الماضية", "الفيلم نار"],
}


def write(folder: Path, locale: str, topic: str, asked: list[str], **fields: str) -> Path:
    """Writes one answer; returns its file."""
    file = folder / locale / "answers" / f"{topic}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    values = {"title": topic, "next": "call:desk", "related": "", "text": "An answer.", **fields}
    lines = "\n".join(f'  - "{text}"' for text in asked)
    file.write_text(PAGE.format(asked=lines, **values), encoding="utf-8")
    return file


def write_all(folder: Path) -> Path:
    """Writes the small library with a few examples of danger of its own, so that it is learnt in a moment;
    returns its folder.
    """
    for locale in ASKED:
        write_answers(folder, locale)
        (folder / locale / "emergencies.txt").write_text(
            "[danger - fire.what_to_do]\n" + "\n".join(DANGER[locale]) + "\n", "utf-8"
        )
        (folder / locale / "look_alikes.txt").write_text(
            "[not_ours]\n" + "\n".join(CALM[locale]) + "\n", "utf-8"
        )
    return folder


def write_answers(folder: Path, locale: str) -> None:
    """Writes the small library's answers in a language."""
    for topic, asked in ASKED[locale].items():
        write(folder, locale, topic, asked)
    (folder / locale / "answers" / "not_ours.txt").write_text("\n".join(NOT_OURS[locale]) + "\n", "utf-8")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """The folder of the small library."""
    return write_all(tmp_path / "answers")


@pytest.fixture(scope="session")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file learnt from the small library; read it, never change it."""
    folder = write_all(tmp_path_factory.mktemp("answers"))
    file = kept.place(folder / "house.sqlite3", folder)
    kept.learn(file, folder)
    return file


@pytest.fixture(scope="session")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """What is learnt from the small library with the program's own examples of danger."""
    folder = tmp_path_factory.mktemp("answers")
    for locale in ASKED:
        write_answers(folder, locale)
    return kept.finder(folder / "house.sqlite3", folder)
