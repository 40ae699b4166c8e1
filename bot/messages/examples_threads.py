"""Examples of questions to a person, and of what the office does with them and with answers."""

from bot.messages.answer_texts import (
    AnswerIn,
    AnswerSheet,
    EarlierTexts,
    InLanguage,
    OldText,
    Preview,
    ReadOut,
    WhichAnswer,
    WriteText,
)
from bot.messages.base import Message
from bot.messages.desk_threads import (
    NEWS,
    AboutToSend,
    DeskNews,
    DeskOffer,
    DeskThread,
    Speaks,
    WhichLanguage,
    WriteToHer,
)
from bot.messages.inbox import LISTS, AskedGroup, AskedRow, Inbox, InboxPage, OldRow, WaitingRow
from bot.messages.questions import GROUPS
from bot.messages.thread_words import FILES, PHRASES, Line
from bot.messages.threads import (
    SHORT,
    AskMore,
    AskWhat,
    MyQuestions,
    NotAsked,
    ThreadAdded,
    ThreadCard,
    ThreadFile,
    ThreadNews,
)
from bot.messages.work_orders import Colleague

# 23 November 2026, 08:14 in Sweden, as in `examples.py`.
MORNING = 1795418040.0
HOUR = 3600.0
ADDRESS, FLAT = "Björkvägen 4 B", "1203"
ASKED = "کرایه را چطور بدهم؟\nنامه از 12 نومبر گم شد."
NEAR = ["rent.invoice_missing", "rent.how_to_pay", "rent.when_due"]
TOPIC = "rent.when_due"
KEY = "fa_AF.g1a2b3c4d"


def _hers() -> list[tuple[str, Message]]:
    asked = [Line("", "words", ASKED, "fa_AF", MORNING)]

    def card(state: str, *more: Line, **fields: object) -> ThreadCard:
        return ThreadCard(12, state, [*asked, *more], due=MORNING + 30 * HOUR, **fields)  # type: ignore[arg-type]

    return [
        ("What do you want to ask", AskWhat()),
        ("What do you want to ask, of an answer, at night", AskWhat(TOPIC, MORNING)),
        ("What do you want to ask, with a photo and words", AskWhat(files=1, words=ASKED)),
        ("She does not ask", NotAsked()),
        ("Her question: just sent", card("open", just_sent=True)),
        ("Her question: it waits for the morning", card("open", topic=TOPIC, read_from=MORNING)),
        ("Her question: somebody has it", card("claimed", files=1)),
        ("Her question: late", card("open", late=True)),
        ("Her question: taken, and late", card("claimed", late=True)),
        (
            "Her question: answered",
            card("answered", *(Line("office", "answer", topic, "sv", MORNING, True) for topic in NEAR[:2])),
        ),
        (
            "Her question: every ready phrase",
            card("answered", *(Line("office", "phrase", key, "sv", MORNING) for key in PHRASES)),
        ),
        (
            "Her question: words of the office in Swedish and in hers",
            card(
                "answered",
                Line("office", "words", "Hej! Avin är skickad på nytt.", "sv", MORNING),
                Line("office", "words", "سلام! بل دوباره فرستاده شد.", "fa_AF", MORNING),
            ),
        ),
        (
            "Her question: what was sent",
            card("claimed", *(Line("", "file", kind, "fa_AF", MORNING) for kind in FILES), files=3),
        ),
        (
            "Her question: a page of it",
            card("answered", Line("office", "answer", "of.another.release"), page=2, earlier=3),
        ),
        ("Her question: one message is earlier", card("open", earlier=1)),
        ("Her question: finished", card("closed", Line("office", "phrase", "of_another_release"))),
        ("News of her question", ThreadNews(12)),
        ("Her questions: none", MyQuestions([])),
        ("Her questions", MyQuestions([(10 + i, state) for i, state in enumerate(SHORT)])),
        ("Adding to her question", AskMore(12)),
        ("Added to her question", ThreadAdded(12)),
        ("A voice message of a question", ThreadFile(12, 31)),
    ]


def _desk() -> list[tuple[str, Message]]:
    lines = [
        Line("", "words", ASKED, "fa_AF", MORNING),
        Line("", "file", "voice", "fa_AF", MORNING),
        Line("Stina", "answer", TOPIC, "sv", MORNING + HOUR),
        Line("Stina", "words", "We called you.", "en", MORNING + HOUR),
    ]

    def desk(state: str, view: str, **more: object) -> DeskThread:
        fields = {"address": ADDRESS, "flat": FLAT, "near": NEAR, "at": MORNING, "due": MORNING + 30 * HOUR}
        return DeskThread(12, state, "fa_AF", lines[:1], view, **{**fields, **more})  # type: ignore[arg-type]

    people = [Colleague(7, "Karin"), Colleague(8, "Peter")]
    return [
        ("A question has come", DeskOffer(12, "fa_AF")),
        ("A question that somebody has", DeskOffer(12, "ar", "claimed", "Stina")),
        ("A question that is answered", DeskOffer(12, "en", "answered", "Stina")),
        ("A question that is finished", DeskOffer(12, "sv", "closed")),
        *((f"News of a question: {what}", DeskNews(12, what)) for what in (*NEWS, "later_release")),
        ("A question at the office: nobody has it", desk("open", "free", files=2)),
        ("A question at the office: mine, and late", desk("claimed", "mine", owner="Stina", late=True)),
        ("A question at the office: a colleague has it", desk("claimed", "other", owner="Karin", files=1)),
        (
            "A question at the office: answered",
            DeskThread(
                12, "answered", "fa_AF", lines, "mine", "Stina", at=MORNING, topic=TOPIC, page=2, earlier=2
            ),
        ),
        ("A question at the office: finished", desk("closed", "other", owner="Stina", files=1)),
        (
            "A question at the office: which answer?",
            desk("open", "free", asks="answers", topics=list(GROUPS)),
        ),
        ("A question at the office: answers of a group", desk("open", "free", asks="rent", topics=NEAR)),
        ("A question at the office: which phrase?", desk("claimed", "mine", asks="phrases")),
        ("A question at the office: who gets it?", desk("claimed", "mine", asks="hand", colleagues=people)),
        ("Send this answer?", AboutToSend(12, "answer", TOPIC, "fa_AF", True)),
        ("Send this answer? It is her language too", AboutToSend(12, "answer", TOPIC, "sv")),
        *((f"Send this phrase? {key}", AboutToSend(12, "phrase", key, "ar")) for key in PHRASES),
        ("Write to her", WriteToHer(12, "ar")),
        ("In which language is it?", WhichLanguage(12, "Hej! Avin är skickad på nytt.")),
        ("In which language is the voice message?", WhichLanguage(12, "", True, ["fa_AF", "ar"])),
        ("Languages that one speaks", Speaks([])),
        ("Languages that one speaks: two", Speaks(["ar", "fa_AF"])),
    ]


def _inbox() -> list[tuple[str, Message]]:
    asked = [("far jag ha katt", 7), ("kan man ha katt hemma", 2)]
    group = AskedGroup("sv.g1a2b3c4d", "sv", asked, ["sv.o1a2b3c4d", "sv.o5e6f7a8b"], ["visitors_lodgers"])
    return [
        ("The inbox: nothing", Inbox([], [])),
        (
            "The inbox",
            Inbox(
                [
                    WaitingRow(12, "fa_AF", "open", late=True),
                    WaitingRow(13, "ar", "claimed", "Stina"),
                ],
                [
                    AskedRow("sv.g1a2b3c4d", "far jag ha katt", "sv", 9),
                    AskedRow(KEY, "سگ اجازه است", "fa_AF", 1),
                ],
                [OldRow(TOPIC, "ar"), OldRow("of.another.release", "en")],
                waiting_n=2,
                free_n=1,
                late_n=1,
                asked_n=2,
                old_n=2,
                learnt="now",
            ),
        ),
        ("The inbox: one of each", Inbox([], [], waiting_n=1, asked_n=1, old_n=1, learnt="done")),
        ("The inbox: more than it shows", Inbox([], [], waiting_n=5, asked_n=12, old_n=6)),
        *((f"The inbox: an empty page of {what}", InboxPage(what)) for what in LISTS),
        (
            "The inbox: a page",
            InboxPage(
                "threads",
                2,
                True,
                [WaitingRow(12, "fa_AF", "open", late=True)],
                [AskedRow(KEY, "سگ اجازه است", "fa_AF", 1)],
                [OldRow(TOPIC, "ar")],
            ),
        ),
        ("Asked without an answer", group),
        ("Asked without an answer: one alone", AskedGroup(KEY, "fa_AF", [("سگ اجازه است", 1)])),
        (
            "Asked without an answer: which answer is it?",
            AskedGroup(KEY, "fa_AF", asked, asks="groups", topics=list(GROUPS)),
        ),
        (
            "Asked without an answer: answers of a group",
            AskedGroup(KEY, "sv", asked, asks="rent", topics=NEAR),
        ),
    ]


def _texts() -> list[tuple[str, Message]]:
    stood = InLanguage("ar", 2, "Stina", MORNING, True, "old")
    text = "Hyran ska vara betald senast sista vardagen i månaden. Ring {bobutik} om du undrar."
    return [
        ("Which answer is to be changed", WhichAnswer(list(GROUPS))),
        ("Which answer of a group is to be changed", WhichAnswer([], NEAR)),
        (
            "An answer in four languages",
            AnswerSheet(TOPIC, [InLanguage("sv"), stood, InLanguage("fa_AF", old=True), InLanguage("en")]),
        ),
        ("An answer in a language", AnswerIn(TOPIC, InLanguage("sv"))),
        ("An answer in a language that is old", AnswerIn(TOPIC, stood, earlier=True)),
        *(
            (
                f"An answer in a language: {saved} was saved",
                AnswerIn(TOPIC, InLanguage("sv", 3, "Stina", MORNING, recording="kept"), saved=saved),
            )
            for saved in ("text", "confirmed", "recording", "removed")
        ),
        ("Write a new text", WriteText("noise.neighbours", "sv")),
        ("A new text with unknown values", WriteText(TOPIC, "sv", ["hyra", "telefon"])),
        ("A new text with a lost bracket", WriteText(TOPIC, "ar", braces=True)),
        ("Read it out", ReadOut(TOPIC, "sv", "När ska hyran betalas?\nSenast sista vardagen i månaden.")),
        *(
            (
                f"A text as a tenant sees it: {locale}",
                Preview("rent.when_due", locale, text, next="call:desk", swedish=True),
            )
            for locale in ("sv", "ar", "fa_AF", "en")
        ),
        (
            "A text that needs a value that is missing",
            Preview(
                "keys.lost_locked_out",
                "sv",
                "En ny nyckel kostar {key_cost} kr.",
                missing=["answers.key_cost"],
            ),
        ),
        ("An earlier text", Preview(TOPIC, "sv", text, "restore", 2)),
        (
            "Earlier texts",
            EarlierTexts(TOPIC, "sv", [OldText(3, text, "Stina", MORNING), OldText(0, text)]),
        ),
    ]


THREADS: list[tuple[str, Message]] = [*_hers(), *_desk(), *_inbox(), *_texts()]
