"""The way home: the road of a household, an offer of a home, and the unit's room."""

from bot.speech import NAMES
from tests.browser.stage import Stage


def test_a_household_sees_its_road_in_words_and_as_a_picture(stage: Stage) -> None:
    zahra = stage.phone("A newcomer")
    zahra.comes_in()
    zahra.press("My home")
    zahra.shot("the road in dari")
    zahra.press("My road as a picture")
    zahra.sees_a_picture()
    zahra.shot("the road as a picture")


def test_a_household_that_waits_is_entered_and_offered_a_flat(stage: Stage) -> None:
    elin = stage.add_phone("Officer of the integration unit", "Swedish", "Elin")
    elin.comes_in()
    elin.press("Households")
    elin.shot("the unit's room")


def test_the_desk_gives_notice_on_a_flat_and_everybody_may_read_the_rule(stage: Stage) -> None:
    karin, omar = stage.phone("The desk"), stage.phone("A tenant")
    for phone in (karin, omar):
        phone.comes_in()
    karin.types("/homes")
    karin.shot("homes")
    karin.types("/vacancy")
    karin.shot("flats given notice on")
    karin.types("/allocation")
    karin.shot("the ledger")
    omar.types("/allocation")
    omar.shot("the rule in arabic")


def test_a_family_says_yes_to_the_home_that_is_offered_to_it(stage: Stage) -> None:
    elin = stage.add_phone("Officer of the integration unit", "Swedish", "Elin")
    elin.comes_in()
    elin.press("Households")
    elin.press_with("My households")
    elin.press_with("Med erbjudande")
    elin.press("Code for an adult")
    elin.sees_a_picture()
    code = elin.reads_a_code()
    elin.shot("a code for her screen")

    omid = stage.add_phone("Nobody yet: no code", "Dari", "Omid")
    omid.starts()
    omid.types(code)
    omid.press(NAMES["fa_AF"])
    omid.press("I have understood, go on")
    omid.press("My home")
    omid.press("Show the offer of a home")
    omid.shot("the offer in dari")
    omid.press("I accept the offer")
    omid.press("Yes, I accept the offer")
    omid.shot("her answer")

    elin.press("Households")
    elin.press_with("To do")
    elin.shot("what there is to do")
    elin.press_with("Med erbjudande")
    elin.press("The offer, number {number}", number=1)
    elin.press("Confirm it")
    elin.press("Yes, confirm it")
    elin.shot("confirmed")
    omid.press("My home")
    omid.sees("You sign the second-hand contract (andrahandskontrakt)")
    omid.shot("what comes next")


def test_a_second_hand_contract_becomes_first_hand(stage: Stage) -> None:
    zahra, karin = stage.phone("A newcomer"), stage.phone("The desk")
    elin = stage.add_phone("Officer of the integration unit", "Swedish", "Elin")
    for phone in (zahra, karin, elin):
        phone.comes_in()
    elin.types("/conversions")
    elin.press_with("Andra hand")
    elin.shot("the checklist of the unit")
    elin.press("Tick all of the unit's")
    karin.types("/conversions")
    karin.press_with("Storgatan 14")
    karin.press("The contract's number")
    karin.types("H-2027-14")
    karin.press("Tick all of the company's")
    karin.press("From which day")
    karin.shot("from which day")
    karin.press_with("1 ")
    karin.press("Approve")
    karin.shot("one has approved")
    elin.types("/conversions")
    elin.press_with("Andra hand")
    with zahra.feels(1):
        elin.press("Approve")
    zahra.sees("There is good news about your home.")
    zahra.shot("the push only points")
    zahra.press("Show")
    zahra.sees("You get a first-hand contract")
    zahra.shot("the good news in dari")
    zahra.press("I have understood")
    zahra.sees("You have read and understood this. Thank you.")
