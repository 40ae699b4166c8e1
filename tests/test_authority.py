"""Nobody reaches what is not theirs: every command and press, by every role, on a record of one household.

A handler that is added to `app.py` has no row here and fails the test until it gets one.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot import app
from bot.handlers import answer_texts, desk_threads, drafts, inbox, start, threads
from bot.sandbox.phones import Phone
from bot.settings import Company
from storage import answer_texts as stored_texts
from storage import chats, conversations, faults, homes, people, unanswered
from storage import threads as stored_threads
from storage.conversations import Conversation
from tests.talk import Talk, open_talk

HOUSEHOLD = {"adult", "partner", "living", "living_staff"}
WITH_HELPER = HOUSEHOLD | {"helper"}
WORKERS = {"caretaker", "holder", "staff"}
DESK = {"staff", "living_staff"}
ROLES = (
    "no_code",
    "adult",  # who reported it
    "partner",
    "helper",
    "neighbour",
    "caretaker",
    "far",  # a caretaker of another area
    "holder",
    "staff",
    "officer",
    "admin",
    "living",  # a caretaker of the area who lives there
    "living_staff",
)
EVERYBODY = set(ROLES)


class Row(msgspec.Struct, frozen=True):
    """What is sent, on a report in which state, and for whom it has an effect: `shows` is the kind of message
    that only they get; without it, the effect is that facts change. `step` is where the adult's draft stands.
    `fixed` is closed by the household, `cold` is new and a fault of the whole house. `thread` is the state of
    the adult's question to the office, which `staff` has unless it is open. The steps `asking`, `replying`
    and `text` are where the adult or the desk stands with a question, or with an answer's text.
    """

    value: str
    allowed: set[str]
    state: str = "received"
    shows: str = ""
    step: str = ""
    thread: str = "open"


def _draft(value: str, step: str) -> Row:
    """A press in a report that is open: it reaches nobody's but one's own."""
    return Row(value, {"adult"}, step=step)


PRESSES: dict[str, list[Row]] = {
    "emergency.show": [Row("now", EVERYBODY, shows="emergency.card")],
    "emergency.called": [Row("yes", EVERYBODY, shows="emergency.called")],
    "emergency.cannot": [Row("call", EVERYBODY, shows="emergency.cannot_call")],
    # It takes away what stands in one's own chat.
    "emergency.hide": [Row("0", EVERYBODY, shows="menu.keyboard")],
    # Whoever asks is answered; a report needs a home of one's own.
    "answer.group": [Row("rent", EVERYBODY, shows="questions.topics")],
    "answer.topic": [Row("rent.when_due", EVERYBODY, shows="questions.answer")],
    "answer.listen": [Row("rent.when_due", EVERYBODY, shows="general.not_used:old_button")],
    "answer.helped": [Row("yes", set())],
    "answer.human": [Row("rent.when_due", EVERYBODY, shows="threads.ask")],
    "answer.fault": [Row("kitchen.stove", WITH_HELPER | {"neighbour"})],
    "answer.report": [Row("any", WITH_HELPER | {"neighbour"})],
    "fault.on": [Row("kept", WITH_HELPER | {"neighbour"})],
    "language.set": [Row("ar", EVERYBODY)],
    "privacy.ok": [Row("yes", {"no_code"}), Row("no", {"no_code"})],
    "fault.place": [_draft("home", "first")],
    "fault.page": [_draft("2", "categories")],
    "fault.category": [_draft("kitchen", "categories")],
    "fault.item": [_draft("kitchen.stove", "first")],
    "fault.known": [_draft("other", "known")],
    "fault.me_too": [Row("{number}", set()), Row("{shared}", WITH_HELPER - {"adult"} | {"neighbour"})],
    "fault.own": [_draft("works", "own")],
    "fault.more": [_draft("skip", "more")],
    "fault.enter": [_draft("yes", "enter")],
    "fault.set": [_draft("pet", "summary")],
    "fault.send": [_draft("yes", "summary")],
    "fault.go": [
        _draft("cancel", "more"),
        _draft("back", "more"),
        Row("again", WITH_HELPER | {"neighbour"}),
    ],
    "fault.show": [Row("{number}", WITH_HELPER, shows="faults.card")],
    "fault.fixed": [Row("{number}", HOUSEHOLD, "done")],
    "fault.reopen": [Row("{number}", HOUSEHOLD, "done"), Row("{number}", HOUSEHOLD, "closed")],
    "fault.mine": [Row("open", WITH_HELPER | {"neighbour"}, shows="reports.list")],
    "fault.add": [Row("{number}", WITH_HELPER)],
    "fault.withdraw": [
        Row("{number}", WITH_HELPER, shows="reports.sure"),
        Row("{number}.sure", HOUSEHOLD),
    ],
    "fault.unfollow": [Row("{number}", set())],
    "fault.mark": [Row("{number}.good", HOUSEHOLD, "fixed"), Row("{number}.good", set(), "done")],
    "fault.thanks": [Row("{number}", HOUSEHOLD, "fixed"), Row("{number}", set(), "done")],
    "fault.erase_phone": [Row("{number}", {"adult"})],
    "voice.use": [Row("drop", set()), Row("fault", set())],
    # A question to the office is hers who asked and the desk's, but nobody's who lives with her.
    "threads.ask": [Row("send", {"adult"}, step="asking"), Row("cancel", {"adult"}, step="asking")],
    "threads.mine": [Row("open", EVERYBODY, shows="threads.mine")],
    "threads.show": [
        Row("{thread}", {"adult"}, shows="threads.card"),
        Row("{thread}", {"staff"}, shows="threads.desk"),
    ],
    "threads.add": [Row("{thread}", {"adult"}, shows="threads.ask_more")],
    "threads.close": [Row("{thread}", {"adult", "staff"}), Row("{thread}", set(), thread="closed")],
    "threads.files": [Row("{thread}", {"adult", "staff"}, shows="general.not_used:no_files")],
    "threads.take": [Row("{thread}", {"staff"}), Row("{thread}", set(), thread="claimed")],
    "threads.take_over": [Row("{thread}", {"staff"})],
    "threads.give_back": [Row("{thread}", {"staff"}, thread="claimed")],
    "threads.hand": [Row("{thread}", {"staff"}, shows="threads.desk")],
    "threads.hand_to": [
        Row("{thread}.{staff}", {"staff"}),
        Row("{thread}.{living_staff}", set()),
        Row("{thread}.{caretaker}", set()),
    ],
    "threads.answers": [Row("{thread}", {"staff"}, shows="threads.desk")],
    "threads.answer": [Row("{thread}.deposit", {"staff"}, shows="threads.about_to_send")],
    "threads.send": [Row("{thread}.deposit", {"staff"}), Row("{thread}.deposit", set(), thread="closed")],
    "threads.phrases": [Row("{thread}", {"staff"}, shows="threads.desk")],
    "threads.phrase": [Row("{thread}.noted", {"staff"}, shows="threads.about_to_send")],
    "threads.say": [Row("{thread}.noted", {"staff"})],
    "threads.write": [Row("{thread}", {"staff"})],
    "threads.written": [
        Row("sv.{thread}", {"staff"}, step="replying", thread="claimed"),
        Row("sv.{thread}", set(), thread="claimed"),
    ],
    "threads.speaks": [Row("ar", WORKERS | {"far", "living", "living_staff"})],
    "inbox.show": [Row("now", DESK, shows="inbox.overview")],
    "inbox.page": [Row("threads.1", DESK, shows="inbox.page")],
    "inbox.group": [Row("{asked}", DESK, shows="inbox.group")],
    "inbox.pick": [Row("{asked}.rent", DESK, shows="inbox.group")],
    "inbox.asks": [Row("{asked}.deposit", DESK)],
    "inbox.not_ours": [Row("{asked}", DESK)],
    "text.groups": [Row("rent", DESK, shows="texts.which")],
    "text.topic": [Row("deposit", DESK, shows="texts.sheet")],
    "text.in": [Row("sv.deposit", DESK, shows="texts.in")],
    "text.right": [Row("en.deposit", DESK), Row("sv.deposit", set())],
    "text.write": [Row("sv.deposit", DESK, shows="texts.write")],
    "text.publish": [Row("sv.deposit", {"staff"}, step="text"), Row("sv.deposit", set())],
    "text.versions": [Row("sv.deposit", DESK, shows="texts.versions")],
    "text.version": [Row("sv.deposit.0", DESK, shows="texts.preview")],
    "text.restore": [Row("sv.deposit.0", DESK)],
    "text.record": [Row("sv.deposit", DESK, shows="texts.read_out")],
    "text.listen": [Row("sv.deposit", DESK, shows="texts.in")],
    "text.unrecord": [Row("sv.deposit", DESK, shows="texts.in")],
    "order.show": [Row("{number}", WORKERS, shows="order.card")],
    "order.take": [Row("{number}", {"caretaker", "holder"})],
    "order.start": [Row("{number}", {"holder"}, "taken")],
    "order.parts": [Row("{number}", {"holder"}, "taken")],
    "order.done": [Row("{number}", {"holder"}, "started")],
    "order.note": [Row("{number}", WORKERS, "done", shows="order.card")],
    "order.return": [Row("{number}", {"caretaker", "holder"}, "taken", shows="order.card")],
    "order.return_as": [
        Row("{number}.other", {"holder"}, "taken"),
        Row("{number}.other", {"caretaker", "holder"}),
    ],
    "order.assign": [Row("{number}", {"staff"}, shows="order.card")],
    "order.give": [Row("{number}.{caretaker}", {"staff"}), Row("{number}.{living}", set())],
    "order.close": [Row("{number}", {"staff"}, shows="order.card")],
    "order.close_as": [Row("{number}.other", {"staff"})],
    "order.known": [Row("{number}", {"caretaker", "holder", "staff"}, "cold"), Row("{number}", set())],
}
COMMANDS: dict[str, list[Row]] = {
    "emergency": [Row("", EVERYBODY, shows="emergency.card")],
    "start": [Row("", EVERYBODY - {"no_code"}, shows="start.welcome")],
    "language": [Row("", EVERYBODY, shows="start.language")],
    "menu": [Row("", EVERYBODY, shows="menu.keyboard")],
    "help": [Row("", EVERYBODY, shows="menu.help")],
    "cancel": [Row("", {"adult", "no_code"}, step="more")],
    "ask": [Row("", EVERYBODY, shows="questions.groups")],
    "report": [Row("", WITH_HELPER | {"neighbour"})],
    "myreports": [Row("", WITH_HELPER | {"neighbour"}, shows="reports.list")],
    "languages": [Row("", WORKERS | {"far", "living", "living_staff"}, shows="threads.speaks")],
    "inbox": [Row("", DESK, shows="inbox.overview")],
    "answer": [Row(" deposit", DESK, shows="texts.sheet")],
    "orders": [Row("", WORKERS | {"far", "living", "living_staff"}, shows="order.list")],
}


def names_of_presses(company: Company) -> list[str]:
    """The name of every press that has a handler."""
    found = []
    for handler in app.handlers(company):
        if isinstance(handler, CallbackQueryHandler) and callable(handler.pattern):
            cells = handler.pattern.__closure__ or ()
            found += [cell.cell_contents for cell in cells]
    return found


def names_of_commands(company: Company) -> list[str]:
    """Every command that has a handler."""
    return [
        name
        for handler in app.handlers(company)
        if isinstance(handler, CommandHandler)
        for name in handler.commands
    ]


def test_every_press_and_command_has_its_row(company: Company) -> None:
    assert sorted(names_of_presses(company)) == sorted(PRESSES)
    assert sorted(names_of_commands(company)) == sorted(COMMANDS)


class Cast:
    """One person of every role, and one report of the adult's household."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.phones: dict[str, Phone] = {}
        self.ids: dict[str, int] = {}
        self.number = 0
        self.shared = 0
        self.thread = 0
        self.asked = ""

    async def gather(self) -> None:
        household, other = await self.talk.household(), await self.talk.household()
        work = {
            "caretaker": "norr", "holder": "norr", "living": "norr", "far": "soder",
            "staff": "", "officer": "", "admin": "", "living_staff": "",
        }  # fmt: skip
        async with self.talk.database.transaction() as db:
            for role in ROLES:
                phone = self.phones[role] = self.talk.stranger()
                phone.chat.started = True  # else Telegram lets no bot write to her
                chats.set_locale(db, phone.chat_id, "sv")
                if role == "no_code":
                    continue
                person = self.ids[role] = people.add(db, phone.chat_id, 1.0)
                if role in WITH_HELPER or role == "neighbour":
                    lives = other if role == "neighbour" else household
                    people.join(db, person, lives, role != "helper", 1.0)
                if role in work:
                    name = {"holder": "caretaker", "living": "caretaker", "far": "caretaker"}.get(role, role)
                    areas = frozenset({work[role]})
                    people.give_work(db, person, name.removeprefix("living_"), areas)
            home = people.household(db, household)
            assert home is not None and home.home is not None
            kept = homes.get(db, home.home)
            assert kept is not None
            new = faults.NewFault(
                "kitchen.stove", "E2", "home", kept.house, kept.id, household, self.ids["adult"], "sv"
            )
            self.number = faults.add(db, new, [], self.talk.clock.now()).id
            faults.see(db, self.number, self.talk.clock.now())  # that it is looked at is no effect

    async def set_up(self, row: Row) -> None:
        """The report in its state, the adult's draft at its step, a stranger before the notice."""
        holder = None if row.state in ("received", "cold") else self.ids["holder"]
        draft = drafts.Draft(place="home", item="kitchen.stove", category="kitchen")
        async with self.talk.database.transaction() as db:
            db.execute("DELETE FROM cards")
            db.execute("DELETE FROM conversations")
            for table in ("fault_followers", "fault_alerts"):
                db.execute(f"DELETE FROM {table}")
            db.execute("DELETE FROM fault_events WHERE fault != ?", (self.number,))
            db.execute("DELETE FROM faults WHERE id != ?", (self.number,))
            state = {"fixed": "closed", "cold": "received"}.get(row.state, row.state)
            item = "heating.no_heat" if row.state == "cold" else "kitchen.stove"
            db.execute("UPDATE faults SET state = ?, holder = ?, item = ?, known = 0, changed = ?",
                       (state, holder, item, self.talk.clock.now()))  # fmt: skip
            if row.state == "fixed":
                faults.happened(db, self.number, "fixed", self.ids["adult"], "", self.talk.clock.now())
            if "{shared}" in row.value:
                self.shared = self._report_shared(db)
            db.execute("UPDATE chats SET locale = 'sv'")
            people.set_phone(db, self.ids["adult"], "+46701740605")
            self._stand(db, "no_code", start.NAME, "privacy", start.Coming("ABCDEFGHJK"))
            self._ask(db, row)
            steps: dict[str, tuple[str, str, str, msgspec.Struct]] = {
                "asking": ("adult", threads.NAME, "what", threads.Asking("deposit")),
                "replying": (
                    "staff",
                    desk_threads.NAME,
                    "language",
                    desk_threads.Writing(self.thread, "Hej"),
                ),
                "text": (
                    "staff",
                    answer_texts.NAME,
                    "preview",
                    answer_texts.Changing("deposit", "sv", "Nej."),
                ),
            }
            if row.step:
                self._stand(db, *steps.get(row.step, ("adult", drafts.NAME, row.step, draft)))

    def _ask(self, db: Any, row: Row) -> None:
        """The adult's question to the office, one that has no answer, and a text that was changed."""
        tables = ("thread_messages", "threads", "first_offers", "phrasings", "unanswered", "answer_texts")
        for table in tables:
            db.execute(f"DELETE FROM {table}")
        chat, now = self.phones["adult"].chat_id, self.talk.clock.now()
        self.thread = stored_threads.add(db, chat, "sv", "", [], now + 1e6, now).id
        owner = None if row.thread == "open" else self.ids["staff"]
        db.execute("UPDATE threads SET state = ?, owner = ?", (row.thread, owner))
        unanswered.note(db, "far jag ha katt", "sv", [], now)
        self.asked = inbox._key("sv", inbox.TOGETHER, "far jag ha katt")
        staff = people.get(db, self.ids["staff"])
        assert staff is not None
        stored_texts.write(db, "deposit", "sv", "Ja.", staff, now)

    def _report_shared(self, db: Any) -> int:
        """The adult reports a lamp in the stairwell."""
        mine = faults.get(db, self.number)
        assert mine is not None
        new = faults.NewFault(
            "stairs_entry.light", "E3", "shared", mine.house, None, mine.household, self.ids["adult"], "sv"
        )
        return faults.add(db, new, [], self.talk.clock.now()).id

    def _stand(self, db: Any, role: str, name: str, step: str, data: msgspec.Struct) -> None:
        raw = msgspec.json.encode(data).decode()
        at = self.talk.clock.now()
        conversations.put(db, Conversation(self.phones[role].chat_id, name, step, raw, at))

    async def try_it(self, role: str, row: Row, send: str, press: bool) -> tuple[bool, list[str]]:
        """Whether it had its effect, and what the person heard."""
        text = send + row.value.format(
            number=self.number, shared=self.shared, thread=self.thread, asked=self.asked, **self.ids
        )
        before = self.talk.facts()
        phone = self.phones[role]
        if press:
            answered = len(self.talk.courier.answered)
            heard = await self.talk.forge(phone, text)
            assert len(self.talk.courier.answered) == answered + 1
        else:
            heard = await self.talk.answers(phone, text)
        changed = self.talk.facts() != before
        return (row.shows in heard if row.shows else changed), heard


@pytest_asyncio.fixture
async def cast(tmp_path: Path, company: Company) -> AsyncIterator[Cast]:
    async with open_talk(tmp_path, company) as talk:
        gathered = Cast(talk)
        await gathered.gather()
        yield gathered


@pytest.mark.parametrize(
    ("send", "rows"),
    [(f"{name}:", rows) for name, rows in PRESSES.items()]
    + [(f"/{name}", rows) for name, rows in COMMANDS.items()],
)
async def test_it_has_its_effect_for_whom_it_is_and_for_nobody_else(
    cast: Cast, send: str, rows: list[Row]
) -> None:
    for row, role in itertools.product(rows, ROLES):
        await cast.set_up(row)
        effect, heard = await cast.try_it(role, row, send, press=send.endswith(":"))
        assert effect == (role in row.allowed), (send, row.value, row.state, role, heard)
        assert heard, (send, role)
    assert cast.talk.count("set_aside") == 0


async def test_the_list_of_one_who_lives_there_leaves_out_their_own_household(cast: Cast) -> None:
    for role in ("living", "living_staff", "far"):
        await cast.talk.type(cast.phones[role], "/orders")
        assert cast.talk.saw(cast.phones[role], "order.list")[-1]["rows"] == []
    for role in WORKERS:
        await cast.talk.type(cast.phones[role], "/orders")
        assert len(cast.talk.saw(cast.phones[role], "order.list")[-1]["rows"]) == 1


async def test_no_push_or_card_of_an_order_reaches_those_who_may_not_see_it(cast: Cast) -> None:
    """Whatever happens to the report, only its household and those who work on it hear of it."""
    talk, number = cast.talk, cast.number
    for role, data in (
        ("caretaker", f"order.take:{number}"),
        ("staff", f"order.give:{number}.{cast.ids['holder']}"),
        ("holder", f"order.done:{number}"),
        ("partner", f"fault.reopen:{number}"),
        ("staff", f"order.close_as:{number}.other"),
        ("adult", f"fault.reopen:{number}"),
    ):
        await talk.forge(cast.phones[role], data)
    assert talk.fault(number).state == "returned"  # it was not fixed twice
    for role in EVERYBODY - HOUSEHOLD - WORKERS:
        heard = {m["message"] for chat, m in talk.said if chat == cast.phones[role].chat_id}
        assert heard == set(), role
    for role in HOUSEHOLD:
        heard = {m["message"] for chat, m in talk.said if chat == cast.phones[role].chat_id}
        assert not {kind for kind in heard if kind.startswith("order.")}, role
