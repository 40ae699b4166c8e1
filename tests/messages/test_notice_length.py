"""How long a notice becomes: every template fits, and what is measured is what is sent."""

from __future__ import annotations

from bisect import bisect

import pytest

from bot.messages.examples_notices import content
from bot.messages.notice_length import too_long
from bot.messages.notice_summary import Alert, Draft, Reach
from bot.messages.notice_texts import TEMPLATES, Content
from bot.messages.notices import ANSWERED, Notice
from bot.settings import Company
from bot.speech import LOCALES, words

LONG = "Kungsgatan 112 B och alla andra hus vid gården, Krokom"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_fits_under_a_picture_in_every_language(template: str, company: Company) -> None:
    assert too_long(content(template, where=LONG, file=31), True, company) is None


@pytest.mark.parametrize("file", [0, 31])
@pytest.mark.parametrize("asks", [False, True])
def test_what_fits_can_be_sent_with_every_answer_and_a_sign_more_cannot(
    company: Company, file: int, asks: bool
) -> None:
    most = 1024 if file else 4096

    def of(length: int) -> Content:
        return content("free.information", texts={"sv": "x" * length}, file=file)

    longest = bisect(range(most), False, key=lambda n: too_long(of(n), asks, company) is not None) - 1
    assert most - 500 < longest < most
    said = of(longest)
    sent = []
    for locale in LOCALES:
        for answered in ["", *(ANSWERED if asks else ())]:
            if answered not in ("call", "vote"):
                fields, _ = Notice(7, content=said, asks=asks, answered=answered).draw(words(locale), company)
                sent.append(len(str(fields.get("text") or fields.get("caption"))))
    assert max(sent) == most


def test_the_result_of_a_poll_goes_under_a_picture(company: Company) -> None:
    question = "Vad vill ni ha på gården? " * 50
    found = too_long(content("poll", texts={"sv": f"{question}\nBänkar\nOdlingslådor"}), False, company)
    assert found is not None
    assert found.most == 1024


def test_an_emergency_leaves_room_for_what_stands_around_it_before_it_goes(company: Company) -> None:
    reach = Reach({"sv": 100, "ar": 20, "fa_AF": 30, "en": 5}, blocked=2, muted=3, homes_without=9)

    def of(length: int) -> Content:
        return content("emergency.water", texts={"sv": "x" * length}, ends=0.0)

    longest = bisect(range(4096), False, key=lambda n: too_long(of(n), True, company, reach) is not None) - 1
    for locale in LOCALES:
        Alert(of(longest), LONG, reach, [], wrong="past").draw(words(locale), company)
        Draft(of(longest), LONG, reach, wrong="past", number=7).draw(words(locale), company)
    assert longest > 2500
