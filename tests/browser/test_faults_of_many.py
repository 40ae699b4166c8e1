"""Faults that many have, what is promised, and what is said after the work."""

from bot.messages.faults import FACES, MARKED, STATES
from tests.browser.stage import Stage

LIGHT = (
    "Report a fault",
    "A place that everybody shares",
    "Stairwell and entrance",
    "No light in the stairwell",
)


def test_a_dark_stairwell_is_reported_once_and_all_who_said_me_too_are_told(stage: Stage) -> None:
    omar, lars = stage.phone("A tenant"), stage.phone("The caretaker")
    # Both live at Älgstigen 3.
    rania = stage.add_phone("Tenant, adult", "Arabic", "Rania")
    for phone in (omar, rania, lars):
        phone.comes_in()
    for label in (*LIGHT, "Go on without", "Send"):
        omar.press(label)
    order = lars.bubble("Älgstigen 3, Exempelby")
    for label in LIGHT:
        rania.press(label)
    rania.sees("We know this already")
    stage.shot("we know this already")
    with lars.feels(pushes=0):
        rania.press("Me too")
        rania.sees("Thank you! You are told when it is done.")
    order.press("Take")
    with omar.feels(pushes=1), rania.feels(pushes=1):
        order.press("Done")
    for phone in (omar, rania):
        phone.bubble("No light in the stairwell").says(STATES["done"])
    stage.shot("done for both")


def test_she_is_told_by_when_and_says_how_it_went(stage: Stage) -> None:
    zahra, lars = stage.phone("A newcomer"), stage.phone("The caretaker")
    zahra.comes_in()
    lars.comes_in()
    zahra.reports("The stove or oven does not work")
    card = zahra.bubble("The stove or oven does not work")
    card.says_with_something("We look after it by {when} at the latest.", "when")
    zahra.types("/myreports")
    zahra.sees("Your reports")
    zahra.shot("my reports")
    zahra.press(f"101 {zahra.word('The stove or oven does not work')}")
    zahra.press("Add a photo or words")
    zahra.attaches("Sample photo")
    zahra.sees("Thank you. It is now with report {number}.", number=101)
    lars.sees_a_picture()
    stage.shot("a photo more")
    lars.press("Take")
    lars.press("Done")
    zahra.sees("There is news about report {number}.", number=101)
    zahra.press("Show")
    zahra.press("Yes, fixed")
    zahra.press(FACES["good"])
    zahra.sees(MARKED["good"])
    with lars.feels(pushes=0):
        zahra.press("Say thank you")
        lars.sees("The tenant of order {number} says: thank you!", number=101)
    stage.shot("thank you")
