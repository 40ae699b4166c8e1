"""The table of contents: every handler of the house, in the order in which they are asked."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.engine.groups import OnGroupEvent, PressElsewhere, PressInGroup
from bot.engine.turn import Callback, Command, OnEvent, Turn, press
from bot.handlers import (
    absence,
    alarm_words,
    allocation,
    answer_texts,
    behalf,
    checklist,
    consent,
    contracts,
    conversions,
    deadlines,
    desk_orders,
    desk_threads,
    emergency,
    fault_report,
    faults,
    general,
    home,
    homes,
    households,
    inbox,
    known_faults,
    media,
    meetings,
    menu,
    moving_in,
    my_reports,
    notice_covers,
    notice_desk,
    notice_sending,
    notice_writing,
    notices,
    offer_desk,
    offers,
    officers,
    proofs,
    questions,
    replies,
    start,
    teams,
    thanks,
    thread_telling,
    threads,
    today,
    told,
    tracks,
    triage,
    typed_orders,
    unit_offers,
    unreached,
    vacancies,
    vacancy_entry,
    visits,
    work_orders,
    writing,
)
from bot.settings import Company

# Filters look at new messages only: an edited /erase must not run.
PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
GROUP = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS


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
        *(_home() if company.rooms.home else []),
        *(_conversions() if company.rooms.offers else []),
        *(_contracts() if company.rooms.home or company.rooms.offers else []),
        *(_offers() if company.rooms.offers else []),
        *(_allocation() if company.rooms.allocation else []),
        *(_notices() if company.rooms.notices else []),
        # What people send.
        MessageHandler(PRIVATE & filters.COMMAND, general.not_used("command")),
        MessageHandler(PRIVATE & filters.TEXT, alarm_words.first(writing.text)),
        *(_sent() if company.rooms.faults or company.rooms.questions or company.rooms.notices else []),
        *(_contact() if company.rooms.faults else []),
        MessageHandler(PRIVATE & filters.CONTACT, general.not_used("contact")),
        MessageHandler(PRIVATE & filters.Document.ALL, alarm_words.first(media.document)),
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
        OnEvent("chat.unreachable", unreached.unreached),
        # A press that nothing above knows; then everything else, so that no update is left over.
        CallbackQueryHandler(start.once_spoken(general.old_press)),
        TypeHandler(object, general.nothing),
    ]


def _home() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # A household's own road.
        _command("home", home.show),
        press("home.picture", home.picture),
        # After the keys.
        press("moving.done", moving_in.done),
        press("moving.smoke", moving_in.smoke),
        OnEvent("moving.step", moving_in.step),
        OnEvent("moving.alarm", moving_in.ask_alarm),
    ]


def _contracts() -> list[BaseHandler[Any, Turn, None]]:
    return [
        press("home.show", home.show),
        OnEvent("contract.day", contracts.day_has_come),
        OnEvent("contract.news", contracts.news),
    ]


def _conversions() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # What she says, and the good news.
        press("home.registered", home.registered),
        press("home.news", home.news),
        press("home.understood", home.understood),
        press("home.call", home.call),
        press("track.consent", tracks.consent),
        # For the unit and the office.
        _command("conversions", conversions.list_),
        press("conversion.list", conversions.list_),
        press("conversion.show", conversions.show),
        press("conversion.record", proofs.record),
        press("conversion.ground", proofs.ground),
        press("conversion.day", proofs.day),
        press("conversion.saw", proofs.saw),
        press("conversion.not_yet", proofs.not_yet),
        press("conversion.tick", checklist.tick),
        press("conversion.number", checklist.number),
        press("conversion.date", checklist.date),
        press("conversion.effective", checklist.effective),
        press("conversion.approve", checklist.approve),
        press("conversion.refuse", checklist.refuse),
        press("conversion.refuse_as", checklist.refuse_as),
        press("conversion.undo", checklist.undo),
        press("conversion.undo_as", checklist.undo_as),
        press("conversion.keep", checklist.keep),
        press("conversion.called", checklist.called),
        press("contract.seen", contracts.seen),
        press("contract.notice", contracts.notice),
        press("contract.notice_on", contracts.notice_on),
        press("contract.notice_as", contracts.notice_as),
        press("contract.died", contracts.died),
        press("contract.withdraw", contracts.withdraw),
        OnEvent("proof.check", proofs.check),
        OnEvent("contract.long", contracts.is_long),
        # The two tracks beside the contract.
        press("track.show", tracks.show),
        press("track.of", tracks.of),
        press("track.word", tracks.word),
        press("track.adult", tracks.adult),
        press("track.note", tracks.note),
        press("track.on", tracks.on),
        press("track.not_so", tracks.not_so),
    ]


def _notices() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # Writing one.
        _command("notice", notice_writing.notice),
        press("notice.new", notice_writing.new),
        press("notice.day", notice_writing.day),
        press("notice.hours", notice_writing.hours),
        press("notice.audience", notice_writing.audience),
        press("notice.write", notice_writing.write),
        press("notice.covers", notice_covers.covers),
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
        press("notice.read", notice_desk.read),
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


def _questions() -> list[BaseHandler[Any, Turn, None]]:
    return [
        _command("ask", questions.ask),
        press("answer.group", questions.group),
        press("answer.topic", questions.topic),
        press("answer.listen", questions.listen),
        press("answer.helped", questions.helped),
        press("answer.human", start.once_spoken(threads.ask)),
        press("answer.fault", questions.fault),
        press("answer.report", questions.report),
        *_threads(),
        *_desk_answers(),
    ]


def _threads() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # Asking a person.
        press("threads.ask", threads.press),
        press("threads.mine", threads.mine),
        press("threads.show", threads.show),
        press("threads.add", threads.add),
        press("threads.close", threads.close),
        press("threads.files", threads.send_files),
        OnEvent("thread.offer", thread_telling.offer_over),
        OnEvent("thread.due", thread_telling.due),
        OnEvent("thread.silence", thread_telling.silence),
        # Answering at the office.
        press("threads.take", desk_threads.take),
        press("threads.take_over", desk_threads.take_over),
        press("threads.give_back", desk_threads.give_back),
        press("threads.hand", desk_threads.hand),
        press("threads.hand_to", desk_threads.hand_to),
        press("threads.answers", desk_threads.answers),
        press("threads.answer", desk_threads.preview),
        press("threads.send", desk_threads.send),
        press("threads.phrases", desk_threads.phrases),
        press("threads.phrase", desk_threads.phrase),
        press("threads.say", desk_threads.say),
        press("threads.write", desk_threads.write),
        press("threads.written", desk_threads.written),
        _command("languages", desk_threads.languages),
        press("threads.speaks", desk_threads.speaks),
    ]


def _desk_answers() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # What people ask, and what has no answer.
        _command("inbox", inbox.show),
        press("inbox.show", inbox.show),
        press("inbox.page", inbox.page),
        press("inbox.group", inbox.group),
        press("inbox.pick", inbox.pick),
        press("inbox.asks", inbox.asks),
        press("inbox.not_ours", inbox.not_ours),
        OnEvent("answers.learnt", inbox.learnt),
        # Changing an answer.
        _command("answer", answer_texts.answer),
        press("text.groups", answer_texts.groups),
        press("text.topic", answer_texts.topic),
        press("text.in", answer_texts.in_language),
        press("text.right", answer_texts.right),
        press("text.write", answer_texts.write),
        press("text.publish", answer_texts.publish),
        press("text.versions", answer_texts.versions),
        press("text.version", answer_texts.version),
        press("text.restore", answer_texts.restore),
        press("text.record", answer_texts.record),
        press("text.listen", answer_texts.listen),
        press("text.unrecord", answer_texts.unrecord),
    ]


def _captions() -> list[BaseHandler[Any, Turn, None]]:
    asked = start.once_spoken(questions.captioned)
    return [MessageHandler(PRIVATE & filters.CAPTION, alarm_words.first(asked))]


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
        OnEvent("fault.due", deadlines.due),
        OnEvent("fault.unseen", deadlines.unseen),
        OnEvent("fault.offer", deadlines.offer_over),
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


def _offers() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # The household's answer.
        press("offer.show", offers.show),
        press("offer.accept", offers.accept),
        press("offer.decline", offers.decline),
        press("offer.sure", offers.sure),
        press("offer.why", offers.why),
        press("offer.call", offers.call),
        OnEvent("offer.due", offers.due),
        # The officer's room.
        _command("people", officers.show),
        press("people.show", officers.show),
        press("people.tasks", officers.tasks),
        press("people.list", officers.list_),
        press("people.free", officers.free),
        press("people.household", officers.household),
        press("people.take", officers.take),
        press("people.done", officers.done),
        press("people.wait", officers.wait),
        press("people.code", officers.code),
        OnEvent("people.morning", officers.morning),
        # What she enters.
        press("people.add", households.add),
        press("people.size", households.size),
        press("people.persons", households.persons),
        press("people.low", households.low),
        press("people.move", households.move),
        press("people.lives", households.lives),
        press("people.home", households.home),
        press("people.separate", households.separate),
        press("people.close", households.close),
        # Flats whose turn it is for the unit.
        press("unit.flats", unit_offers.flats),
        press("unit.flat", unit_offers.flat),
        press("unit.match", unit_offers.match),
        press("unit.decline", unit_offers.decline),
        press("unit.decline_as", unit_offers.decline_as),
        press("unit.offer", offer_desk.offer),
        press("unit.said", offer_desk.said),
        press("unit.confirm", offer_desk.confirm),
        press("unit.more", offer_desk.more),
        press("unit.withdraw", offer_desk.withdraw),
        OnEvent("unit.owed", unit_offers.opened),
        OnEvent("unit.void", unit_offers.voided),
        OnEvent("unit.day", unit_offers.day_changed),
        OnEvent("unit.due", unit_offers.due),
    ]


def _allocation() -> list[BaseHandler[Any, Turn, None]]:
    return [
        # Homes.
        _command("homes", homes.show),
        press("homes.show", homes.show),
        press("homes.list", homes.list_),
        press("homes.area", homes.area),
        press("homes.house", homes.house),
        press("homes.home", homes.home),
        # Flats given notice on.
        _command("vacancy", vacancy_entry.vacancy),
        press("vacancy.show", vacancies.show),
        press("vacancy.new", vacancy_entry.new),
        press("vacancy.of", vacancy_entry.of),
        press("vacancy.home", vacancy_entry.home),
        press("vacancy.day", vacancy_entry.day),
        press("vacancy.last", vacancy_entry.last),
        press("vacancy.counts", vacancy_entry.counts),
        press("vacancy.save", vacancy_entry.save),
        press("vacancy.card", vacancies.card),
        press("vacancy.exclude", vacancies.exclude),
        press("vacancy.exclude_as", vacancies.exclude_as),
        press("vacancy.withdraw", vacancies.withdraw),
        press("vacancy.withdraw_as", vacancies.withdraw_as),
        press("vacancy.drafts", vacancies.drafts),
        press("vacancy.confirm", vacancies.confirm),
        press("vacancy.override", vacancies.override),
        press("vacancy.agree", vacancies.agree),
        press("vacancy.refuse", vacancies.refuse),
        # The rule and its numbers.
        _command("allocation", allocation.show),
        press("allocation.show", allocation.show),
        press("allocation.list", allocation.list_),
        press("allocation.year", allocation.year),
        press("allocation.file", allocation.file),
    ]


def _sent() -> list[BaseHandler[Any, Turn, None]]:
    return [
        MessageHandler(
            PRIVATE & (filters.PHOTO | filters.VIDEO), alarm_words.first(start.once_spoken(media.picture))
        ),
        MessageHandler(PRIVATE & filters.VOICE, alarm_words.first(start.once_spoken(media.voice))),
        press("voice.use", media.use_voice),
    ]


def _contact() -> list[BaseHandler[Any, Turn, None]]:
    return [MessageHandler(PRIVATE & filters.CONTACT, start.once_spoken(writing.contact))]


def _command(name: str, callback: Callback) -> Command:
    return Command(name, start.once_spoken(callback), filters=PRIVATE)
