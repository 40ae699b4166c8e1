"""The way home: the road of a household, an offer of a home, and the unit's room."""

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
