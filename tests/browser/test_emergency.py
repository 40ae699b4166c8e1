"""The emergency card: numbers that can be tapped and copied, and read the right way round."""

from tests.browser.looks import reads_from_left
from tests.browser.stage import Stage

NUMBERS = {"+46 980 319 210", "+46 980 319 200", "+46 980 319 220"}


def test_the_numbers_of_the_emergency_card_can_be_tapped_and_copied(stage: Stage) -> None:
    phones = [stage.phone(title) for title in ("A newcomer", "A tenant", "The caretaker")]
    for phone in phones:
        phone.comes_in()
        phone.press("Emergency")
        card = phone.answer()
        card.says("Emergency: call, do not write")
        links = card.row.locator('a[href^="tel:"]').all()
        shown = [link.inner_text() for link in links]
        assert set(shown) == NUMBERS
        for link, number in zip(links, shown, strict=True):
            assert link.get_attribute("href") == f"tel:{number.replace(' ', '')}"
            assert reads_from_left(link)
        assert phone.copies(links[0]) == shown[0]
        card.row.evaluate("(row) => row.scrollIntoView({ block: 'start' })")
    stage.shot("numbers first")
    for phone in phones:
        phone.press("I cannot call")
        phone.sees("112 can be called from any phone, also without money on the card.")
    stage.shot("who cannot call")
