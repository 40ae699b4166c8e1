"""Coming into a home, and questions to its household: the master key, a visit, a question.

What a worker presses, what stands on the order and what the tenant reads are in one table; then what her
card says of it. What the order's card says is in `order_access`.
"""

import datetime

import msgspec

from bot.messages.base import Message, lines, phone_shown
from bot.messages.fault_report import TIMES
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words


class Phrase(msgspec.Struct, frozen=True):
    """`record` stands on the worker's button and on the order, `tenant` on the tenant's card."""

    record: str
    tenant: str


PHRASES: dict[str, Phrase] = {
    "visit": Phrase(N_("Visit: {when}"), N_("We would like to come to you: {when}. Does that suit you?")),
    "nobody_home": Phrase(
        N_("Nobody was home"), N_("We were at your door, but nobody opened. When can we come again?")
    ),
    "need_home": Phrase(
        N_("We need you at home"), N_("Somebody must be at home when we come. When does it suit you?")
    ),
    "call_desk": Phrase(
        N_("Please call the office"), N_("Please call our office about this report: {phone}")
    ),
    "where": Phrase(N_("Where exactly is it?"), N_("Where exactly is the fault?")),
    "photo": Phrase(N_("Please send a photo"), N_("Please send us a photo of the fault.")),
    "still_broken": Phrase(N_("Is it still broken?"), N_("Is it still broken?")),
}
# Where nobody can be asked here, the office is.
DESK_CALLS = N_("The office is asked to call the tenant")
ANSWERS: dict[str, str] = {
    "yes": N_("yes"),
    "no": N_("no"),
    "still_broken.yes": N_("still broken"),
    "still_broken.no": N_("works now"),
    "called": N_("called"),
    "photo": N_("a photo"),
    "video": N_("a video"),
    "voice": N_("a voice message"),
}
# What a button of an answer says; the words for the record are shorter.
ANSWER_BUTTONS: dict[str, str] = {
    "visit.yes": N_("Yes, that suits me"),
    "still_broken.yes": N_("Yes, still broken"),
    "still_broken.no": N_("No, it works now"),
    "call_desk.called": N_("I have called"),
}
PARTS = ("morning", "afternoon")


class Question(msgspec.Struct, frozen=True):
    """A question or a proposal of a visit, and its answer. `when` is the time of a visit, `other` one that
    she would rather have: "20261125.morning", or an hour, "20261125.08". `asked` is in epoch seconds, `by` an
    ISO day. `answers` are those with a button. `late` is whether it went to the office without an answer.
    """

    id: int
    kind: str
    when: str = ""
    asked: float = 0.0
    by: str = ""
    late: bool = False
    answers: list[str] = []
    answer: str = ""
    other: str = ""
    words: str = ""
    locale: str = ""


class TenantAccess(msgspec.Struct, frozen=True):
    """What her card says of it. `key` is whether her answer about the master key can still be changed;
    `visit` the time that was agreed. `asks` is what is open on the card: days, hours or write; `day` the one
    she has chosen of `days`.
    """

    key: bool = False
    visit: str = ""
    question: Question | None = None
    asks: str = ""
    days: list[str] = []
    day: str = ""

    def text(self, _: Words, company: Company) -> str:
        asked = self.question
        if asked is None:
            return ""
        if asked.answer:
            return self._answered(_, asked)
        by = _.date(datetime.date.fromisoformat(asked.by)) if asked.by else ""
        phone = phone_shown(company.desk.phone)
        return lines(
            _(PHRASES[asked.kind].tenant, when=time_of(asked.when, _), phone=phone),
            _("You can write it, send a photo or speak a voice message.")
            if asked.kind in ("where", "photo") or self.asks == "write"
            else "",
            _("We have not had your answer, so our office looks at it now. You can still answer.")
            if asked.late
            else _("Please answer by {day} at the latest.", day=by)
            if by
            else "",
        )

    def _answered(self, _: Words, asked: Question) -> str:
        if asked.kind == "visit" and asked.answer == "yes":
            return ""  # the agreed time says it
        return lines(
            _("Your answer: {answer}", answer=answer_of(asked, _)),
            _("We tell you whether that time suits us.") if asked.other else "",
        )

    def buttons(self, _: Words, number: int) -> list[list[Button]]:
        """What can be answered; the choice that is open takes the place of everything else."""
        asked = self.question
        if asked is None or asked.answer:
            return []
        back = [Button(_("Back"), data=f"fault.show:{number}")]
        match self.asks:
            case "days":
                days = [[Button(day_of(d, _), data=f"fault.visit:{asked.id}.{d}")] for d in self.days]
                return [*days, back]
            case "hours":
                parts = [
                    Button(_(TIMES[part]), data=f"fault.visit:{asked.id}.{self.day}.{part}") for part in PARTS
                ]
                return [[part] for part in parts] + [back]
            case "write":
                return [back]
        rows = []
        for answer in sorted(asked.answers, reverse=True):
            text = ANSWER_BUTTONS.get(f"{asked.kind}.{answer}")
            if asked.kind == "visit" and text:
                rows.append([Button(_(text), data=f"fault.visit:{asked.id}.{answer}")])
            elif text:
                rows.append([Button(_(text), data=f"fault.answer:{asked.id}.{answer}")])
        if "another" in asked.answers:
            text = _("Another time") if asked.kind == "visit" else _("Choose a time")
            rows.append([Button(text, data=f"fault.visit:{asked.id}.another")])
        rows.append([Button(_("Write or speak an answer"), data=f"fault.answer:{asked.id}.write")])
        return rows

    def key_button(self, _: Words, number: int, yes: bool) -> list[list[Button]]:
        """The other answer about the master key than the one that holds."""
        if not self.key:
            return []
        if yes:
            return [[Button(_("Do not use the master key"), data=f"fault.key:{number}.no")]]
        return [[Button(_("You may use the master key"), data=f"fault.key:{number}.yes")]]


class Asked(Message, frozen=True, tag="access.asked"):
    """The push of a question, and the one reminder of it: they point at her report and tell nothing."""

    number: int
    again: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        text = (
            _("We are still waiting for your answer about report {number}.", number=self.number)
            if self.again
            else _("We have a question to you about report {number}.", number=self.number)
        )
        return Rendered(text=text, buttons=[[Button(_("Show"), data=f"fault.show:{self.number}")]])


class NotReached(Message, frozen=True, tag="access.not_reached"):
    """To the desk: one who reported has blocked the bot or left Telegram. `numbers` are her open reports."""

    numbers: list[int]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_(
                "A tenant can no longer be reached here. Please call or write a letter about: {numbers}",
                numbers=_.list([str(number) for number in self.numbers]),
            ),
            buttons=[
                [Button(_("Show {number}", number=number), data=f"order.show:{number}")]
                for number in self.numbers
            ],
        )


def answer_of(asked: Question, _: Words) -> str:
    """An answer in words: hers as she wrote them."""
    if asked.other:
        return _("another time: {when}", when=time_of(asked.other, _))
    known = ANSWERS.get(f"{asked.kind}.{asked.answer}") or ANSWERS.get(asked.answer)
    return _(known) if known else asked.words


def time_of(when: str, _: Words) -> str:
    """A day and its part or hour, as a phrase. "" for none."""
    if not when:
        return ""
    day, _point, part = when.partition(".")
    parts = {"morning": _("before noon"), "afternoon": _("after noon")}
    hour = parts.get(part) or _("at {time}", time=f"{part}:00")
    return _("{day}, {time}", day=day_of(day, _), time=hour)


def day_of(day: str, _: Words) -> str:
    """A day, "20261125", with its weekday."""
    return _.date(datetime.date.fromisoformat(day))
