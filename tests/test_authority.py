"""Nobody reaches what is not theirs: every command and press, by every role, on a record of one household.

A handler that is added to `contents.py` has no row here and fails the test until it gets one.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot import app
from bot.handlers import answer_texts, desk_threads, drafts, inbox, notice_draft, start, threads
from bot.handlers import vacancies as vacancies_room
from bot.messages.notice_texts import Content
from bot.sandbox.groups import Group
from bot.sandbox.phones import Phone
from bot.settings import Company
from storage import (
    absences,
    chats,
    contract_ends,
    contract_lists,
    contracts,
    conversations,
    conversion_news,
    conversions,
    desk_acts,
    faults,
    homes,
    ledger,
    meetings,
    moving_in,
    notice_answers,
    notices,
    offers,
    officer_tasks,
    outbox,
    people,
    proofs,
    sendings,
    teams,
    tracks,
    unanswered,
    unit_offers,
    vacancies,
    vacancy_acts,
)
from storage import answer_texts as stored_texts
from storage import threads as stored_threads
from storage.audiences import Audience
from storage.conversations import Conversation
from storage.conversions import POINTS
from tests.talk import Talk, open_talk
from tests.unit import owed_flat

HOUSEHOLD = {"adult", "partner", "living", "living_staff"}
WITH_HELPER = HOUSEHOLD | {"helper"}
# Who may take an order of the area, among them who stands in for one who is away.
TAKERS = {"caretaker", "holder", "stand_in"}
WORKERS = TAKERS | {"staff"}
CARETAKERS = TAKERS | {"far", "living"}
AT_DESK = {"staff", "living_staff"}
# Those who live with the company, and the integration unit, who are not of the desk.
READ_THE_RULE = WITH_HELPER - AT_DESK | {"neighbour", "officer"}
# What the desk does stands on its own card only.
NOT_IN_GROUPS = {
    *("order.desk", "order.leave", "order.reclass", "order.reclass_as", "order.plan", "order.plan_on"),
    *("order.firm", "order.firm_as", "order.firm_done", "order.merge", "order.merge_into", "order.write"),
    *("order.wrote_in", "order.page", "order.fixed", "order.reopen", "order.erase_phone"),
}
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
    that only they get; without it, the effect is that facts change. `step` is where the adult's draft stands,
    `asked` the kind of a question that is open, `set` what else is so of the report. `fixed` is closed by the
    household, `cold` is new and a fault of the whole house. `thread` is the state of the adult's question to
    the office, which `staff` has unless it is open. The steps `asking`, `replying` and `text` are where the
    adult or the desk stands with a question, or with an answer's text. `flat` is how a flat stands that was
    given notice on: draft, unit or asked; with sure everybody is about to register one.
    """

    value: str
    allowed: set[str]
    state: str = "received"
    shows: str = ""
    step: str = ""
    asked: str = ""
    set: str = ""
    thread: str = "open"
    # Where the household's offer of a home stands: flat (none yet), free (it has no officer), or a state.
    unit: str = ""
    flat: str = ""
    # Where the household's contract stands: second, said (that she is registered), open (the checklist, all
    # ticked), approved, call (an adult wants one), notice, long, moved (a message after the keys), smoke (it
    # is asked about its alarm), agreed (the adult lets her days be kept).
    contract: str = ""
    notice: str = ""  # kind.state of the notice that was sent to the adult


def _writing(value: str, step: str = "summary", template: str = "water_off") -> Row:
    """A press in a notice that one of the desk is writing; the adult's chat stands there too, by no right."""
    return Row(value, {"staff"}, step=f"notice.{step}.{template}")


def _draft(value: str, step: str) -> Row:
    """A press in a report that is open: it reaches nobody's but one's own."""
    return Row(value, {"adult"}, step=step)


NAMED = ("case", "flat", "offer", "task", "partner", "adult", "officer", "contract", "conversion")
CARD = "conversion.card"
BOTH_SIDES = {"officer", "staff"}
PRESSES: dict[str, list[Row]] = {
    "home.show": [Row("now", WITH_HELPER | {"neighbour"}, shows="home.road")],
    "home.picture": [Row("now", WITH_HELPER, shows="home.picture", contract="second")],
    "home.registered": [
        Row("ask", HOUSEHOLD, shows="home.sure_registered", contract="second"),
        Row("yes", HOUSEHOLD, contract="second"),
    ],
    "home.news": [
        Row("{conversion}", HOUSEHOLD, shows="home.first_hand", contract="approved"),
        Row("{conversion}", {"helper"}, shows="home.for_adults", contract="approved"),
    ],
    "home.understood": [Row("{conversion}", HOUSEHOLD, contract="approved")],
    "home.call": [Row("{conversion}", HOUSEHOLD, contract="approved")],
    "moving.done": [Row("{contract}.3", HOUSEHOLD, contract="moved")],
    "moving.smoke": [Row("sounds", WITH_HELPER, contract="smoke")],
    "conversion.list": [Row("now", BOTH_SIDES | {"living_staff"}, shows="conversion.list", contract="said")],
    "conversion.show": [Row("{contract}", BOTH_SIDES, shows=CARD, contract="second")],
    "conversion.record": [Row("{contract}", {"officer"}, shows=CARD, contract="second")],
    "conversion.ground": [Row("{contract}.registered", {"officer"}, shows=CARD, contract="second")],
    "conversion.day": [Row("{contract}.registered.20270201", {"officer"}, shows=CARD, contract="second")],
    "conversion.saw": [Row("{contract}.registered.20270201.{officer}", {"officer"}, contract="second")],
    "conversion.not_yet": [Row("{contract}", {"officer"}, contract="said")],
    "conversion.tick": [Row("{contract}.identity", BOTH_SIDES, contract="open")],
    "conversion.number": [Row("{contract}", BOTH_SIDES, shows=CARD, contract="open")],
    "conversion.date": [Row("{contract}", BOTH_SIDES, shows=CARD, contract="open")],
    "conversion.effective": [Row("{contract}.20270401", BOTH_SIDES, contract="open")],
    "conversion.approve": [Row("{contract}", BOTH_SIDES, contract="open")],
    "conversion.refuse": [Row("{contract}", BOTH_SIDES, shows=CARD, contract="open")],
    "conversion.refuse_as": [Row("{contract}.rent_unpaid", BOTH_SIDES, contract="open")],
    "conversion.undo": [Row("{contract}", BOTH_SIDES, shows=CARD, contract="approved")],
    "conversion.undo_as": [Row("{contract}.wrong_day", BOTH_SIDES, contract="approved")],
    "conversion.keep": [Row("{contract}", BOTH_SIDES, contract="undo")],
    "conversion.called": [Row("{contract}", {"officer"}, contract="call")],
    "contract.seen": [Row("{contract}", BOTH_SIDES, contract="long")],
    "contract.notice": [Row("{contract}", {"staff"}, shows=CARD, contract="second")],
    "contract.notice_on": [Row("{contract}.20270201", {"staff"}, shows=CARD, contract="second")],
    "contract.notice_as": [Row("{contract}.20270201.usual", {"staff"}, contract="second")],
    "contract.died": [Row("{contract}.20270201.20270110", {"staff"}, contract="second")],
    "contract.withdraw": [Row("{contract}", {"staff"}, contract="notice")],
    "track.consent": [Row("yes", HOUSEHOLD, contract="second")],
    "track.show": [Row("{contract}", {"officer"}, shows="track.card", contract="second")],
    "track.of": [Row("{case}", {"officer"}, shows="track.card", contract="second")],
    "track.word": [Row("{case}.settled", {"officer"}, contract="second")],
    "track.adult": [Row("{adult}", {"officer"}, shows="track.card", contract="agreed")],
    "track.note": [Row("{adult}.work", {"officer"}, shows="track.card", contract="agreed")],
    "track.on": [
        Row("{adult}.work.20270201", {"officer"}, contract="agreed"),
        Row("{partner}.work.20270201", set(), contract="agreed"),
    ],
    # What is not there is not taken back; the card is shown.
    "track.not_so": [Row("{adult}.1", {"officer"}, shows="track.card", contract="agreed")],
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
    "answer.fault": [Row("kitchen.stove", WITH_HELPER | {"neighbour", "staff"})],
    "answer.report": [Row("any", WITH_HELPER | {"neighbour", "staff"})],
    "fault.on": [Row("kept", WITH_HELPER | {"neighbour", "staff"})],
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
        Row("again", WITH_HELPER | {"neighbour", "staff"}),
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
    "fault.key": [Row("{number}.yes", HOUSEHOLD, "taken")],
    "fault.visit": [
        Row("{question}.yes", HOUSEHOLD, "taken", asked="visit"),
        Row("{question}.20270204.morning", HOUSEHOLD, "taken", asked="nobody_home"),
        Row("{question}.yes", set(), "taken", asked="where"),
    ],
    "fault.answer": [
        Row("{question}.yes", WITH_HELPER, "taken", asked="still_broken"),
        Row("{question}.write", WITH_HELPER, "taken", asked="where"),
        Row("{question}.called", set(), "taken", asked="desk_calls"),
    ],
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
    "inbox.show": [Row("now", AT_DESK, shows="inbox.overview")],
    "inbox.page": [Row("threads.1", AT_DESK, shows="inbox.page")],
    "inbox.group": [Row("{asked}", AT_DESK, shows="inbox.group")],
    "inbox.pick": [Row("{asked}.rent", AT_DESK, shows="inbox.group")],
    "inbox.asks": [Row("{asked}.deposit", AT_DESK)],
    "inbox.not_ours": [Row("{asked}", AT_DESK)],
    "text.groups": [Row("rent", AT_DESK, shows="texts.which")],
    "text.topic": [Row("deposit", AT_DESK, shows="texts.sheet")],
    "text.in": [Row("sv.deposit", AT_DESK, shows="texts.in")],
    "text.right": [Row("en.deposit", AT_DESK), Row("sv.deposit", set())],
    "text.write": [Row("sv.deposit", AT_DESK, shows="texts.write")],
    "text.publish": [Row("sv.deposit", {"staff"}, step="text"), Row("sv.deposit", set())],
    "text.versions": [Row("sv.deposit", AT_DESK, shows="texts.versions")],
    "text.version": [Row("sv.deposit.0", AT_DESK, shows="texts.preview")],
    "text.restore": [Row("sv.deposit.0", AT_DESK)],
    "text.record": [Row("sv.deposit", AT_DESK, shows="texts.read_out")],
    "text.listen": [Row("sv.deposit", AT_DESK, shows="texts.in")],
    "text.unrecord": [Row("sv.deposit", AT_DESK, shows="texts.in")],
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
    "order.known": [Row("{number}", TAKERS | {"staff"}, "cold"), Row("{number}", set())],
    "order.acknowledge": [Row("{number}.no", {"holder"}, "taken", set="key_changed = 1")],
    "order.key": [Row("{number}.yes", {"staff"}, set="reporter = NULL"), Row("{number}.yes", set())],
    "order.ask": [Row("{number}", {"holder", "staff"}, "taken", shows="order.card")],
    "order.ask_as": [
        Row("{number}.where", {"holder", "staff"}, "taken"),
        Row("{number}.nothing", {"holder", "staff"}, "taken", asked="where"),
        Row("{number}.desk_calls", {"holder", "staff"}, "taken", set="reporter = NULL"),
    ],
    "order.visit": [Row("{number}.20270204.08", {"holder", "staff"}, "taken")],
    "order.agree": [Row("{number}.{question}", {"holder", "staff"}, "taken", asked="proposed")],
    "order.called": [
        Row("{number}.{question}", {"staff"}, "taken", asked="desk_calls", set="reporter = NULL")
    ],
    # These are for groups: here nobody reaches anything by them.
    "team.area": [Row("norr", set())],
    "team.leave": [Row("yes", set())],
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
    # The desk.
    "triage.show": [
        Row("now", AT_DESK, shows="triage.overview"),
        Row("now", {"admin"}, shows="triage.who_left"),
    ],
    "triage.list": [Row("nobody.1", AT_DESK, shows="triage.list")],
    "triage.settle": [Row("1", AT_DESK, shows="triage.overview")],
    "triage.file": [
        Row("which", AT_DESK, shows="triage.which_file"),
        Row("csv", AT_DESK, shows="triage.file"),
    ],
    "triage.left": [
        Row("list", AT_DESK | {"admin"}, shows="triage.who_left"),
        Row("{caretaker}", AT_DESK | {"admin"}, shows="triage.sure_left"),
        Row("{caretaker}.sure", AT_DESK | {"admin"}),
    ],
    "triage.report": [Row("home", AT_DESK, shows="behalf.home")],
    "fault.home": [_draft("1", "find")],
    "fault.speaks": [_draft("ar", "speaks")],
    "order.desk": [Row("{number}", {"staff"}, shows="order.card")],
    "order.leave": [Row("{number}", {"staff"}, shows="order.card")],
    "order.reclass": [Row("{number}", {"staff"}, shows="order.card")],
    "order.reclass_as": [Row("{number}.e3", {"staff"})],
    "order.plan": [Row("{number}", {"staff"}, shows="order.card")],
    "order.plan_on": [Row("{number}.20270203", {"staff"})],
    "order.firm": [Row("{number}", {"staff"}, shows="order.card")],
    "order.firm_as": [Row("{number}.none", {"staff"}, shows="order.card")],
    "order.firm_done": [Row("{number}", {"staff"}, "outside")],
    "order.merge": [Row("{number}", {"staff"}, shows="order.card")],
    "order.merge_into": [Row("{number}.{shared}", {"staff"})],
    "order.write": [Row("{number}", {"staff"}, shows="order.card")],
    "order.wrote_in": [Row("{number}.sv", {"staff"}, shows="order.card")],
    "order.page": [Row("{number}", {"staff"}, shows="order.page")],
    "order.fixed": [
        Row("{number}", set(), "done"),
        Row("{number}", {"staff"}, "done", set="reporter = NULL"),
    ],
    "order.reopen": [
        Row("{number}", set(), "done"),
        Row("{number}", {"staff"}, "done", set="reporter = NULL"),
        Row("{number}", {"staff"}, "closed", set="reporter = NULL"),
    ],
    "order.erase_phone": [Row("{number}", {"staff"}, set="reporter = NULL")],
    # An offer of a home: for the adults of the household that it is made to.
    "offer.show": [
        Row("{offer}", HOUSEHOLD, shows="offer.card", unit="open"),
        Row("{offer}", {"helper"}, shows="offer.for_helper", unit="open"),
    ],
    "offer.accept": [Row("{offer}", HOUSEHOLD, unit="declined"), Row("{offer}", set(), unit="silent")],
    "offer.decline": [Row("{offer}", HOUSEHOLD, unit="accepted"), Row("{offer}", set(), unit="signed")],
    "offer.sure": [Row("{offer}", HOUSEHOLD, unit="open")],
    "offer.why": [Row("{offer}.rent", HOUSEHOLD, unit="declined")],
    "offer.call": [Row("{offer}", HOUSEHOLD, unit="silent")],
    # The officer's room, and her own households.
    "people.show": [Row("now", {"officer"}, shows="people.room")],
    "people.tasks": [Row("now", {"officer"}, shows="people.tasks")],
    "people.list": [Row("1", {"officer"}, shows="people.list")],
    "people.free": [Row("1", {"officer"}, shows="people.list")],
    "people.household": [
        Row("{case}", {"officer"}, shows="people.household", unit="open"),
        Row("{case}", set(), shows="people.household", unit="free"),
    ],
    "people.take": [Row("{case}", {"officer"}, unit="free"), Row("{case}", set(), unit="flat")],
    "people.wait": [Row("{case}", {"officer"}, shows="people.household", unit="flat")],
    "people.done": [Row("{task}", {"officer"}, unit="open")],
    "people.code": [Row("{case}.adult", {"officer"}, unit="flat"), Row("{case}.adult", set(), unit="free")],
    "people.add": [Row("new", {"officer"}, shows="people.ask_label")],
    "people.size": [Row("{case}", {"officer"}, shows="people.ask_persons", unit="flat")],
    "people.persons": [Row("{case}.3", {"officer"}, unit="flat")],
    "people.low": [Row("yes", {"officer"}, shows="people.room")],
    "people.move": [Row("{case}", {"officer"}, shows="people.ask_lives", unit="flat")],
    "people.lives": [Row("{case}.own", {"officer"}, unit="flat")],
    "people.home": [Row("0", {"officer"}, shows="people.room")],
    "people.separate": [
        Row("{case}.{partner}", {"officer"}, shows="people.who_left", unit="flat"),
        Row("{case}.{partner}.sure", {"officer"}, unit="flat"),
    ],
    "people.close": [
        Row("{case}", {"officer"}, shows="people.household", unit="flat"),
        Row("{case}.sure", {"officer"}, unit="flat"),
    ],
    "unit.flats": [Row("now", {"officer"}, shows="unit.flats")],
    "unit.flat": [Row("{flat}", {"officer"}, shows="unit.flat", unit="flat")],
    "unit.match": [
        Row("{flat}.{case}", {"officer"}, shows="unit.flat", unit="flat"),
        Row("{flat}.{case}.sure", {"officer"}, unit="flat"),
        Row("{flat}.{case}.sure", set(), unit="free"),
    ],
    "unit.decline": [Row("{flat}", {"officer"}, shows="unit.flat", unit="flat")],
    "unit.decline_as": [Row("{flat}.other", {"officer"}, unit="flat")],
    "unit.offer": [Row("{offer}", {"officer"}, shows="unit.offer:", unit="open")],
    "unit.said": [Row("{offer}.yes", {"officer"}, unit="silent")],
    "unit.confirm": [
        Row("{offer}", {"officer"}, shows="unit.offer:", unit="accepted"),
        Row("{offer}.sure", {"officer"}, unit="accepted"),
    ],
    "unit.more": [Row("{offer}", {"officer"}, unit="silent")],
    "unit.withdraw": [
        Row("{offer}", {"officer"}, shows="unit.offer:", unit="open"),
        Row("{offer}.sure", {"officer"}, unit="open"),
    ],
    # Homes, flats given notice on, and the rule.
    "homes.show": [Row("now", AT_DESK, shows="homes.overview")],
    "homes.list": [Row("empty.1", AT_DESK, shows="homes.list")],
    "homes.area": [Row("norr", AT_DESK, shows="homes.houses")],
    "homes.house": [Row("1", AT_DESK, shows="homes.list")],
    "homes.home": [Row("1", AT_DESK, shows="homes.home")],
    "vacancy.show": [Row("now", AT_DESK, shows="vacancy.overview")],
    "vacancy.new": [Row("home", AT_DESK, shows="vacancy.ask_home")],
    "vacancy.of": [Row("{contract}", {"staff"}, shows="vacancy.ask_contract", contract="notice")],
    "vacancy.home": [Row("1", AT_DESK, shows="vacancy.overview")],
    "vacancy.day": [Row("20270201", AT_DESK, shows="vacancy.overview")],
    "vacancy.last": [Row("{vacancy}", AT_DESK, shows="vacancy.ask_day", flat="unit")],
    "vacancy.counts": [Row("yes", AT_DESK, shows="vacancy.overview")],
    "vacancy.save": [Row("yes", AT_DESK, flat="sure"), Row("yes", AT_DESK, shows="vacancy.overview")],
    "vacancy.card": [Row("{vacancy}", AT_DESK, shows="vacancy.card", flat="draft")],
    "vacancy.exclude": [Row("{vacancy}", AT_DESK, shows="vacancy.card", flat="draft")],
    "vacancy.exclude_as": [Row("{vacancy}.exchange", AT_DESK, flat="draft")],
    "vacancy.withdraw": [Row("{vacancy}", AT_DESK, shows="vacancy.card", flat="unit")],
    "vacancy.withdraw_as": [Row("{vacancy}.stays", AT_DESK, flat="unit")],
    "vacancy.drafts": [Row("1", AT_DESK, shows="vacancy.batch", flat="draft")],
    "vacancy.confirm": [
        Row("ask.{batch}", AT_DESK, shows="vacancy.batch", flat="draft"),
        Row("{batch}", AT_DESK, shows="vacancy.confirmed", flat="draft"),
    ],
    "vacancy.override": [Row("{vacancy}", AT_DESK, flat="unit")],
    "vacancy.agree": [Row("{vacancy}.{override}", AT_DESK, flat="asked")],
    "vacancy.refuse": [Row("{vacancy}.{override}", AT_DESK, flat="asked")],
    "allocation.show": [
        Row("now", AT_DESK, shows="allocation.overview"),
        Row("now", READ_THE_RULE, shows="allocation.rule"),
    ],
    "allocation.list": [Row("1", AT_DESK, shows="allocation.list")],
    "allocation.year": [Row("2027", AT_DESK, shows="allocation.year", flat="unit")],
    "allocation.file": [Row("csv", AT_DESK, shows="allocation.file")],
    # Notices, meetings and polls.
    "notice.new": [Row("water_off", AT_DESK, shows="notice_desk.day")],
    "notice.day": [_writing("20270203", "day")],
    "notice.hours": [_writing("08-12", "hours")],
    "notice.audience": [_writing("all", "audience")],
    "notice.write": [_writing("ar", template="free.information")],
    "notice.covers": [_writing("water_off", template="free.planned")],
    "notice.when": [_writing("20270203.08", "when")],
    "notice.set": [_writing("asks")],
    "notice.voice": [_writing("ar")],
    "notice.preview": [
        msgspec.structs.replace(_writing("now", template="works_again"), shows="notices.notice")
    ],
    "notice.go": [_writing("cancel")],
    "notice.send": [_writing("draft", template="works_again")],
    "notice.end": [
        _writing("1801569600", "alert", "emergency.water"),
        _writing("choose", "alert", "emergency.water"),
    ],
    "notice.list": [Row("now", AT_DESK, shows="notice_desk.list")],
    "notice.show": [Row("{notice}", AT_DESK, notice="planned.sent", shows="notice_desk.report")],
    "notice.read": [Row("{notice}", AT_DESK, notice="planned.waits_second", shows="notices.notice")],
    "notice.confirm": [
        Row("{notice}.1", AT_DESK, notice="planned.waits_second"),
        Row("{notice}", AT_DESK, notice="planned.waits_second", shows="notice_desk.report"),
    ],
    "notice.drop": [Row("{notice}", AT_DESK, notice="planned.due")],
    "notice.stop": [Row("{notice}", AT_DESK, notice="planned.sending")],
    "notice.correct": [Row("{notice}", AT_DESK, notice="planned.sent", shows="notice_desk.day")],
    "notice.withdraw": [
        Row("{notice}", AT_DESK, notice="planned.sent", shows="notice_desk.report"),
        Row("{notice}.sure", AT_DESK, notice="planned.sent"),
    ],
    "notice.silent": [Row("{notice}", AT_DESK, notice="planned.sent", shows="notice_desk.homes:silent")],
    "notice.failed": [Row("{notice}", AT_DESK, notice="planned.sent", shows="notice_desk.homes:failed")],
    "notice.paper": [Row("{notice}", AT_DESK, notice="planned.sent", shows="notice_desk.paper")],
    "notice.understood": [Row("{notice}", {"adult"}, notice="emergency.sent")],
    "notice.question": [Row("{notice}", {"adult"}, notice="emergency.sent")],
    "notice.call": [Row("{notice}", {"adult"}, notice="emergency.sent")],
    "notice.choose": [
        Row("{notice}.2", {"adult"}, notice="poll.sent"),
        Row("{notice}.1", set(), notice="emergency.sent"),
    ],
    "notice.result": [
        Row("{notice}", WITH_HELPER | {"neighbour", "staff"}, notice="poll.sent", shows="notices.result")
    ],
    "notice.mute": [Row("on", HOUSEHOLD | {"neighbour"})],
    "meeting.rule": [Row("show", EVERYBODY, shows="meetings.one_in_five")],
    "meeting.come": [
        Row("{notice}", WITH_HELPER - {"adult"} | {"neighbour", "staff"}, notice="meeting.sent")
    ],
    "meeting.set": [Row("{notice}.adults.more", WITH_HELPER | {"neighbour", "staff"}, notice="meeting.sent")],
    "meeting.cancel": [Row("{notice}", {"adult"}, notice="meeting.sent")],
    "meeting.ask": [
        Row("{notice}", WITH_HELPER | {"neighbour", "staff"}, notice="meeting.sent", shows="meetings.ask")
    ],
    "meeting.list": [Row("{notice}", AT_DESK, notice="meeting.sent", shows="meetings.guests")],
    "meeting.off": [
        Row("{notice}", AT_DESK, notice="meeting.sent", shows="notice_desk.report"),
        Row("{notice}.sure", AT_DESK, notice="meeting.sent"),
    ],
}
COMMANDS: dict[str, list[Row]] = {
    "emergency": [Row("", EVERYBODY, shows="emergency.card")],
    "start": [Row("", EVERYBODY - {"no_code"}, shows="start.welcome")],
    "language": [Row("", EVERYBODY, shows="start.language")],
    "menu": [Row("", EVERYBODY, shows="menu.keyboard")],
    "help": [Row("", EVERYBODY, shows="menu.help")],
    "cancel": [Row("", {"adult", "no_code"}, step="more")],
    "ask": [Row("", EVERYBODY, shows="questions.groups")],
    "report": [Row("", WITH_HELPER | {"neighbour", "staff"})],
    "notice": [Row("", AT_DESK, shows="notice_desk.choose")],
    "meetings": [Row("", EVERYBODY - {"no_code"}, shows="meetings.list")],
    "triage": [
        Row("", AT_DESK, shows="triage.overview"),
        Row("", {"admin"}, shows="triage.who_left"),
    ],
    "myreports": [Row("", WITH_HELPER | {"neighbour"}, shows="reports.list")],
    "languages": [Row("", WORKERS | {"far", "living", "living_staff"}, shows="threads.speaks")],
    "inbox": [Row("", AT_DESK, shows="inbox.overview")],
    "answer": [Row(" deposit", AT_DESK, shows="texts.sheet")],
    "orders": [Row("", WORKERS | {"far", "living", "living_staff"}, shows="order.list")],
    "home": [Row("", WITH_HELPER | {"neighbour"}, shows="home.road")],
    "conversions": [Row("", BOTH_SIDES | {"living_staff"}, shows="conversion.list")],
    "people": [Row("", {"officer"}, shows="people.room")],
    "team": [Row("", set())],
    "homes": [Row("", AT_DESK, shows="homes.overview"), Row(" Norra", AT_DESK, shows="homes.list")],
    "vacancy": [Row("", AT_DESK, shows="vacancy.overview"), Row(" Norra", AT_DESK, shows="vacancy.ask_home")],
    "allocation": [
        Row("", AT_DESK, shows="allocation.overview"),
        Row("", READ_THE_RULE, shows="allocation.rule"),
    ],
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


def names_of_commands(company: Company) -> set[str]:
    """Every command that has a handler."""
    return {
        name
        for handler in app.handlers(company)
        if isinstance(handler, CommandHandler)
        for name in handler.commands
    }


def test_every_press_and_command_has_its_row(company: Company) -> None:
    assert sorted(names_of_presses(company)) == sorted(PRESSES)
    assert names_of_commands(company) == set(COMMANDS)


class Cast:
    """One person of every role, and one report of the adult's household."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.phones: dict[str, Phone] = {}
        self.ids: dict[str, int] = {}
        self.number = 0
        self.shared = 0
        self.question = 0
        self.thread = 0
        self.unanswered = ""
        self.vacancy = 0
        self.asked = 0
        self.batch = ""
        self.notice = 0

    async def gather(self) -> None:
        household, other = await self.talk.household(), await self.talk.household()
        self.household = household
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
            self.clerk = people.add(db, self.talk.stranger().chat_id, 1.0)
            people.give_work(db, self.clerk, "staff")
            self.writer = people.add(db, self.talk.stranger().chat_id, 1.0)
            people.give_work(db, self.writer, "staff")
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
        holder = None if row.state in ("received", "cold") else self.ids["holder"]
        draft = drafts.Draft(place="home", item="kitchen.stove", category="kitchen")
        async with self.talk.database.transaction() as db:
            db.execute("DELETE FROM cards")
            db.execute("DELETE FROM conversations")
            db.execute("UPDATE faults SET merged = NULL")
            people.give_work(db, self.ids["caretaker"], "caretaker", frozenset({"norr"}))
            desk_acts.keep_phone(db, self.number, "+46701740605")
            for table in (
                *("fault_followers", "fault_alerts", "fault_questions", "muted_households"),
                *("meeting_guests", "meeting_questions", "meetings", "notice_runs", "notice_answers"),
                *("notice_texts", "notices", "deliveries", "sendings"),
            ):
                db.execute(f"DELETE FROM {table}")
            db.execute("DELETE FROM fault_events WHERE fault != ?", (self.number,))
            db.execute("DELETE FROM faults WHERE id != ?", (self.number,))
            state = {"fixed": "closed", "cold": "received"}.get(row.state, row.state)
            item = "heating.no_heat" if row.state == "cold" else "kitchen.stove"
            db.execute("UPDATE faults SET state = ?, holder = ?, item = ?, known = 0, changed = ?,"
                       " reporter = ?, master_key = 0, key_changed = 0, planned = NULL",
                       (state, holder, item, self.talk.clock.now(), self.ids["adult"]))  # fmt: skip
            if row.state == "fixed":
                faults.happened(db, self.number, "fixed", self.ids["adult"], "", self.talk.clock.now())
            if "{shared}" in row.value:
                self.shared = self._report_shared(db)
            if row.set:
                db.execute(f"UPDATE faults SET {row.set}")
            if row.asked:
                self._ask(db, row.asked)
            db.execute("UPDATE chats SET locale = 'sv'")
            db.execute("DELETE FROM absences")
            self._send_away(db)
            if row.unit:
                self._offer(db, row.unit)
            if row.flat:
                self._give_notice(db, row.flat)
            if row.contract:
                self._contract(db, row.contract)
            people.set_phone(db, self.ids["adult"], "+46701740605")
            self._stand(db, "no_code", start.NAME, "privacy", start.Coming("ABCDEFGHJK"))
            self._ask_the_office(db, row)
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
            if row.step.startswith("notice."):
                _, step, template = row.step.split(".", 2)
                written = notice_draft.Draft(template, day="2027-02-03", hours="08:00-12:00")
                written.audience = Audience("all")
                for role in ("adult", "staff"):
                    self._stand(db, role, notice_draft.NAME, step, written)
            elif row.step:
                self._stand(db, *steps.get(row.step, ("adult", drafts.NAME, row.step, draft)))
            if row.notice:
                self.notice = self._sent_notice(db, *row.notice.split("."))

    def _ask_the_office(self, db: Any, row: Row) -> None:
        """The adult's question to the office, one that has no answer, and a text that was changed."""
        tables = ("thread_messages", "threads", "first_offers", "phrasings", "unanswered", "answer_texts")
        for table in tables:
            db.execute(f"DELETE FROM {table}")
        chat, now = self.phones["adult"].chat_id, self.talk.clock.now()
        self.thread = stored_threads.add(db, chat, "sv", "", [], now + 1e6, now).id
        owner = None if row.thread == "open" else self.ids["staff"]
        db.execute("UPDATE threads SET state = ?, owner = ?", (row.thread, owner))
        unanswered.note(db, "far jag ha katt", "sv", [], now)
        self.unanswered = inbox._key("sv", inbox.TOGETHER, "far jag ha katt")
        staff = people.get(db, self.ids["staff"])
        assert staff is not None
        stored_texts.write(db, "deposit", "sv", "Ja.", staff, now)

    def _offer(self, db: Any, state: str) -> None:
        """The adult's household waits, its officer is `officer`, and a flat is offered to the unit."""
        now = self.talk.clock.now()
        for role in sorted(WITH_HELPER):
            people.join(db, self.ids[role], self.household, role != "helper", 1.0)
        for table in ("officer_tasks", "offer_asked", "offer_answers", "offer_events", "offers"):
            db.execute(f"DELETE FROM {table}")
        for table in ("unit_offers", "case_events", "cases"):
            db.execute(f"DELETE FROM {table}")
        officer = None if state == "free" else self.ids["officer"]
        db.execute(
            "INSERT INTO cases (household, officer, label, persons, lives, at)"
            " VALUES (?, ?, 'Ån', 4, 'own', 1)",
            (self.household, officer),
        )
        vacancy, home = owed_flat(db, now)
        flat = unit_offers.add(db, vacancy, home, "2027-04-01", 7200, "2027-02-12", now + 1e6, None, now)
        self.ids |= {"case": self.household, "flat": flat.id, "task": 0, "offer": 0}
        if state in ("flat", "free"):
            return
        by = people.get(db, self.ids["officer"])
        assert by is not None
        offer = offers.match(db, flat, self.household, by, "2027-02-12", now + 1e6, None, now)
        db.execute("UPDATE offers SET state = ?, by_phone = 'yes' WHERE id = ?", (state, offer.id))
        for role in sorted(HOUSEHOLD if state == "open" else ()):
            offers.ask(db, offer, people.get(db, self.ids[role]) or by, "yes")
        officer_tasks.add(db, self.household, offer.id, "differ", now)
        task = officer_tasks.of_household(db, self.household)[0].id
        self.ids |= {"offer": offer.id, "task": task}

    def _give_notice(self, db: Any, stands: str) -> None:
        """One more flat given notice on; nothing of an earlier one can be taken out of the ledger."""
        flats = db.execute("SELECT count(*) FROM homes").fetchone()[0]
        number = homes.add_home(db, f"9-{flats}", 1, f"{2000 + flats}", 1, 2)
        home = homes.get(db, number)
        assert home is not None
        at, last = self.talk.clock.now(), datetime.date(2027, 4, 30)
        if stands == "sure":
            draft = vacancies_room.Draft(number, f"K-{flats}", "2027-01-29", last.isoformat(), "")
            for role in self.phones:
                self._stand(db, role, vacancies_room.NAME, "sure", draft)
            return
        kept = vacancy_acts.register(db, home, f"K-{flats}", "2027-01-29", last, "", None, at)
        self.vacancy = kept.id
        drafts = vacancies.drafts(db)
        waiting = [each.id for each in drafts]
        self.batch = f"{len(waiting)}.{vacancies.latest_line(db, drafts)}"
        if stands == "draft":
            return
        vacancy_acts.confirm(db, waiting, ledger.Policy("2027-01-01", 1, 1), None, at)
        if stands == "asked":
            clerk = people.get(db, self.clerk)
            assert clerk is not None
            self.asked = vacancy_acts.ask_override(db, kept.id, "queue", "Skäl", clerk, at).asked or 0

    def _contract(self, db: Any, state: str) -> None:
        """The adult's household, whose officer is `officer`, lives second-hand since January."""
        now, today = self.talk.clock.now(), datetime.date(2027, 2, 2)
        for role in sorted(WITH_HELPER):
            people.join(db, self.ids[role], self.household, role != "helper", 1.0)
        for table in ("officer_tasks", "offer_asked", "offer_answers", "offer_events", "offers"):
            db.execute(f"DELETE FROM {table}")
        for table in ("case_events", "cases", "conversion_readers", "moving_in", "smoke_alarms"):
            db.execute(f"DELETE FROM {table}")
        # What has been said is kept for ever, so each row begins a new contract.
        db.execute("UPDATE leases SET void = 1")
        db.execute("UPDATE contracts SET state = 'ended'")
        db.execute(
            "INSERT INTO cases (household, officer, label, persons, lives, at)"
            " VALUES (?, ?, 'Ån', 4, 'home', 1)",
            (self.household, self.ids["officer"]),
        )
        self.ids["case"] = self.household
        known = people.household(db, self.household)
        person = {role: people.get(db, self.ids[role]) for role in ("adult", "officer", "staff")}
        adult, officer, staff = person["adult"], person["officer"], person["staff"]
        assert known is not None and known.home is not None
        assert adult is not None and officer is not None and staff is not None
        for each in ("adult", "partner", "living", "living_staff"):
            db.execute(
                "INSERT INTO track_c (person, act, day, noted_by, at)"
                " VALUES (?1, 'withdraw', '2027-01-01', ?1, 1)",
                (self.ids[each],),
            )
        tracks.note_a(db, self.household, "waiting", officer, now)
        contract = contracts.sign_second_hand(
            db, self.household, known.home, datetime.date(2027, 1, 1), None, officer, now
        )
        contracts.move(db, contract, "access", None, now, today)
        self.ids |= {"contract": contract, "conversion": 0}
        match state:
            case "said":
                proofs.say_registered(db, adult, today, now, today)
            case "notice":
                contract_ends.give_notice(db, contract, datetime.date(2027, 5, 31), staff, now, today)
            case "long":
                contract_lists.told_too_long(db, contract, 18, now)
            case "moved":
                moving_in.sent(db, contract, 3, now)
            case "smoke":
                moving_in.ask_about_alarm(db, self.household, now)
            case "agreed":
                tracks.consent(db, adult, today, now)
            case "open" | "approved" | "call" | "undo":
                self._conversion(db, contract, officer, staff, state)

    def _conversion(self, db: Any, contract: int, officer: Any, staff: Any, state: str) -> None:
        now, today = self.talk.clock.now(), datetime.date(2027, 2, 2)
        proofs.record(db, contract, "registered", today, officer, officer, now, today)
        points = [point for point, sees_to in POINTS.items() if sees_to != "household"]
        opened = conversions.open_for(db, contract, points, officer, now, today)
        conversions.set_number(db, opened.id, "K-118", staff, now)
        conversions.set_effective(db, opened.id, datetime.date(2027, 3, 1), staff, now, today)
        conversions.tick(db, opened.id, points, staff, now)
        self.ids["conversion"] = opened.id
        if state != "open":
            for each in (officer, staff):
                conversions.approve(db, opened.id, each, now, today)
        if state == "undo":
            conversions.undo(db, opened.id, "wrong_day", officer, now, today)
        if state == "call":
            adult = people.get(db, self.ids["adult"])
            assert adult is not None
            conversion_news.answer(db, opened.id, adult, "call", now)

    def _sent_notice(self, db: Any, kind: str, state: str) -> int:
        """A notice to everybody that has reached the adult, who comes to the meeting; a poll with votes."""
        template = {"planned": "water_off", "meeting": "meeting", "poll": "poll"}.get(kind, "emergency.water")
        content = Content(kind, template, {"sv": "Vad?\nEtt\nTvå"} if kind == "poll" else {})
        raw = msgspec.json.encode(content).decode()
        writer, now = people.get(db, self.writer), self.talk.clock.now()
        assert writer is not None
        new = notices.New(kind, template, Audience("all"), raw, now, True)
        notice = notices.add(db, new, state, writer, now).id
        sending = sendings.add(db, "{}")
        notices.has_sending(db, notice, sending, now)
        sendings.queue(db, sending, [(self.phones["adult"].chat_id, True)], outbox.NOTICE, now)
        db.execute("DELETE FROM outbox")
        sendings.was_delivered(db, sending, self.phones["adult"].chat_id, 1, 1, False, now)
        if kind == "meeting":
            meetings.add(db, notice, now + 3 * 24 * 3600.0, 0)
            meetings.sign_up(db, meetings.Guest(notice, self.ids["adult"]), now)
        if kind == "poll":
            for number in range(5):
                self._votes(db, notice, sending, people.add(db, 7000 + number, now))
        return notice

    def _votes(self, db: Any, notice: int, sending: int, person: int) -> None:
        """One whom the poll has reached chooses."""
        voter, asked, now = people.get(db, person), notices.get(db, notice), self.talk.clock.now()
        assert voter is not None and asked is not None
        sendings.queue(db, sending, [(voter.chat, True)], outbox.NOTICE, now)
        db.execute("DELETE FROM outbox")
        notice_answers.put(db, asked, voter, "1", now)

    def _report_shared(self, db: Any) -> int:
        """The adult reports a lamp in the stairwell."""
        mine = faults.get(db, self.number)
        assert mine is not None
        new = faults.NewFault(
            "stairs_entry.light", "E3", "shared", mine.house, None, mine.household, self.ids["adult"], "sv"
        )
        return faults.add(db, new, [], self.talk.clock.now()).id

    def _send_away(self, db: Any) -> None:
        gone, stand_in = people.get(db, self.gone), people.get(db, self.ids["stand_in"])
        assert gone is not None
        absences.begin(db, gone, "2027-02-08", stand_in, self.talk.clock.now())

    def _stand(self, db: Any, role: str, name: str, step: str, data: msgspec.Struct) -> None:
        raw = msgspec.json.encode(data).decode()
        at = self.talk.clock.now()
        conversations.put(db, Conversation(self.phones[role].chat_id, name, step, raw, at))

    def _ask(self, db: Any, kind: str) -> None:
        """A question of the holder; `proposed` is one to which she has answered with a time of her own."""
        answered, answer = (
            (1.0, '{"what":"another","when":"20270204.morning"}') if kind == "proposed" else (None, "")
        )
        self.question = db.execute(
            "INSERT INTO fault_questions (fault, kind, note, asker, asked, answered, answer)"
            " VALUES (?, ?, '20270203.morning', ?, 1.0, ?, ?) RETURNING id",
            (self.number, "visit" if kind == "proposed" else kind, self.ids["holder"], answered, answer),
        ).fetchone()[0]

    def order(self) -> tuple[Any, ...]:
        """The report as it is, and all that has happened to it."""
        return self.talk.fault(self.number), faults.way(self.talk.database.reader, self.number)

    async def try_it(self, role: str, row: Row, send: str, press: bool) -> tuple[bool, list[str]]:
        """Whether it had its effect, and what the person heard."""
        text = send + row.value.format(
            number=self.number,
            shared=self.shared,
            question=self.question,
            thread=self.thread,
            asked=self.unanswered,
            vacancy=self.vacancy,
            override=self.asked,
            batch=self.batch,
            **dict.fromkeys(NAMED, 0) | self.ids,
            notice=self.notice,
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


async def _in_group(cast: Cast, role: str, data: str) -> list[tuple[int, str]]:
    """Sends a press that no message of the area's group shows. Returns what was said to whom, by kind."""
    talk = cast.talk
    group = next(
        Group(talk.telegram.world, chat) for chat in talk.telegram.world.chats.values() if chat.is_group
    )
    said = len(talk.said)
    group.press(cast.phones[role], data, forge=True)
    await talk.quiet()
    return [(chat, m["message"]) for chat, m in talk.said[said:]]


@pytest.mark.parametrize("name", [name for name in PRESSES if name.startswith("order.")])
async def test_in_a_group_a_press_counts_by_who_presses_and_everybody_else_gets_a_toast(
    cast: Cast, name: str
) -> None:
    talk, living = cast.talk, {"living", "living_staff"}
    group = talk.telegram.group()
    talk.telegram.world.post(group.chat, "bot", {"text": "a message of the bot"})
    async with talk.database.transaction() as db:
        teams.bind(db, group.chat_id, "norr", 1.0)
        # Where a colleague lives, the order stands in no group at all.
        for role in living:
            people.leave(db, cast.ids[role])
    for row, role in itertools.product(PRESSES[name], [each for each in ROLES if each not in living]):
        await cast.set_up(row)
        value = row.value.format(
            number=cast.number,
            caretaker=cast.ids["caretaker"],
            living=cast.ids["neighbour"],
            question=cast.question,
            shared=cast.shared,
        )
        before, answered = talk.facts(), len(talk.courier.toasts)
        said = await _in_group(cast, role, f"{name}:{value}")
        effect = (group.chat_id, row.shows) in said if row.shows else talk.facts() != before
        assert effect == (role in row.allowed and name not in NOT_IN_GROUPS), (row, role, said)
        assert {kind for chat, kind in said if chat == group.chat_id} <= {"order.card"}, (row, role)
        assert len(talk.courier.toasts) == answered + 1
        assert effect or role in WORKERS or talk.courier.toasts[-1], (row, role)
    assert talk.count("set_aside") == 0


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
    # Of one who does not work here they are a question, which is no effect on the report.
    rooms = msgspec.structs.replace(cast.talk.company.rooms, questions=False)
    cast.talk.start_again(msgspec.structs.replace(cast.talk.company, rooms=rooms))
    for role in ROLES:
        await cast.set_up(row)
        before = cast.order()
        _, heard = await cast.try_it(role, row, "", press=False)
        assert (cast.order() != before) == (role in allowed), (role, heard)
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
