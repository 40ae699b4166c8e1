"""The desk on the page: what needs a person, its acts on an order, a household on the phone, a file."""

import re

from playwright.sync_api import expect

from bot.speech import NAMES, words
from tests.browser.stage import Stage


def test_the_desk_looks_after_what_nobody_has_taken(stage: Stage) -> None:
    zahra, karin = stage.phone("A newcomer"), stage.phone("The desk")
    zahra.comes_in()
    karin.comes_in()
    zahra.reports("The stove or oven does not work")
    karin.has_on_the_keyboard("To do")
    karin.press("To do")
    karin.sees("What needs a person now. An order can be in several lists.")
    karin.shot("to do")
    karin.press(f"1 · {karin.word('Nobody has taken it')}")
    karin.shot("nobody has taken it")
    karin.press("101 · E2 · Storgatan 14, Exempelby 1103")
    karin.shot("at the desk")
    karin.press("Plan a day")
    karin.shot("which day")
    with zahra.feels(pushes=1):
        karin.press("Tomorrow")
    karin.press("Write to the tenant")
    karin.types("Vi kommer före lunch. Ställ gärna undan det som står framför spisen.")
    karin.sees("In which language have you written it? When you press, it is sent.")
    karin.shot("in which language")
    with zahra.feels(pushes=1):
        karin.press(NAMES["sv"])
    zahra.press("Show")
    zahra.sees("Our office writes in Swedish:")
    zahra.shot("planned and written to")
    karin.press("Outside firm")
    karin.types("Exempel Vitvaror AB")
    karin.types("A-0017")
    karin.shot("with a firm")
    karin.press("The firm is done")
    zahra.sees("There is news about report {number}.", number=101)
    stage.shot("done by the firm")


def test_a_household_on_the_phone_is_reported_for_and_called(stage: Stage) -> None:
    lars, karin = stage.phone("The caretaker"), stage.phone("The desk")
    lars.comes_in()
    karin.comes_in()
    karin.types("/report")
    karin.types("älgstigen 3 1104")
    karin.shot("which home")
    karin.press("1104 · Älgstigen 3, Exempelby · 0313-12")
    karin.press(NAMES["fa_AF"])
    karin.press("The stove or oven does not work")
    karin.press("Go on without")
    karin.shot("may we go in")
    karin.press("They say yes")
    karin.press("Send")
    karin.sees("Say on the phone")
    karin.shot("say on the phone")
    lars.press("Take")
    with karin.feels(pushes=1):
        lars.press("Done")
    karin.press("Show")
    karin.shot("call and ask")
    karin.press("They say: fixed")
    karin.sees("the tenant says: fixed")


def test_the_orders_come_as_a_file_and_who_has_left_works_here_no_longer(stage: Stage) -> None:
    zahra, lars = stage.phone("A newcomer"), stage.phone("The caretaker")
    karin = stage.phone("The desk")
    for phone in (zahra, lars, karin):
        phone.comes_in()
    zahra.reports("The stove or oven does not work")
    lars.press("Take")
    karin.press("To do")
    karin.press("Orders as a file")
    karin.shot("which file")
    karin.press("A table for Excel")
    expect(karin.glass.locator("a.attachment")).to_have_attribute(
        "download", re.compile(r"^arbetsordrar-.*\.xlsx$")
    )
    karin.press("To do")
    karin.press("Somebody has left")
    karin.shot("who has left")
    karin.press(f"Lars Nilsson · {words('sv').plural('{n} order', '{n} orders', 1)}")
    karin.press("Yes, has left")
    lars.sees("Order {number} is no longer yours.", number=101)
    stage.shot("has left")
