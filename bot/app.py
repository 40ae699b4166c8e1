"""Wiring: every handler in one ordered list, and all that the engine is handed."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from functools import lru_cache
from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import messages, photos
from bot.answering import Answering
from bot.engine.call import Drawn
from bot.engine.clock import Alarm, Clock
from bot.engine.groups import OnGroupEvent, PressElsewhere, PressInGroup
from bot.engine.profile import Wanted
from bot.engine.run import Wiring, run_engine
from bot.engine.transport import Transport
from bot.engine.turn import Callback, Command, OnEvent, Turn, press
from bot.engine.webhook import Hook
from bot.exports import documents, notice_papers
from bot.from_memory import emergency_from_memory
from bot.handlers import (
    absence,
    alarm_words,
    behalf,
    consent,
    deadlines,
    desk_orders,
    emergency,
    fault_report,
    faults,
    general,
    known_faults,
    meetings,
    menu,
    my_reports,
    notice_card,
    notice_desk,
    notice_sending,
    notice_writing,
    notices,
    questions,
    replies,
    start,
    teams,
    thanks,
    today,
    told,
    triage,
    typed_orders,
    unreached,
    visits,
    work_orders,
    writing,
)
from bot.messages.menu import about, commands
from bot.settings import Company, Settings
from bot.speech import LOCALES, RECORD, words
from bot.understanding import Understanding, keep_learnt
from storage import conversations, fault_lists, notice_answers, notice_runs
from storage import faults as stored_faults
from storage import meetings as stored_meetings
from storage import notices as stored_notices
from storage.database import Database, only_one, open_database

# Filters look at new messages only: an edited /erase must not run.
PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
GROUP = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS
# What Telegram calls our languages, where it does not use our name.
TELEGRAM_CODES = {"fa_AF": "fa"}


def handlers(company: Company) -> list[BaseHandler[Any, Turn, None]]:
    """Every handler, in the order in which they are asked. Rooms that are switched off have none."""
    return [
        # Groups and channels first: nothing below is meant for them.
        *(_teams() if company.rooms.faults else []),
        PressElsewhere(general.nothing),
        MessageHandler(
            filters.UpdateType.MESSAGE & ~filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL,
            general.elsewhere,
        ),
        MessageHandler(filters.UpdateType.CHANNEL_POST, general.elsewhere),
        # Emergency before everything else.
        Command("emergency", emergency.show, filters=PRIVATE),
        press("emergency.show", emergency.show),
        press("emergency.called", emergency.called),
        press("emergency.cannot", emergency.cannot),
        press("emergency.hide", emergency.hide),
        # Coming in.
        Command("start", start.start, filters=PRIVATE),
        _command("language", start.language),
        press("language.set", start.set_language),
        press("privacy.ok", start.agree),
        # Finding one's way.
        _command("menu", menu.menu),
        _command("help", menu.help_),
        _command("cancel", menu.cancel),
        *(_questions() if company.rooms.questions else []),
        *(_faults() if company.rooms.faults else []),
        *(_notices() if company.rooms.notices else []),
        # What people send.
        MessageHandler(PRIVATE & filters.COMMAND, general.not_used("command")),
        MessageHandler(PRIVATE & filters.TEXT, alarm_words.first(writing.text)),
        *(_sent() if company.rooms.faults else []),
        MessageHandler(PRIVATE & filters.CONTACT, general.not_used("contact")),
        MessageHandler(PRIVATE & filters.Document.ALL, alarm_words.first(writing.document)),
        MessageHandler(PRIVATE & (filters.LOCATION | filters.VENUE), general.not_used("location")),
        MessageHandler(PRIVATE & filters.Sticker.ALL, general.not_used("sticker")),
        MessageHandler(PRIVATE & filters.StatusUpdate.ALL, general.nothing),
        MessageHandler(
            filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & (filters.TEXT | filters.CAPTION),
            alarm_words.first(general.not_used("edited")),
        ),
        *(_captions() if company.rooms.questions and not company.rooms.faults else []),
        MessageHandler(PRIVATE, alarm_words.first(general.not_used("other"))),
        # What happens of itself.
        OnEvent("errand.undelivered", general.undelivered),
        OnEvent("draft.old", general.old_draft),
        # A press that nothing above knows; then everything else, so that no update is left over.
        CallbackQueryHandler(start.once_spoken(general.old_press)),
        TypeHandler(object, general.nothing),
    ]


def _questions() -> list[BaseHandler[Any, Turn, None]]:
    return [
        _command("ask", questions.ask),
        press("answer.group", questions.group),
        press("answer.topic", questions.topic),
        press("answer.listen", questions.listen),
        press("answer.helped", questions.helped),
        press("answer.human", questions.human),
        press("answer.fault", questions.fault),
        press("answer.report", questions.report),
    ]


def _captions() -> list[BaseHandler[Any, Turn, None]]:
    asked = start.once_spoken(questions.captioned)
    return [MessageHandler(PRIVATE & filters.CAPTION, alarm_words.first(asked))]


def _notices() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # Writing one.
        _command("notice", notice_writing.notice),
        press("notice.new", notice_writing.new),
        press("notice.day", notice_writing.day),
        press("notice.hours", notice_writing.hours),
        press("notice.audience", notice_writing.audience),
        press("notice.write", notice_writing.write),
        press("notice.when", notice_writing.when),
        press("notice.set", notice_writing.set_),
        press("notice.voice", notice_writing.voice),
        press("notice.preview", notice_writing.preview),
        press("notice.go", notice_writing.go),
        press("notice.send", notice_sending.send),
        press("notice.end", notice_sending.end),
        # What becomes of it.
        press("notice.list", notice_desk.list_),
        press("notice.show", notice_desk.show),
        press("notice.confirm", notice_desk.confirm),
        press("notice.drop", notice_desk.drop),
        press("notice.stop", notice_desk.stop),
        press("notice.correct", notice_desk.correct),
        press("notice.withdraw", notice_desk.withdraw),
        press("notice.silent", notice_desk.silent),
        press("notice.failed", notice_desk.failed),
        press("notice.paper", notice_desk.paper),
        OnEvent("notice.begin", notice_sending.begin),
        OnEvent("notice.run", notice_sending.go_on),
        OnEvent("notice.progress", notice_sending.show_progress),
        OnEvent("notice.remind", notice_sending.remind),
        # Reading one.
        press("notice.understood", notices.understood),
        press("notice.question", notices.question),
        press("notice.call", notices.call),
        press("notice.choose", notices.choose),
        press("notice.result", notices.result),
        press("notice.mute", notices.mute),
        # Meetings.
        _command("meetings", meetings.list_),
        press("meeting.rule", meetings.rule),
        press("meeting.come", meetings.come),
        press("meeting.set", meetings.set_),
        press("meeting.cancel", meetings.cancel),
        press("meeting.ask", meetings.ask),
        press("meeting.list", meetings.guests),
        press("meeting.off", meetings.off),
        OnEvent("meeting.remind", meetings.remind),
        OnEvent("meeting.erase", meetings.erase),
    ]


def _teams() -> list[BaseHandler[Any, Turn, None]]:
    return [
        Command("team", teams.team, filters=GROUP),
        _command("team", teams.team_in_private),
        press("team.area", teams.choose),
        press("team.leave", teams.leave),
        PressInGroup("order", _faults(), teams.counted),
        MessageHandler(GROUP & filters.StatusUpdate.MIGRATE, teams.migrated),
        ChatMemberHandler(teams.member, ChatMemberHandler.MY_CHAT_MEMBER),
        OnEvent("chat.asked", teams.asked),
        OnEvent("chat.moved", teams.moved),
        OnGroupEvent("chat.unreachable", teams.unreachable),
    ]


def _faults() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # Reporting.
        _command("report", told.report),
        press("fault.on", told.on),
        press("fault.place", fault_report.place),
        press("fault.page", fault_report.page),
        press("fault.category", fault_report.category),
        press("fault.item", fault_report.item),
        press("fault.known", known_faults.something_else),
        press("fault.me_too", known_faults.me_too),
        press("fault.own", fault_report.own),
        press("fault.more", fault_report.more),
        press("fault.enter", fault_report.enter),
        press("fault.set", fault_report.switch),
        press("fault.send", fault_report.send),
        press("fault.go", fault_report.go),
        # Following a report.
        press("fault.show", faults.show),
        press("fault.fixed", faults.fixed),
        press("fault.reopen", faults.reopen),
        press("fault.erase_phone", faults.erase_phone),
        _command("myreports", my_reports.list_),
        press("fault.mine", my_reports.list_),
        press("fault.add", my_reports.add),
        press("fault.withdraw", my_reports.withdraw),
        press("fault.unfollow", my_reports.unfollow),
        press("fault.mark", thanks.mark),
        press("fault.thanks", thanks.thank),
        press("fault.key", consent.change_key),
        press("fault.visit", replies.visit),
        press("fault.answer", replies.answer),
        OnEvent("fault.silence", faults.silence),
        OnEvent("fault.question", replies.due),
        OnEvent("chat.unreachable", unreached.unreached),
        OnEvent("fault.due", deadlines.due),
        OnEvent("fault.unseen", deadlines.unseen),
        OnEvent("file.kept", faults.file_kept),
        # Working on it.
        _command("orders", work_orders.orders),
        press("order.show", work_orders.show),
        press("order.take", work_orders.take),
        press("order.start", work_orders.begin),
        press("order.parts", work_orders.parts),
        press("order.done", work_orders.done),
        press("order.note", work_orders.note_nothing),
        press("order.return", work_orders.give_back),
        press("order.return_as", work_orders.return_as),
        press("order.assign", work_orders.assign),
        press("order.give", work_orders.give),
        press("order.close", work_orders.close),
        press("order.close_as", work_orders.close_as),
        press("order.known", known_faults.make_one),
        # Coming in, and asking.
        press("order.acknowledge", consent.acknowledge),
        press("order.key", consent.change_for),
        press("order.ask", visits.ask),
        press("order.ask_as", visits.ask_as),
        press("order.visit", visits.visit),
        press("order.agree", visits.agree),
        press("order.called", visits.called),
        press("order.file", typed_orders.file),
        # The day's work, and being away.
        _command("today", today.today),
        OnEvent("today.morning", today.morning),
        _command("away", absence.away),
        press("away.until", absence.until),
        press("away.to", absence.to),
        press("away.confirm", absence.confirm),
        press("away.go", absence.go),
        press("away.end", absence.end),
        OnEvent("away.over", absence.back),
        *_desk(),
    ]


def _desk() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # What needs a person.
        _command("triage", triage.show),
        press("triage.show", triage.show),
        press("triage.list", triage.list_),
        press("triage.settle", triage.settle),
        press("triage.file", triage.file),
        press("triage.left", triage.left),
        # What the desk does to one order.
        press("order.desk", desk_orders.desk),
        press("order.leave", desk_orders.leave),
        press("order.reclass", desk_orders.reclass),
        press("order.reclass_as", desk_orders.reclass_as),
        press("order.plan", desk_orders.plan),
        press("order.plan_on", desk_orders.plan_on),
        press("order.firm", desk_orders.firm),
        press("order.firm_as", desk_orders.firm_as),
        press("order.firm_done", desk_orders.firm_done),
        press("order.merge", desk_orders.merge),
        press("order.merge_into", desk_orders.merge_into),
        press("order.write", desk_orders.write),
        press("order.wrote_in", desk_orders.wrote_in),
        press("order.page", desk_orders.page),
        # For a household that has no Telegram.
        press("triage.report", behalf.report),
        press("fault.home", behalf.home),
        press("fault.speaks", behalf.speaks),
        press("order.fixed", desk_orders.fixed),
        press("order.reopen", desk_orders.reopen),
        press("order.erase_phone", desk_orders.erase_phone),
    ]


def _sent() -> list[BaseHandler[Any, Turn, None]]:
    return [
        MessageHandler(
            PRIVATE & (filters.PHOTO | filters.VIDEO), alarm_words.first(start.once_spoken(writing.picture))
        ),
        MessageHandler(PRIVATE & filters.VOICE, alarm_words.first(start.once_spoken(writing.voice))),
        MessageHandler(PRIVATE & filters.CONTACT, start.once_spoken(writing.contact)),
        press("voice.use", writing.use_voice),
    ]


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
        found.append(Alarm("fault.silence", lambda db, now: fault_lists.silent(db, now - silent_for)))
    if company.rooms.notices:
        found += _notice_alarms(company)
    return found


def _notice_alarms(company: Company) -> list[Alarm]:
    remind_after = company.notices.remind_hours * 3600.0
    return [
        Alarm("notice.begin", stored_notices.to_begin),
        Alarm("notice.run", lambda db, now: notice_runs.open_ones(db)),
        Alarm("notice.progress", lambda db, now: stored_notices.to_show(db, now, notice_card.SHOWN_EVERY)),
        Alarm("notice.remind", lambda db, now: notice_answers.to_remind(db, now, remind_after)),
        Alarm(
            "meeting.remind",
            lambda db, now: stored_meetings.to_remind(db, meetings.reminded_before(now), now),
        ),
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
        with contextlib.suppress(NotImplementedError):
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
    """All that the engine is handed of this house. `answering` is what it answers from, made here if none is
    given.
    """
    understanding = Understanding()
    answers = answering or Answering(company, understanding)
    learnt_for = database.path.absolute()

    async def learn(stop: asyncio.Event) -> None:
        await keep_learnt(understanding, learnt_for, dict, stop)

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
        fields, file = messages.draw(raw, locale or RECORD, company, answers.text, contents)
        return Drawn(fields, file)

    async def make(chat: int, name: str) -> bytes:
        if notice_papers.makes(name):
            return await notice_papers.make(database.path, company, chat, name)
        return await documents.make(database.path, company.name, chat, name)

    return Wiring(
        handlers=lambda: handlers(company),
        alarms=alarms(company),
        render=render,
        prepare=photos.prepare,
        apologise=general.apologise,
        from_memory=lambda raw: emergency_from_memory(raw, company, answers.emergency),
        profile=profile(company),
        company=company,
        answers=answers,
        beside=learn if answering is None else None,
        make=make,
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


def _command(name: str, callback: Callback) -> Command:
    return Command(name, start.once_spoken(callback), filters=PRIVATE)
