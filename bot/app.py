"""Wiring: the table of contents, what is due by the clock, and all that the engine is handed."""

from __future__ import annotations

import asyncio
import signal
from functools import lru_cache

from bot import messages, photos
from bot.answering import Answering
from bot.contents import handlers
from bot.engine.call import Drawn
from bot.engine.calls import no_lesson
from bot.engine.clock import Alarm, Clock
from bot.engine.profile import Wanted
from bot.engine.run import Wiring, run_engine
from bot.engine.transport import Transport
from bot.engine.webhook import Hook
from bot.exports import documents, notice_papers
from bot.from_memory import emergency_from_memory
from bot.handlers import (
    absence,
    contracts,
    deadlines,
    general,
    meetings,
    moving_in,
    notice_card,
    notice_times,
    offers,
    officers,
    proofs,
    readings,
    replies,
    today,
    unit_offers,
)
from bot.messages.menu import about, commands
from bot.settings import Company, Settings
from bot.speech import LOCALES, RECORD, words
from bot.understanding import Learning, Understanding
from storage import conversations, fault_lists, notice_answers, notice_runs, phrasings, spoken
from storage import faults as stored_faults
from storage import meetings as stored_meetings
from storage import notices as stored_notices
from storage import threads as stored_threads
from storage.answer_texts import Changed
from storage.database import Database, only_one, open_database

# What Telegram calls our languages, where it does not use our name.
TELEGRAM_CODES = {"fa_AF": "fa"}


def alarms(company: Company) -> list[Alarm]:
    """What falls due by itself."""
    silent_for = company.faults.closes_after_days * stored_faults.DAY
    found = [
        Alarm(
            "draft.old",
            lambda db, now: [c.chat for c in conversations.older_than(db, now - general.DRAFT_SECONDS)],
        )
    ]
    if company.rooms.faults:
        found.append(Alarm("fault.due", lambda db, now: fault_lists.to_remind(db, now, deadlines.DESK_AFTER)))
        found.append(Alarm("fault.unseen", lambda db, now: deadlines.to_call(company, db, now)))
        found.append(Alarm("fault.question", lambda db, now: replies.to_remind(company, db, now)))
        found.append(Alarm("away.over", lambda db, now: absence.over(company, db, now)))
        found.append(Alarm("today.morning", lambda db, now: today.waiting_for_list(company, db, now)))
        found.append(Alarm("fault.offer", lambda db, now: spoken.offers_over(db, "fault", now)))
        found.append(Alarm("fault.silence", lambda db, now: fault_lists.silent(db, now - silent_for)))
    if company.rooms.questions:
        found += _thread_alarms(company.answers.closes_after_days * stored_threads.DAY)
    if company.rooms.home or company.rooms.offers:
        found.append(Alarm("contract.day", lambda db, now: contracts.due(company, db, now)))
        found.append(Alarm("contract.news", contracts.untold))
    if company.rooms.offers:
        found.append(Alarm("proof.check", lambda db, now: proofs.to_check(company, db, now)))
        found.append(Alarm("contract.long", lambda db, now: contracts.too_long(company, db, now)))
    if company.rooms.home:
        found.append(Alarm("moving.step", lambda db, now: moving_in.due(company, db, now)))
        found.append(Alarm("moving.alarm", lambda db, now: moving_in.alarm_due(company, db, now)))
    if company.rooms.offers:
        found.append(Alarm("unit.owed", unit_offers.owed))
        found.append(Alarm("unit.void", unit_offers.void))
        found.append(Alarm("unit.day", unit_offers.another_day))
        found.append(Alarm("unit.due", unit_offers.to_remind))
        found.append(Alarm("offer.due", offers.to_remind))
        found.append(Alarm("people.morning", lambda db, now: officers.waiting_for_word(company, db, now)))
    if company.rooms.notices:
        found += _notice_alarms(company)
    return found


def _thread_alarms(silent_for: float) -> list[Alarm]:
    return [
        Alarm("thread.offer", lambda db, now: spoken.offers_over(db, "thread", now)),
        Alarm("thread.due", stored_threads.to_remind),
        Alarm("thread.silence", lambda db, now: stored_threads.silent(db, now - silent_for)),
    ]


def _notice_alarms(company: Company) -> list[Alarm]:
    remind_after = company.notices.remind_hours * 3600.0
    return [
        Alarm("notice.begin", stored_notices.to_begin),
        Alarm(
            "notice.run",
            lambda db, now: notice_runs.open_ones(db, quiet=notice_times.is_quiet(company, now)),
        ),
        Alarm("notice.progress", lambda db, now: stored_notices.to_show(db, now, notice_card.SHOWN_EVERY)),
        Alarm("notice.remind", lambda db, now: notice_answers.to_remind(db, now, remind_after)),
        Alarm("meeting.remind", meetings.to_remind),
        Alarm("meeting.erase", lambda db, now: stored_meetings.to_erase(db, meetings.midnight(now))),
    ]


async def run(settings: Settings, company: Company) -> None:
    """The whole bot, until SIGTERM or SIGINT.

    Raises DatabaseError, SettingsError, TokenRefused, CannotListen.
    """
    token = settings.required_token()
    webhook = settings.webhook
    hook = Hook(webhook.url, webhook.port, webhook.secret) if webhook else None
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    clock = Clock(settings.clock)
    with only_one(settings.database):  # before the database is brought to this program's schema
        async with (
            open_database(settings.database) as database,
            Transport(token, settings.api_url) as transport,
        ):
            wired = wiring(company, database)
            await run_engine(database, transport, clock, settings.rate, wired, settings.bot_id, stop, hook)


def wiring(company: Company, database: Database, answering: Answering | None = None) -> Wiring:
    """All that the engine is handed of this house. `answering` is what it answers from: without one it is
    made here, and the answers are learnt beside the bot.
    """
    learning: Learning | None = None
    if answering is None:
        understanding = Understanding()
        answering = Answering(company, understanding, Changed(database.reader))
        learning = Learning(
            understanding, database.path.absolute(), lambda: phrasings.by_topic(database.reader)
        )

    @lru_cache(maxsize=64)
    def said(notice: int, version: int) -> bytes:
        content = stored_notices.content(database.reader, notice, version)
        if content is None:
            raise LookupError(f"no version {version} of notice {notice}")  # not to be remembered
        return content.encode()

    def contents(notice: int, version: int) -> bytes | None:
        try:
            return said(notice, version)
        except LookupError:
            return None

    def render(raw: bytes, locale: str | None) -> Drawn:
        fields, file = messages.draw(raw, locale or RECORD, company, answering.text, contents)
        return Drawn(fields, file)

    async def make(chat: int, name: str) -> bytes:
        if notice_papers.makes(name):
            return await notice_papers.make(database.path, company, chat, name)
        return await documents.make(database.path, company.name, chat, name)

    def hushed(sending: int, now: float) -> bool:
        return notice_times.is_quiet(company, now) and notice_runs.is_mutable(database.reader, sending)

    return Wiring(
        handlers=lambda: handlers(company),
        alarms=alarms(company),
        render=render,
        hushed=hushed,
        prepare=photos.prepare,
        apologise=general.apologise,
        from_memory=lambda raw: emergency_from_memory(raw, company, answering.emergency),
        profile=profile(company),
        company=company,
        make=make,
        answers=answering,
        watch=readings.note,
        learn=learning.up_to_date if learning is not None else no_lesson,
        beside=learning.at_the_start if learning is not None else None,
    )


def profile(company: Company) -> list[Wanted]:
    """The bot's name, descriptions and default menu: for each language, and Swedish for all others."""
    wanted: list[Wanted] = []
    asks = ["ask"] if company.rooms.questions else []
    first = [*asks, "menu", "help", "language", "emergency"]
    for locale in (None, *LOCALES):
        _ = words(locale or RECORD)
        scope = {"language_code": TELEGRAM_CODES.get(locale, locale)} if locale else {}
        texts = about(_, company)
        wanted += [
            Wanted("Name", scope, {"name": texts.name}),
            Wanted("Description", scope, {"description": texts.description}),
            Wanted("ShortDescription", scope, {"short_description": texts.short}),
            Wanted("Commands", scope, {"commands": commands(first, _)}),
        ]
        if company.rooms.faults:
            group = {"scope": {"type": "all_group_chats"}, **scope}
            wanted.append(Wanted("Commands", group, {"commands": commands(["team"], _)}))
    return wanted
