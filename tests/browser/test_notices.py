"""A notice that the water will be off, in four languages, and an answer beside it."""

from tests.browser.stage import Stage


def test_a_notice_reaches_four_phones_in_four_languages_while_one_has_her_answer(stage: Stage) -> None:
    zahra, omar, karin = stage.phone("A newcomer"), stage.phone("A tenant"), stage.phone("The desk")
    alex = stage.add_phone("Tenant, adult", "English", "Alex")
    sven = stage.add_phone("Tenant, adult", "Swedish", "Sven")
    tenants = (zahra, omar, alex, sven)
    for phone in (*tenants, karin):
        phone.comes_in()
    karin.types("/notice")
    karin.shot("what is it about")
    karin.press("The water will be off")
    karin.types("30/11")
    karin.shot("which time")
    karin.types("8-12")
    karin.press("All who live with us")
    karin.shot("before it is sent")
    karin.press("Send it now")
    alex.types("When is the rent due?")
    alex.answer().says("Did this help you?")
    for phone in tenants:
        phone.bubble("The water will be off").says(
            "Fill some bottles and a bucket beforehand, and keep all taps closed."
        ) if phone is alex else phone.sees("The water will be off")
    stage.shot("in four languages")
    karin.sees("Sent")
    karin.shot("the report")
    karin.press("Correct it")
    karin.shot("a correction")
