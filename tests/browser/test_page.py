"""The page itself: at any width, in any light, by keyboard alone."""

from bot.messages.faults import STATES
from bot.messages.general import NOT_USED
from tests.browser.looks import box, cut_off, pale
from tests.browser.stage import Stage

# Width and height of the window in pixels, and how many phones are whole in it.
WINDOWS = {
    "phone": (390, 844, 1),
    "tablet": (834, 1112, 2),
    "laptop": (1366, 768, 4),
    "board room": (1920, 1080, 4),
}


def test_nothing_is_cut_off_or_pale_whatever_is_open_and_at_any_width(stage: Stage) -> None:
    zahra, lars = stage.phone("A newcomer"), stage.phone("The caretaker")
    zahra.comes_in()
    lars.comes_in()
    zahra.speaks()
    zahra.sees("I have your voice message. What is it about?")
    for deed in ("Send a sticker", "Send a location"):
        zahra.chooses(deed)
    for why in ("sticker", "location"):
        zahra.sees(NOT_USED[why])
    zahra.attaches("Sample photo")
    zahra.sees_a_picture()
    zahra.opens_the_menu()
    zahra.shot("her menu")
    stage.page.keyboard.press("Escape")
    lars.glass.locator(".icon-button:has(.icon-clip)").click()
    lars.shot("what to attach")
    assert (cut_off(stage.page), pale(stage.page)) == ([], [])
    stage.page.keyboard.press("Escape")
    zahra.glass.locator(".photo").click()
    stage.shot("photo")
    stage.page.keyboard.press("Escape")
    stage.page.get_by_role("button", name="Refused").click()
    stage.page.get_by_role("button", name="Add a phone").click()
    stage.shot("refused and a phone to add")
    assert (cut_off(stage.page), pale(stage.page)) == ([], [])
    stage.page.keyboard.press("Escape")
    stage.page.get_by_role("button", name="Close").click()

    zahra.press("The stove or oven does not work")
    for label in ("Go on", "No, only when I am at home", "Send"):
        zahra.press(label)
    lars.sees("Take")
    for name, (width, height, phones) in WINDOWS.items():
        stage.page.set_viewport_size({"width": width, "height": height})
        stage.shot(name)
        assert (name, cut_off(stage.page), pale(stage.page)) == (name, [], [])
        places = [box(each) for each in stage.page.locator(".phone").all()]
        whole = [place for place in places if place["x"] >= 0 and place["x"] + place["width"] <= width]
        assert (name, len(whole)) == (name, phones)


def test_a_report_can_be_made_without_a_mouse(stage: Stage) -> None:
    omar = stage.phone("A tenant")
    omar.tabs_to(omar.glass.locator(".slip"))
    stage.page.keyboard.press("Enter")
    for label in ("العربية", "I have understood, go on", "Report a fault", "The stove or oven does not work"):
        omar.tabs_to_button(label)
        omar.shot(f"focus on {label}")
        stage.page.keyboard.press("Enter")
    for label in ("Go on without", "No, only when I am at home", "Send"):
        # The focus is on the first of the new buttons.
        omar.tabs_to_button(label, at_most=1)
        stage.page.keyboard.press("Enter")
    omar.sees(STATES["received"])
    omar.shot("reported")


def test_who_blocks_the_bot_hears_nothing_until_she_lets_it_in_again(stage: Stage) -> None:
    omar, lars = stage.phone("A tenant"), stage.phone("The caretaker")
    omar.comes_in()
    lars.comes_in()
    omar.reports("The stove or oven does not work")
    card = omar.bubble("The stove or oven does not work")
    stage.may_be_refused += ["bot was blocked by the user", "message is not modified"]
    omar.chooses("Block the bot")
    omar.sees("لقد حظرت هذا الروبوت.")
    lars.press("Take")
    lars.press("Done")
    lars.sees("Anything to add? Write it or send a photo.")
    card.says(STATES["received"])
    omar.shot("blocked")
    omar.press("إلغاء الحظر")
    omar.does_not_see("لقد حظرت هذا الروبوت.")
    card.says(STATES["done"])
    stage.shot("let in again")


def test_after_the_plug_was_pulled_she_goes_on_where_she_was(stage: Stage) -> None:
    zahra = stage.phone("A newcomer")
    zahra.comes_in()
    zahra.press("Report a fault")
    zahra.press("The stove or oven does not work")
    zahra.sees("Go on without")
    # What was sent but not yet written down is sent again.
    stage.may_be_refused.append("message is not modified")
    stage.pull_the_plug()
    zahra.press("Go on without")
    zahra.press("Yes, you may go in")
    stage.pull_the_plug()
    zahra.press("Send")
    zahra.sees(STATES["received"])
    stage.shot("two restarts later")
