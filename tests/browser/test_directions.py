"""Right to left: the whole phone is the mirror of a Swedish one, and Swedish inside it stays Swedish."""

from tests.browser.looks import fonts_of
from tests.browser.stage import Stage


def test_a_dari_phone_is_the_mirror_of_a_swedish_one(stage: Stage) -> None:
    zahra, lars = stage.phone("A newcomer"), stage.phone("The caretaker")
    zahra.comes_in()
    lars.comes_in()
    assert zahra.glass.evaluate("(glass) => getComputedStyle(glass).direction") == "rtl"
    assert lars.glass.evaluate("(glass) => getComputedStyle(glass).direction") == "ltr"
    for part in (".avatar", ".pinned .icon", ".slash"):
        assert zahra.side_of(part) == "right", part
        assert lars.side_of(part) == "left", part
    for part in (".head .icon-button", ".mic"):
        assert zahra.side_of(part) == "left", part
        assert lars.side_of(part) == "right", part
    zahra.press("Report a fault")
    zahra.sees("What is broken?")
    first = zahra.answer()
    assert zahra.side_of(".row:last-child .text b", ".bubble") == "right"
    assert zahra.side_of(".row:last-child .stamp", ".bubble") == "left"
    assert zahra.side_of(".row.bot .bubble") == "right"
    assert zahra.side_of(".row.me .bubble") == "left"
    # "Start again" comes first: to the right for her.
    assert first.buttons()[-1] == [zahra.word(each) for each in ("Emergency", "Cancel", "Start again")]
    zahra.shot("dari")
    for phone in (zahra, stage.phone("A tenant")):
        # Spaces and stops may come from the font of the Latin letters.
        used = fonts_of(phone.glass.locator(".who span"))
        assert {"Noto Sans Arabic"} <= used <= {"Noto Sans Arabic", "Noto Sans"}
