"""A caretaker with gloves on types a number and a word, and has the day's list in one message."""

from bot.messages.faults import STATES
from tests.browser.stage import Stage


def test_a_caretaker_types_that_it_is_done_and_has_the_days_list(stage: Stage) -> None:
    zahra, lars = stage.phone("A newcomer"), stage.phone("The caretaker")
    for phone in (zahra, lars):
        phone.comes_in()
    zahra.reports("The stove or oven does not work")
    card = zahra.bubble("The stove or oven does not work")
    lars.types("/today")
    lars.sees("101")
    lars.shot("the day's list")
    with zahra.feels(pushes=1):
        lars.types("101 klar bytte säkring")
        card.says(STATES["done"])
    lars.sees("Note: {note}", note="bytte säkring")
    stage.shot("typed and done")


def test_at_night_she_is_told_that_nobody_reads_and_what_number_to_call(stage: Stage) -> None:
    omar, lars = stage.phone("A tenant"), stage.phone("The caretaker")
    for phone in (omar, lars):
        phone.comes_in()
    for _ in range(10):
        stage.let_pass("1 hour")
    for label in ("Report a fault", "Something else in my flat", "Heating", "No heating in the whole flat"):
        omar.press(label)
    for label in ("Go on without", "Yes, you may go in"):
        omar.press(label)
    with lars.feels(pushes=0):
        omar.press("Send")
        card = omar.bubble("No heating in the whole flat")
        card.says("If it cannot wait, call:")
    stage.shot("nobody reads at night")
