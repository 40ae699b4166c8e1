"""A group of an area on the page: several people in one chat, and the bot among them."""

from bot.messages.general import NOT_USED
from tests.browser.looks import cut_off, pale
from tests.browser.stage import Stage

STOVE = "The stove or oven does not work"
NOW_FOR = "This group is now for {area}. Its orders stand here."


def test_a_team_works_in_its_group_and_goes_on_in_the_supergroup(stage: Stage) -> None:
    omar, lars = stage.phone("A tenant"), stage.phone("The caretaker")
    omar.comes_in()
    lars.comes_in()
    group = stage.add_group()
    group.chooses("BotFather: Group Privacy on")
    group.acts_as("Lars")
    group.types("/team")
    group.press("Centrum")
    group.sees("I cannot read in this group yet")
    group.shot("cannot read")
    group.chooses("Make the bot an administrator")
    group.types("/team")
    group.press("Centrum")
    group.sees(NOW_FOR, area="Centrum")

    with group.feels(pushes=0), lars.feels(pushes=1):
        omar.reports(STOVE)
        order = group.bubble("Älgstigen 3, Exempelby")
    stage.shot("an order in the group")
    group.acts_as("Omar")
    order.press("Take")
    omar_says = omar.word(NOT_USED["not_for_you"])
    group.sees(omar_says)
    order.has_button("Take")
    group.acts_as("Lars")
    order.press("Take")
    order.press("Done")
    group.sees(NOT_USED["in_private"])
    lars.sees("Anything to add? Write it or send a photo.")
    lars.types("Ny packning.")
    order.says("Note: {note}", note="Ny packning.")
    stage.shot("done in the group")

    group.opens_the_menu()
    group.shot("the menu of the group")
    assert (cut_off(stage.page), pale(stage.page)) == ([], [])
    group.glass.get_by_role("menuitem", name="Make it a supergroup").click()
    group = stage.group()
    group.sees("The group has become a supergroup")
    group.bubble("Älgstigen 3, Exempelby").says("Note: {note}", note="Ny packning.")
    stage.shot("a supergroup")
