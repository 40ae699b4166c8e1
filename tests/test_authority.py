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
from bot.handlers import drafts, start
from bot.sandbox.phones import Phone
from bot.settings import Company
from storage import absences, chats, conversations, faults, homes, people
from storage.conversations import Conversation
from tests.talk import Talk, open_talk

HOUSEHOLD = {"adult", "partner", "living", "living_staff"}
WITH_HELPER = HOUSEHOLD | {"helper"}
# Who may take an order of the area, among them who stands in for one who is away.
TAKERS = {"caretaker", "holder", "stand_in"}
WORKERS = TAKERS | {"staff"}
CARETAKERS = TAKERS | {"far", "living"}
ROLES = (
    "no_code",
    "adult",  # who reported it
    "partner",
    "helper",
    "neighbour",
    "caretaker",
    "far",  # a caretaker of another area
    "holder",
    "stand_in",  # a caretaker of another area, for one of this area who is away
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
    """

    value: str
    allowed: set[str]
    state: str = "received"
    shows: str = ""
    step: str = ""


def _draft(value: str, step: str) -> Row:
    """A press in a report that is open: it reaches nobody's but one's own."""
    return Row(value, {"adult"}, step=step)


PRESSES: dict[str, list[Row]] = {
    "emergency.show": [Row("now", EVERYBODY, shows="emergency.card")],
    "emergency.called": [Row("yes", EVERYBODY, shows="emergency.called")],
    "emergency.cannot": [Row("call", EVERYBODY, shows="emergency.cannot_call")],
    "language.set": [Row("ar", EVERYBODY)],
    "privacy.ok": [Row("yes", {"no_code"}), Row("no", {"no_code"})],
    "fault.place": [_draft("home", "first")],
    "fault.page": [_draft("2", "categories")],
    "fault.category": [_draft("kitchen", "categories")],
    "fault.item": [_draft("kitchen.stove", "first")],
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
    "fault.erase_phone": [Row("{number}", {"adult"})],
    "voice.use": [Row("drop", set()), Row("fault", set())],
    "order.show": [Row("{number}", WORKERS, shows="order.card")],
    "order.take": [Row("{number}", TAKERS)],
    "order.start": [Row("{number}", {"holder"}, "taken")],
    "order.parts": [Row("{number}", {"holder"}, "taken")],
    "order.done": [Row("{number}", {"holder"}, "started")],
    "order.note": [Row("{number}", WORKERS, "done", shows="order.card")],
    "order.return": [Row("{number}", TAKERS, "taken", shows="order.card")],
    "order.return_as": [
        Row("{number}.other", {"holder"}, "taken"),
        Row("{number}.other", TAKERS),
    ],
    "order.assign": [Row("{number}", {"staff"}, shows="order.card")],
    "order.give": [Row("{number}.{caretaker}", {"staff"}), Row("{number}.{living}", set())],
    "order.close": [Row("{number}", {"staff"}, shows="order.card")],
    "order.close_as": [Row("{number}.other", {"staff"})],
    "order.file": [Row("{number}", set()), Row("drop", set())],
    "away.until": [Row("20270208", CARETAKERS, shows="away.substitute")],
    "away.to": [
        Row("20270208.pool", CARETAKERS, shows="away.summary"),
        Row("20270208.{caretaker}", CARETAKERS - {"caretaker"}, shows="away.summary"),
        Row("20270208.{staff}", set(), shows="away.summary"),
    ],
    "away.confirm": [
        Row("20270208.pool", CARETAKERS),
        Row("20270208.{caretaker}", CARETAKERS - {"caretaker"}, "taken"),
        Row("20270208.{staff}", set()),
    ],
    "away.go": [Row("again", CARETAKERS, shows="away.day"), Row("cancel", CARETAKERS, shows="away.ended")],
    "away.end": [Row("now", CARETAKERS, shows="away.ended")],
}
COMMANDS: dict[str, list[Row]] = {
    "emergency": [Row("", EVERYBODY, shows="emergency.card")],
    "start": [Row("", EVERYBODY - {"no_code"}, shows="start.welcome")],
    "language": [Row("", EVERYBODY, shows="start.language")],
    "menu": [Row("", EVERYBODY, shows="menu.keyboard")],
    "help": [Row("", EVERYBODY, shows="menu.help")],
    "cancel": [Row("", {"adult", "no_code"}, step="more")],
    "report": [Row("", WITH_HELPER | {"neighbour"})],
    "orders": [Row("", WORKERS | {"far", "living", "living_staff"}, shows="order.list")],
    "today": [Row("", CARETAKERS, shows="today.list")],
    "away": [Row("", CARETAKERS, shows="away.day"), Row(" off", CARETAKERS, shows="away.ended")],
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

    async def gather(self) -> None:
        household, other = await self.talk.household(), await self.talk.household()
        work = {
            "caretaker": "norr", "holder": "norr", "living": "norr", "far": "soder", "stand_in": "soder",
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
                    name = "caretaker" if work[role] else role.removeprefix("living_")
                    people.give_work(db, person, name, frozenset({work[role]}))
            self.gone = people.add(db, self.talk.stranger().chat_id, 1.0)
            people.give_work(db, self.gone, "caretaker", frozenset({"norr"}))
            home = people.household(db, household)
            assert home is not None and home.home is not None
            kept = homes.get(db, home.home)
            assert kept is not None
            new = faults.NewFault(
                "kitchen.stove", "E2", "home", kept.house, kept.id, household, self.ids["adult"], "sv"
            )
            self.number = faults.add(db, new, [], self.talk.clock.now()).id
            faults.see(db, self.number, self.talk.clock.now())  # that it is looked at is no effect
            self._send_away(db)

    async def set_up(self, row: Row) -> None:
        """The report in its state, the adult's draft at its step, a stranger before the notice."""
        holder = None if row.state == "received" else self.ids["holder"]
        draft = drafts.Draft(place="home", item="kitchen.stove", category="kitchen")
        async with self.talk.database.transaction() as db:
            db.execute("DELETE FROM cards")
            db.execute("DELETE FROM conversations")
            db.execute("DELETE FROM fault_events WHERE fault != ?", (self.number,))
            db.execute("DELETE FROM faults WHERE id != ?", (self.number,))
            db.execute("UPDATE faults SET state = ?, holder = ?, changed = ?",
                       (row.state, holder, self.talk.clock.now()))  # fmt: skip
            db.execute("UPDATE chats SET locale = 'sv'")
            db.execute("DELETE FROM absences")
            self._send_away(db)
            people.set_phone(db, self.ids["adult"], "+46701740605")
            self._stand(db, "no_code", start.NAME, "privacy", start.Coming("ABCDEFGHJK"))
            if row.step:
                self._stand(db, "adult", drafts.NAME, row.step, draft)

    def _send_away(self, db: Any) -> None:
        gone, stand_in = people.get(db, self.gone), people.get(db, self.ids["stand_in"])
        assert gone is not None
        absences.begin(db, gone, "2027-02-08", stand_in, self.talk.clock.now())

    def _stand(self, db: Any, role: str, name: str, step: str, data: msgspec.Struct) -> None:
        raw = msgspec.json.encode(data).decode()
        at = self.talk.clock.now()
        conversations.put(db, Conversation(self.phones[role].chat_id, name, step, raw, at))

    async def try_it(self, role: str, row: Row, send: str, press: bool) -> tuple[bool, list[str]]:
        """Whether it had its effect, and what the person heard."""
        text = send + row.value.format(
            number=self.number,
            caretaker=self.ids["caretaker"],
            living=self.ids["living"],
            staff=self.ids["staff"],
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


@pytest.mark.parametrize(
    ("typed", "state", "allowed"),
    [
        ("{number} ta", "received", TAKERS),
        ("{number} klar", "received", TAKERS),
        ("{number} start", "taken", {"holder"}),
        ("{number} vänta", "taken", {"holder"}),
        ("{number} klar", "started", {"holder"}),
        ("{number} åter fel adress", "received", TAKERS),
        ("{number} åter fel adress", "taken", {"holder"}),
        ("{number} visa", "taken", set()),
    ],
)
async def test_typed_words_do_for_nobody_what_a_press_would_not(
    cast: Cast, typed: str, state: str, allowed: set[str]
) -> None:
    row = Row(typed, allowed, state)
    for role in ROLES:
        await cast.set_up(row)
        effect, heard = await cast.try_it(role, row, "", press=False)
        assert effect == (role in allowed), (role, heard)
        assert heard, role
        if role not in WORKERS:
            assert "order.card" not in heard, role


async def test_who_stands_in_is_a_caretaker_of_the_area_until_the_other_is_back(cast: Cast) -> None:
    talk, number, stand_in = cast.talk, cast.number, cast.phones["stand_in"]
    assert "order.card" in await talk.forge(stand_in, f"order.show:{number}")
    async with talk.database.transaction() as db:
        absences.end(db, cast.gone)
    assert "order.card" not in await talk.forge(stand_in, f"order.take:{number}")
    assert talk.fault(number).state == "received"


async def test_who_stands_in_does_not_work_on_the_case_of_her_own_household(cast: Cast) -> None:
    talk, number = cast.talk, cast.number
    async with talk.database.transaction() as db:
        gone, living = people.get(db, cast.gone), people.get(db, cast.ids["living"])
        assert gone is not None
        absences.begin(db, gone, "2027-02-08", living, talk.clock.now())
    await talk.forge(cast.phones["living"], f"order.take:{number}")
    assert talk.fault(number).state == "received"
