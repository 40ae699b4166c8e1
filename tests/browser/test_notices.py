"""A notice that the water will be off, in four languages, and an answer that overtakes it."""

import pytest

from tests.browser.stage import Stage

TITLE = "The water will be off"


# As slow as in a company of thousands: who is last waits while the others get the notice.
@pytest.mark.parametrize("stage", [2], indirect=True)
def test_a_notice_reaches_four_phones_in_four_languages_while_an_answer_overtakes_it(stage: Stage) -> None:
    zahra, omar, karin = stage.phone("A newcomer"), stage.phone("A tenant"), stage.phone("The desk")
    alex = stage.add_phone("Tenant, adult", "English", "Alex")
    sven = stage.add_phone("Tenant, adult", "Swedish", "Sven")
    tenants = (zahra, omar, alex, sven)
    for phone in (*tenants, karin):
        phone.comes_in()
    karin.types("/notice")
    karin.shot("what is it about")
    karin.press(TITLE)
    karin.types("30/11")
    karin.shot("which time")
    karin.types("8-12")
    karin.press("All who live with us")
    karin.shot("before it is sent")
    sven.field().fill("När ska hyran betalas?")
    karin.press("Send it now")

    zahra.sees(TITLE)
    sven.does_not_see(TITLE)  # he is last
    with sven.sending():
        sven.field().press("Enter")
    answered = sven.bubble("Did this help you?")
    for phone in tenants:
        phone.sees(TITLE)
    assert sven.bubble(TITLE).comes_after(answered)

    alex.bubble(TITLE).says("Fill some bottles and a bucket beforehand, and keep all taps closed.")
    stage.shot("in four languages")
    karin.sees("Sent")
    karin.shot("the report")
    karin.press("Correct it")
    karin.shot("a correction")
