"""Questions on the page: in words, by looking, in danger, to a person, and what the office makes of them."""

from bot.messages.fault_words import ITEMS
from bot.shipped import answers_in
from tests.browser.phone import Phone
from tests.browser.stage import Stage


def title(phone: Phone, topic: str) -> str:
    """The title of a shipped answer, as she reads it."""
    return answers_in(phone.language)[topic].title


def test_a_question_in_words_has_its_answer_or_near_ones_in_her_language(stage: Stage) -> None:
    zahra = stage.phone("A newcomer")
    zahra.comes_in()
    zahra.types("کرایه را تا کدام روز باید بدهم؟")
    zahra.answer().says(title(zahra, "rent.when_due"))
    zahra.shot("answered in dari")
    zahra.types("Vilken dag ska hyran betalas?")
    zahra.answer().says(title(zahra, "rent.when_due"))
    zahra.press("Yes")
    zahra.sees("Good! Thank you for telling us.")
    zahra.types("سلام")
    zahra.answer().says("Hello! Ask me something about your home in your own words, or press a button.")
    zahra.types("آب و هوا فردا در کابل چطور است؟")
    zahra.answer().has_button("Ask a person")
    zahra.shot("a greeting, and what is not ours")
    zahra.types("یخچال ما از دیشب کار نمی‌کند")
    zahra.press(ITEMS["kitchen.fridge"])
    zahra.shot("a fault told in words")


def test_any_answer_is_three_presses_away(stage: Stage) -> None:
    omar = stage.phone("A tenant")
    omar.comes_in()
    omar.press("Ask")
    omar.shot("the groups")
    omar.press("Laundry, waste and yard")
    omar.shot("one group")
    omar.press(title(omar, "laundry.book"))
    omar.answer().says(title(omar, "laundry.book"))
    omar.shot("the answer")


def test_danger_has_its_card_at_once_and_violence_one_that_can_be_hidden(stage: Stage) -> None:
    omar = stage.phone("A tenant")
    omar.comes_in()
    omar.press("Report a fault")
    omar.types("النجدة حريق بالمطبخ")
    omar.answer().has_button("I have called")
    omar.shot("fire in the midst of a report")
    omar.types("زوجي يضربني")
    omar.press("Hide this")
    omar.does_not_see("زوجي يضربني")
    omar.shot("hidden")
    omar.types("/cancel")
    omar.types("كيف أغيّر بطارية جهاز إنذار الحريق؟")
    omar.answer().says(title(omar, "smoke_alarm"))


def test_a_person_answers_in_her_language_and_the_office_changes_a_text(stage: Stage) -> None:
    zahra, karin = stage.phone("A newcomer"), stage.phone("The desk")
    for phone in (zahra, karin):
        phone.comes_in()
    zahra.press("Ask")
    zahra.press("Ask a person")
    zahra.shot("what do you want to ask")
    zahra.types("کلید تشناب گدام کجا است؟")
    zahra.sees("Thank you! Your question is with our office now.")
    karin.press("Show")
    karin.shot("a question to the office")
    karin.press("A ready phrase")
    karin.press("Back")
    karin.press("Another answer")
    karin.press("Rent and money")
    karin.press(title(karin, "deposit"))
    karin.shot("send this")
    karin.press("Send")
    zahra.press("Show")
    stage.shot("answered by a person")

    karin.types("/inbox")
    karin.shot("what people ask")
    karin.types("/answer deposit")
    karin.shot("an answer to be changed")
    karin.press("Svenska")
    karin.press("Write a new text")
    karin.types("Vi tar ingen deposition. Be om hjälp på kontoret.")
    karin.shot("a new text")
    karin.press("Publish")
    karin.sees("Published. Everybody reads it from now on.")
    karin.shot("published")
