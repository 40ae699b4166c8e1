"""Coming in with the code on paper, and changing one's language later."""

from tests.browser.stage import Stage


def test_a_newcomer_comes_in_by_her_code_and_chooses_dari(stage: Stage) -> None:
    zahra = stage.phone("A newcomer")
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
    # Telegram lays rows out from the left: the first word stands to the right.
    assert zahra.keyboard() == [["زبان", "خبر دادن خرابی"], ["خطر فوری"]]
    zahra.shot("at home")


def test_each_comes_in_in_the_language_of_the_phone(stage: Stage) -> None:
    omar, lars, karin = (stage.phone(title) for title in ("A tenant", "The caretaker", "The desk"))
    alex = stage.add_phone("Tenant, adult", "English", "Alex")
    for phone in (omar, lars, karin, alex):
        phone.comes_in()
    stage.shot("all have come in")
    omar.sees("أهلًا")
    lars.sees("Välkommen!")
    alex.sees("Welcome!")
    assert omar.keyboard()[0] == ["اللغة", "إبلاغ عن عطل"]
    assert lars.keyboard()[0] == ["Arbetsorder", "Språk"]


def test_who_changes_her_language_has_everything_in_it(stage: Stage) -> None:
    zahra = stage.phone("A newcomer")
    zahra.comes_in()
    card = zahra.bubble("Emergency: call, do not write")
    zahra.press("Language")
    zahra.press("العربية")
    zahra.reads("ar")
    zahra.sees("From now on I speak English with you. Change it at any time with /language.")
    card.says("Emergency: call, do not write")
    assert zahra.keyboard() == [["اللغة", "إبلاغ عن عطل"], ["خطر الآن"]]
    zahra.shot("in arabic")

    zahra.types("/language")
    zahra.press("Svenska")
    zahra.reads("sv")
    zahra.sees("From now on I speak English with you. Change it at any time with /language.")
    card.says("Emergency: call, do not write")
    assert zahra.keyboard() == [["Anmäl fel", "Språk"], ["Nödläge"]]
    assert [command for command, _ in zahra.commands()][:2] == ["/report", "/menu"]
    assert dict(zahra.commands())["/language"] == zahra.word("Change language")
    zahra.shot("in swedish")
