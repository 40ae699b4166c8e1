"""Coming into a home: the master key that is hers to change, and a visit that suits both."""

from bot.messages.access import PHRASES
from tests.browser.stage import Stage


def test_her_no_is_read_before_the_work_begins_and_a_visit_is_agreed_on_instead(stage: Stage) -> None:
    omar, lars = stage.phone("A tenant"), stage.phone("The caretaker")
    omar.comes_in()
    lars.comes_in()
    for label in ("Report a fault", "The stove or oven does not work", "Go on without", "Yes, you may go in"):
        omar.press(label)
    omar.press("Send")
    card, order = omar.bubble("The stove or oven does not work"), lars.bubble("Älgstigen 3, Exempelby")
    order.says("MASTER KEY: YES")
    order.press("Take")
    order.has_button("Start")

    with lars.feels(pushes=1):
        omar.press("Do not use the master key")
        order.says("THE TENANT HAS CHANGED THE ANSWER")
    card.says("Master key: no")
    order.has_no_button("Start")
    stage.shot("the answer has changed")
    order.press("I have read it")
    order.has_button("Start")

    order.press("Ask the tenant")
    lars.shot("what to ask")
    with omar.feels(pushes=1):
        order.press("Tomorrow before noon")
        card.says_with_something(PHRASES["visit"].tenant, "when")
    stage.shot("a visit is proposed")
    with lars.feels(pushes=1):
        omar.press("Show")
        omar.press("Yes, that suits me")
        order.says_with_something("Answer: {answer}", "answer")
    stage.shot("it suits both")
