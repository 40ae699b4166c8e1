"""Coming in with the code on paper, and changing one's language later."""

from tests.browser.stage import Stage


def test_who_has_a_code_comes_in_and_chooses_her_language(stage: Stage) -> None:
    zahra, omar, lars = (stage.phone(title) for title in ("A newcomer", "A tenant", "The caretaker"))
    stage.shot("four phones")
    zahra.sees("این روبات چی کرده می‌تواند؟")
    zahra.opens_with_her_code()
    zahra.sees("Välj språk · اللغة · زبان · Language")
    assert zahra.answer().buttons() == [["Svenska"], ["العربية"], ["دری"], ["English"]]
    zahra.shot("which language")

    zahra.press("دری")
    zahra.sees("Before we begin: what we keep about you")
    zahra.shot("what we keep")
    zahra.press("I have understood, go on")

    zahra.sees("Welcome!")
    zahra.sees("خوش آمدید")
    zahra.sees("Emergency: call, do not write")
    zahra.has_pinned("Emergency: call, do not write")
    zahra.shot("at home")

    alex = stage.add_phone("Tenant, adult", "English", "Alex")
    for phone, welcome in ((omar, "أهلًا"), (lars, "Välkommen!"), (alex, "Welcome!")):
        phone.comes_in()
        phone.sees(welcome)
    # Telegram lays rows out from the left: for who reads from the right the first word stands to the right.
    assert zahra.keyboard()[0][-1] == "خبر دادن خرابی"
    assert omar.keyboard()[0][-1] == "إبلاغ عن عطل"
    assert lars.keyboard()[0][0] == "Dagens lista"
    assert alex.keyboard()[0][0] == "Report a fault"
    stage.shot("all have come in")


def test_who_changes_her_language_has_everything_in_it(stage: Stage) -> None:
    zahra = stage.phone("A newcomer")
    zahra.comes_in()
    card = zahra.bubble("Emergency: call, do not write")
    assert zahra.commands()["/report"] == "خبر دادن خرابی"
    zahra.types("/language")
    zahra.press("العربية")
    zahra.reads("ar")
    zahra.sees("From now on I speak English with you. Change it at any time with /language.")
    card.says("Emergency: call, do not write")
    zahra.has_on_the_keyboard("خطر الآن")
    zahra.shot("in arabic")

    zahra.types("/language")
    zahra.press("Svenska")
    zahra.reads("sv")
    zahra.sees("From now on I speak English with you. Change it at any time with /language.")
    card.says("Emergency: call, do not write")
    zahra.has_on_the_keyboard("Nödläge")
    assert zahra.commands()["/language"] == "Byt språk"
    zahra.field().press_sequentially("/em")
    assert list(zahra.commands_shown()) == ["/emergency"]
    zahra.shot("in swedish")
    zahra.field().press("ArrowUp")
    with zahra.sending():
        stage.page.keyboard.press("Enter")
    zahra.answer().says("Emergency: call, do not write")
