"""Examples of all that is said about notices, meetings and polls, for `examples`."""

from bot.messages import meetings, notice_desk, notice_summary, notice_writing
from bot.messages.allocation import Rule
from bot.messages.base import Message
from bot.messages.notice_desk import STATES, WHY_NOT, Row
from bot.messages.notice_summary import Reach
from bot.messages.notice_texts import TEMPLATES, Content
from bot.messages.notice_writing import FREE_LABELS, WRONG, Place
from bot.messages.notices import (
    ANSWERED,
    NEWS,
    Cancelled,
    Muted,
    Notice,
    NoticeKnown,
    NoticeNews,
    NoticeVoice,
    OfficeNumber,
    PollResult,
    Withdrawn,
)

Example = tuple[str, Message]

# 27 November 2026, 08:00 and 12:00 in Sweden.
STARTS, ENDS = 1795762800.0, 1795777200.0
DAY = 24 * 3600.0
ADDRESS = "Björkvägen 4 B"
SWEDISH = "Vattnet kan vara brunt i några timmar.\nLåt kranen rinna tills det är klart."
ALL_FOUR = {
    "sv": "Vi målar trapphuset på fredag.",
    "ar": "سندهن الدرج يوم الجمعة.",
    "fa_AF": "روز جمعه راه‌زینه را رنگ می‌کنیم.",
    "en": "We paint the stairwell on Friday.",
}
POLL = {
    "sv": "Vad vill ni ha på gården?\nBänkar\nOdlingslådor",
    "ar": "ماذا تريدون في الفناء؟\nمقاعد\nأحواض زراعة",
    "fa_AF": "در حویلی چی می‌خواهید؟\nچوکی\nجای کشت",
    "en": "What do you want in the yard?\nBenches\nBoxes for plants",
}


def content(template: str = "water_off", **more: object) -> Content:
    """What a notice from this template says, with hours where it has some."""
    known = TEMPLATES.get(template)
    kind = known.kind if known else {"free.planned": "planned", "poll": "poll"}.get(template, "information")
    has_hours = known is not None and known.needs in ("hours", "end")
    has_day = known is not None and known.needs in ("hours", "end", "day", "meeting")
    told: dict[str, object] = {
        "where": ADDRESS,
        "starts": STARTS if has_day else 0.0,
        "ends": ENDS if has_hours else 0.0,
        "place": "Storgatan 14, samlingslokalen" if kind == "meeting" else "",
        **more,
    }
    return Content(kind, template, **told)  # type: ignore[arg-type]


def _readers() -> list[Example]:
    return [
        *((f"Notice: {name}", Notice(7, content=content(name))) for name in TEMPLATES),
        ("Notice: an emergency that asks, with a word in Swedish", Notice(
            7, content=content("emergency.water", texts={"sv": SWEDISH}), asks=True)),
        ("Notice: free, in all four", Notice(7, content=content("free.information", texts=ALL_FOUR))),
        ("Notice: free, in Swedish only", Notice(
            7, content=content("free.information", texts={"sv": SWEDISH}))),
        ("Notice: with a picture", Notice(7, content=content("new_bins", file=31))),
        ("Notice: a poll", Notice(7, content=content("poll", texts=POLL))),
        ("Notice: from a night to the next day", Notice(
            7, content=content("power_off", starts=STARTS + 14 * 3600, ends=STARTS + 21 * 3600))),
        *(
            (f"Notice answered: {answer}", Notice(
                7, content=content("emergency.power"), asks=True, answered=answer))
            for answer in ANSWERED
        ),
        ("Notice: it has gone", Notice(7)),
        ("Notice read out", NoticeVoice(
            7, content=content(voices={"sv": 31, "ar": 32, "fa_AF": 33, "en": 34}))),
        ("Meeting cancelled, where people were invited", Cancelled(
            7, content=content("meeting", place="Storgatan 14"))),
        ("Notice withdrawn, where it stood", Withdrawn(7, content=content())),
        *((f"Below a notice: {what}", NoticeNews(7, what)) for what in NEWS),
        ("For one who has a question", OfficeNumber()),
        ("Information muted", Muted(True)),
        ("Information not muted", Muted(False)),
        ("Announced work takes it away", NoticeKnown(7, content=content())),
        ("Announced work that has gone", NoticeKnown(7)),
        ("Result of a poll", PollResult(7, content=content("poll", texts=POLL), votes=[12, None])),
        ("Result of a poll that has gone", PollResult(7)),
    ]  # fmt: skip


def _meetings() -> list[Example]:
    coming = meetings.Coming(7, STARTS, "Storgatan 14, samlingslokalen", 2, 3, "fa_AF")
    return [
        ("Coming to a meeting", coming),
        ("Coming to a meeting: no place for more", meetings.Coming(7, STARTS, full=True)),
        *((f"Not coming: {why or 'her wish'}", meetings.NotComing(7, why)) for why in ("", "full", "over")),
        ("Asking before a meeting", meetings.AskBefore(7)),
        ("Asked before a meeting", meetings.AskBefore(7, done=True)),
        ("The meeting is soon", meetings.Reminder(7, STARTS, "Storgatan 14, samlingslokalen")),
        ("Meetings", meetings.Meetings(
            [meetings.Next(7, STARTS, "Storgatan 14"), meetings.Next(9, STARTS + DAY, "Storgatan 14", True)],
            muted=True)),
        ("No meetings", meetings.Meetings([])),
        ("One home in five", meetings.OneInFive(Rule(1, 5, "2026-01-01"))),
        ("No rule for the homes that become free", meetings.OneInFive()),
        ("Who comes", meetings.Guests(
            7, STARTS, 12, 5, {"ar": 2, "fa_AF": 1}, [("Blir det en lekplats?", "sv")],
            [(f"{ADDRESS}, 1203", 3)], places=30)),
        ("Who comes: a list that goes on", meetings.Guests(
            7, STARTS, 120, 0, {}, homes=[(f"{ADDRESS}, {1100 + n}", 1) for n in range(120)], page=1)),
        ("Who comes: nobody", meetings.Guests(7, STARTS, 0, 0, {}, can_cancel=False)),
    ]  # fmt: skip


def _desk() -> list[Example]:
    reach = Reach({"sv": 14, "ar": 5, "fa_AF": 4, "en": 1}, blocked=2, muted=1, homes_without=6)
    days = ["2026-11-27", "2026-11-30", "2026-12-01"]
    free = content(
        "free.planned", texts={"sv": SWEDISH, "en": ALL_FOUR["en"]}, starts=STARTS, ends=ENDS,
        covers=["water_off"])  # fmt: skip
    may = [
        "read",
        "confirm",
        "drop",
        "stop",
        "correct",
        "withdraw",
        "silent",
        "guests",
        "result",
        "failed",
        "paper",
    ]
    return [
        ("Writing: what about", notice_writing.Choose()),
        ("Writing: which emergency", notice_writing.Choose(emergencies=True)),
        ("Writing: the day", notice_writing.AskDay("water_off", days)),
        ("Writing: not that day", notice_writing.AskDay("free.planned", days, "past")),
        ("Writing: the hours", notice_writing.AskHours("water_off", "2026-11-27", wrong="no_time")),
        ("Writing: when a meeting begins", notice_writing.AskHours("meeting", "2026-11-27", start_only=True)),
        ("Writing: where a meeting is", notice_writing.AskPlace("meeting")),
        *((f"Writing: the text of {name}", notice_writing.Write(name, "fa_AF")) for name in FREE_LABELS),
        ("Writing: too long", notice_writing.Write("free.information", "ar", "too_long", 4500, 4096)),
        ("Writing: what does not work", notice_writing.AskCovers(["water_off", "heat_down"])),
        ("Writing: nothing that does not work", notice_writing.AskCovers()),
        ("Writing: a voice", notice_writing.AskVoice(recorded=["ar"])),
        ("Writing: a voice in one language", notice_writing.AskVoice("ar")),
        ("Writing: to whom", notice_writing.ToWhom(
            "water_off", [Place("house.1", ADDRESS), Place("area.norr", "Norr")])),
        ("Writing: only some", notice_writing.ToWhom(
            "water_off", [Place("stair.1.b", "B")], chosen=ADDRESS, narrow=True, wrong="no_place")),
        ("Writing: all of it", notice_summary.Draft(
            content("meeting", file=31, places=30), ADDRESS, reach, at=STARTS, asks=True,
            only=["language.ar", "contract.first", "role.adult"])),
        ("Writing: two languages are missing", notice_summary.Draft(free, ADDRESS, Reach({"sv": 1}))),
        ("Writing: it waits for the morning", notice_summary.Draft(
            content("free.information", texts=ALL_FOUR), ADDRESS, Reach({}), at=STARTS, held=True)),
        ("Writing: a correction", notice_summary.Draft(
            content(voices={"sv": 31, "ar": 32}), ADDRESS, reach, number=7, voices_before=["ar"])),
        ("Writing: a correction of an emergency", notice_summary.Draft(
            content("emergency.water", texts={"sv": SWEDISH}), ADDRESS, reach, number=7)),
        *(
            (f"Writing: not yet: {wrong}", notice_summary.Draft(
                content(), ADDRESS, reach, wrong=wrong, locale="ar", length=4500, most=4096))
            for wrong in WRONG
        ),
        ("Writing: when to send it", notice_writing.AskWhen(["20261127.08", "20261130.10"], "past")),
        ("Writing: until when an emergency lasts", notice_writing.AskWhen([], "no_time", until=True)),
        ("Writing: an emergency before it goes", notice_summary.Alert(
            content("emergency.water", texts={"sv": SWEDISH}, ends=0.0), ADDRESS, reach, [ENDS, ENDS + 1],
            only=["contract.first"])),
        ("Writing: an emergency whose end is past", notice_summary.Alert(
            content("emergency.water", file=31), ADDRESS, Reach({"sv": 3}), [ENDS + DAY], "past",
            asks=False)),
        *(
            (f"A notice: {state}", notice_desk.Report(
                7, content("free.planned", texts=ALL_FOUR), state, ADDRESS, at=STARTS))
            for state in STATES
        ),
        ("A notice: being sent, with all that can be done", notice_desk.Report(
            7, content("emergency.water"), "sending", ADDRESS, queued=600, sent=240, blocked=12, failed=3,
            left_out=1, plain=2, left=344, seconds=130.0, understood=80, questions=4, asks=True, may=may)),
        ("A notice: to helpers only", notice_desk.Report(
            7, content("free.information", texts=ALL_FOUR), "sent", ADDRESS, queued=9, sent=7, blocked=2,
            only=["role.helper"])),
        ("A notice: a correction waits", notice_desk.Report(
            7, content("free.information", texts=ALL_FOUR), "sent", ADDRESS, proposed=True, may=may[:3],
            wording="0c1fa2e0")),
        ("A notice: waits for two languages", notice_desk.Report(
            7, free, "waits_texts", ADDRESS, missing=["ar", "fa_AF"], may=["correct", "drop"],
            only=["role.helper"])),
        *((f"A notice: sure? {act}", notice_desk.Report(7, content(), "sent", ADDRESS, sure=act))
          for act in notice_desk.SURE),
        ("Notices so far", notice_desk.Listed([Row(7, content(), "sent", STARTS)], before=7)),
        ("No notices so far", notice_desk.Listed([])),
        ("Homes that have not understood", notice_desk.Homes(7, "silent", [(f"{ADDRESS}, 1203", "")], 5)),
        ("Homes where it did not arrive", notice_desk.Homes(
            7, "failed", [(f"{ADDRESS}, 1203", "blocked"), (f"{ADDRESS}, 1204", "failed"),
                          ("Karl", "blocked"), ("", "blocked")], 4)),
        ("No such homes", notice_desk.Homes(7, "silent", [])),
        ("Pages to print", notice_desk.PaperFile(7)),
        *((f"To the desk: {what}", notice_desk.DeskNews(7, what, f"{ADDRESS}, 1203"))
          for what in notice_desk.DESK_NEWS),
        *((f"Notices: not done: {why}", notice_desk.Refused(why)) for why in WHY_NOT),
    ]  # fmt: skip


NOTICES: list[Example] = [*_readers(), *_meetings(), *_desk()]
