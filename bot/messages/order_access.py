"""What the order's card says of coming into a home and of questions, and the phrases that can be sent."""

import datetime

import msgspec

from bot.messages.access import DESK_CALLS, PARTS, PHRASES, Question, answer_of, day_of, time_of
from bot.messages.base import lines
from bot.messages.fault_report import TIMES
from bot.speech import STOCKHOLM, Button, Words

HOURS = tuple(f"{hour:02}" for hour in range(8, 16))
BEGINNING = 120


class OrderAccess(msgspec.Struct, frozen=True):
    """What the order's card says of it. `key_at` is when the tenant gave the answer about the master key, in
    epoch seconds, 0 where there is none to give; `key_changed` while the holder has not read the changed one.
    `may_ask` is whether this reader may ask, `reachable` whether the tenant can be asked here, `is_open`
    whether a question is. `days` are the next working days, `tomorrow` whether the first of them is tomorrow.
    `agree` is the question whose time this reader can agree to, `called` the one that the office answers,
    `tell_key` whether the office changes the answer about the master key, for who is not here.
    """

    key_at: float = 0.0
    key_changed: bool = False
    home: bool = True
    visit: str = ""
    questions: list[Question] = []
    may_ask: bool = False
    reachable: bool = True
    is_open: bool = False
    agree: int = 0
    called: int = 0
    tell_key: bool = False
    days: list[str] = []
    tomorrow: bool = False
    day: str = ""

    def warning(self, _: Words, yes: bool) -> str:
        """Before everything else, until it was read: what holds now, and since when."""
        if not self.key_changed:
            return ""
        return lines(
            _("THE TENANT HAS CHANGED THE ANSWER"),
            _("MASTER KEY: YES") if yes else _("MASTER KEY: NO"),
            _("Changed {when}", when=_.moment(_moment(self.key_at))),
        )

    def key_line(self, _: Words) -> str:
        """When the answer about the master key was given."""
        return _("Answered {when}", when=_.moment(_moment(self.key_at))) if self.key_at else ""

    def text(self, _: Words, languages: dict[str, str]) -> str:
        """What was asked and answered, oldest first: of the last all that she wrote, of the others how it
        begins, so that the card stays within one message.
        """
        earlier = [
            msgspec.structs.replace(asked, words=f"{asked.words[:BEGINNING]}…")
            if len(asked.words) > BEGINNING
            else asked
            for asked in self.questions[:-1]
        ]
        shown = [*earlier, *self.questions[-1:]]
        return lines(*(line for asked in shown for line in self._lines(asked, _, languages)))

    def _lines(self, asked: Question, _: Words, languages: dict[str, str]) -> list[str]:
        phrase = PHRASES[asked.kind].record if asked.kind in PHRASES else DESK_CALLS
        said = _(phrase, when=time_of(asked.when, _))
        found = [_("{when}: {what}", when=_.short_date(_moment(asked.asked)), what=said)]
        if asked.answer and asked.answer != "words":
            found.append(_("Answer: {answer}", answer=answer_of(asked, _)))
        if asked.words:
            language = _(languages.get(asked.locale, languages["en"]))
            found.append(_("Answer in {language}: {words}", language=language, words=asked.words))
        if not asked.answer and asked.by:
            day = _.date(datetime.date.fromisoformat(asked.by))
            found.append(
                _("No answer by {day}", day=day)
                if asked.late
                else _("To be answered by {day} at the latest", day=day)
            )
        return found

    def buttons(self, _: Words, number: int, yes: bool) -> list[list[Button]]:
        """What this reader can do about it, beside the work itself."""
        rows = []
        if self.called:
            rows.append([Button(_("We have called the tenant"), data=f"order.called:{number}.{self.called}")])
        if self.agree:
            rows.append([Button(_("Yes, that time suits"), data=f"order.agree:{number}.{self.agree}")])
        if self.may_ask:
            rows.append([Button(_("Ask the tenant"), data=f"order.ask:{number}")])
        if self.tell_key and yes:
            rows.append([Button(_("The tenant says no to the master key"), data=f"order.key:{number}.no")])
        elif self.tell_key:
            rows.append([Button(_("The tenant says yes to the master key"), data=f"order.key:{number}.yes")])
        return rows

    def acknowledge(self, _: Words, number: int, yes: bool) -> list[list[Button]]:
        """The only way on while the changed answer was not read."""
        answer = "yes" if yes else "no"
        return [[Button(_("I have read it"), data=f"order.acknowledge:{number}.{answer}")]]

    def question(self, asks: str, _: Words) -> str:
        """The question above the choice that is open: ask, days or hours."""
        match asks:
            case "ask" if self.reachable:
                return _("What do you want to ask or say? The tenant gets it in their own language.")
            case "ask":
                return _("The tenant cannot be asked here. The office can call instead.")
            case "days":
                return _("Which day?")
            case "hours":
                return _("What time on {day}?", day=day_of(self.day, _))
        return ""

    def choices(self, asks: str, _: Words, number: int) -> list[list[Button]]:
        """The choice that is open: ask, days or hours."""
        match asks:
            case "days":
                days = [[Button(day_of(d, _), data=f"order.visit:{number}.{d}")] for d in self.days]
                return [*days, [Button(_("Back"), data=f"order.ask:{number}")]]
            case "hours":
                return self._hours(_, number)
        rows = self._phrases(_, number)
        if self.is_open:
            rows.append([Button(_("Take the question back"), data=f"order.ask_as:{number}.nothing")])
        return [*rows, [Button(_("Back"), data=f"order.show:{number}")]]

    def _phrases(self, _: Words, number: int) -> list[list[Button]]:
        if not self.reachable:
            return [[Button(_("Ask the office to call"), data=f"order.ask_as:{number}.desk_calls")]]
        rows = []
        if self.home:
            if self.tomorrow:
                rows.append([Button(_("Tomorrow before noon"), data=f"order.ask_as:{number}.tomorrow")])
            rows.append([Button(_("A visit on another day"), data=f"order.ask_as:{number}.another_day")])
        for kind, phrase in PHRASES.items():
            if kind != "visit" and (self.home or kind not in ("nobody_home", "need_home")):
                rows.append([Button(_(phrase.record), data=f"order.ask_as:{number}.{kind}")])
        return rows

    def _hours(self, _: Words, number: int) -> list[list[Button]]:
        parts = [Button(_(TIMES[part]), data=f"order.visit:{number}.{self.day}.{part}") for part in PARTS]
        hours = [
            Button(_("at {time}", time=f"{hour}:00"), data=f"order.visit:{number}.{self.day}.{hour}")
            for hour in HOURS
        ]
        return [parts, hours[:4], hours[4:], [Button(_("Back"), data=f"order.ask_as:{number}.another_day")]]


def _moment(at: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(at, STOCKHOLM)
