"""The main job on the page: reported in Dari, mended in Swedish, and back to her in Dari."""

from bot.messages.faults import STATES
from tests.browser.stage import Stage

# What she presses to report it, with a photo sent before the fourth.
SIX = (
    *("Report a fault", "A radiator is cold", "I did this, still broken"),
    *("Go on", "Yes, you may go in", "Send"),
)


def test_a_cold_radiator_is_reported_in_dari_and_mended_in_swedish(stage: Stage) -> None:
    zahra, lars = stage.phone("A newcomer"), stage.phone("The caretaker")
    zahra.comes_in()
    lars.comes_in()

    for label in SIX[:3]:
        zahra.press(label)
        zahra.shot(f"after {label}")
    zahra.attaches("Sample photo")
    zahra.press(SIX[3])
    zahra.shot("may we go in")
    zahra.press(SIX[4])
    zahra.sees("Is this right?")
    zahra.shot("is this right")
    with lars.feels(pushes=1):
        zahra.press(SIX[5])
    zahra.sees("Thank you! Your report has arrived. Its number is {number}.", number=101)
    card, order = zahra.bubble("A radiator is cold"), lars.bubble("Storgatan 14, Exempelby")
    order.says("A radiator is cold")
    order.says("MASTER KEY: YES")
    order.says("Språk: dari")
    lars.sees_a_picture()
    stage.shot("reported and on the caretakers phone")

    with zahra.feels(pushes=0):
        order.press("Take")
        card.says(STATES["taken"])
        card.is_edited()
        order.press("Start")
        card.says(STATES["started"])
    stage.shot("work has begun")
    with zahra.shakes():
        order.press("Done")
        card.says(STATES["done"])
    zahra.sees("There is news about report {number}.", number=101)
    stage.shot("done")

    with lars.feels(pushes=1):
        card.press("Not fixed")
    lars.sees("Order {number} is open again: it was not fixed.", number=101)
    stage.shot("not fixed")
    lars.press("Show")
    lars.press("Take")
    lars.press("Done")
    zahra.press("Show")
    zahra.press("Yes, fixed")
    zahra.sees("you said: it is fixed")
    stage.shot("fixed")


def test_a_report_that_nobody_answers_closes_when_time_has_passed(stage: Stage) -> None:
    omar, lars = stage.phone("A tenant"), stage.phone("The caretaker")
    omar.comes_in()
    lars.comes_in()
    omar.press("Report a fault")
    omar.press("A place that everybody shares")
    omar.shot("shared places")
    omar.press("Cancel")
    omar.reports("The stove or oven does not work")
    lars.press("Take")
    lars.press("Done")
    omar.sees("There is news about report {number}.", number=101)
    card = omar.bubble("The stove or oven does not work")
    card.says(STATES["done"])
    stage.shot("done")

    with omar.feels(pushes=0):
        stage.let_pass("1 day")
        stage.let_pass("1 week")
        card.says(STATES["closed"])
    stage.shot("a week later")
    with lars.feels(pushes=1):
        omar.press("It is back")
    card.says("you said: it is not fixed")
    stage.shot("it is back")
