"""The emergency card: numbers first, then what to say. Static, so that it can be sent from memory."""

from typing import Any

from bot.messages.base import (
    Contents,
    Message,
    Texts,
    in_swedish_too,
    lines,
    no_contents,
    no_texts,
    paragraphs,
    phone_shown,
)
from bot.messages.fault_words import ITEMS
from bot.settings import Company
from bot.speech import N_, NAMES, RECORD, Button, Copied, Rendered, Words, left_to_right, words
from bot.spelling import spelled

# A language's name as the one who answers the phone says it.
SPEAKS: dict[str, str] = {
    "sv": N_("I speak Swedish."),
    "ar": N_("I speak Arabic."),
    "fa_AF": N_("I speak Dari."),
    "en": N_("I speak English."),
}


def urgent_numbers(_: Words, company: Company) -> list[tuple[str, str]]:
    """When to call which number about what is urgent in a house."""
    emergency = company.emergency
    if not emergency.day_phone:
        return [(_("Day and night:"), emergency.phone)]
    day = _("Working days {start}–{end}:", start=emergency.day_from, end=emergency.day_until)
    return [(day, emergency.day_phone), (_("All other time:"), emergency.phone)]


def numbers(_: Words, company: Company) -> str:
    """Whom to call, with hours and what a needless call-out costs."""
    emergency = company.emergency
    cost = ""
    numbers = urgent_numbers(_, company)
    if emergency.disturbance_phone:
        disturbance = _(
            "Neighbours disturb, {start}–{end}:",
            start=emergency.disturbance_from,
            end=emergency.disturbance_until,
        )
        numbers.append((disturbance, emergency.disturbance_phone))
    if emergency.callout_cost:
        cost = _(
            "If somebody comes out and it was not urgent, it can cost {kronor} kronor. When in doubt, call.",
            kronor=emergency.callout_cost,
        )
    return paragraphs(
        _(
            "Danger to life, fire, somebody is hurt: call {number}. They have interpreters.",
            number=Copied("112"),
        ),
        _("Urgent in the house (water, heating, electricity, door):"),
        # A number stands on a line of its own: easy to find, to read out and to tap.
        lines(*(f"{when}\n{phone_shown(number)}" for when, number in numbers)),
        cost,
    )


class EmergencyCard(Message, frozen=True, tag="emergency.card"):
    """The numbers; with an address, also what to say, in Swedish and spelled in her script.

    `item` is the fault she has begun to report or has reported, "" if none; `language` is her phone's, for
    one who has not chosen hers yet.
    """

    address: str = ""
    flat: str = ""
    item: str = ""
    language: str = ""

    def draw(
        self, _: Words, company: Company, texts: Texts = no_texts, contents: Contents = no_contents
    ) -> tuple[dict[str, Any], int | None]:
        return super().draw(words(self.language) if self.language else _, company)

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Emergency: call, do not write"),
            text=paragraphs(
                numbers(_, company),
                _("A message here is not read at night."),
                self._say_this(_),
                in_swedish_too(_, lambda swedish: numbers(swedish, company)),
            ),
            buttons=[
                [Button(_("I have called"), data="emergency.called:yes")],
                [Button(_("I cannot call"), data="emergency.cannot:call")],
            ],
        )

    def _say_this(self, _: Words) -> str:
        if not self.address:
            return ""
        say = sentence(self.address, self.flat, self.item, _.locale)
        if not _.rtl:
            return lines(_("Say this on the phone:"), f"”{say}”")
        return lines(
            _("Say this on the phone:"),
            left_to_right(f"”{say}”"),
            _("It is read like this:"),
            spelled(say, _.locale),
        )


def sentence(address: str, flat: str, item: str, locale: str) -> str:
    """What a caller says, in Swedish: the fault, the address, the flat and her language."""
    swedish = words(RECORD)
    fault = swedish(ITEMS[item]) + "." if item in ITEMS else ""
    where = f"Jag bor på {address}, lägenhet {flat}." if flat else f"Jag bor på {address}."
    speaks = "" if locale == RECORD else swedish(SPEAKS[locale])
    return " ".join(part for part in ("Hej!", fault, where, speaks) if part)


class Called(Message, frozen=True, tag="emergency.called"):
    """`kept` is whether what she wrote waits to be reported."""

    can_report: bool = True
    kept: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        if not self.can_report:
            return Rendered(text=_("Good that you called."))
        if self.kept:
            return Rendered(
                text=_("Good that you called. I have kept your words, so that you can report it here too."),
                buttons=[[Button(_("Report it too"), data="fault.on:kept")]],
            )
        return Rendered(
            text=_("Good that you called. You can report it here too, so that it is not forgotten."),
            buttons=[[Button(_("Report a fault"), data="fault.go:again")]],
        )


class CannotCall(Message, frozen=True, tag="emergency.cannot_call"):
    """`told` is how many people were told: 0 when nobody reads here now; `kept` as above."""

    told: int
    kept: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        phone = phone_shown(company.emergency.phone)
        if self.told:
            text = _(
                "We have told those on duty at {company} that you cannot call. We do not know yet when they "
                "read it.",
                company=company.name,
            )
        else:
            text = _("Nobody at {company} reads here now.", company=company.name)
        return Rendered(
            text=paragraphs(
                text,
                _("Ask a neighbour to call {phone} for you, or to call 112 if there is danger.", phone=phone),
                _("112 can be called from any phone, also without money on the card."),
            ),
            buttons=[[Button(_("Report it too"), data="fault.on:kept")]] if self.kept else [],
        )


class NeedsHelp(Message, frozen=True, tag="emergency.needs_help"):
    """To who is on duty: somebody cannot call."""

    address: str
    flat: str
    item: str
    locale: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("A tenant cannot call and needs help now"),
            text=lines(
                _("Address: {address}", address=self.address)
                if self.address
                else _("The address is not known."),
                _("Flat: {flat}", flat=self.flat) if self.flat else "",
                _("Fault: {fault}", fault=_(ITEMS[self.item])) if self.item in ITEMS else "",
                _("Language: {language}", language=NAMES[self.locale]),
            ),
        )


class ViolenceCard(Message, frozen=True, tag="emergency.violence"):
    """Whom to call when somebody at home hurts her. Static, so that it can be sent from memory.

    `written` is the id of what she wrote, 0 if she pressed a button: "hide" takes both away. `language` as on
    the emergency card.
    """

    written: int = 0
    language: str = ""

    def draw(
        self, _: Words, company: Company, texts: Texts = no_texts, contents: Contents = no_contents
    ) -> tuple[dict[str, Any], int | None]:
        return super().draw(words(self.language) if self.language else _, company)

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=paragraphs(_help(_), in_swedish_too(_, _help)),
            buttons=[[Button(_("Hide this"), data=f"emergency.hide:{self.written}")]],
        )


def _help(_: Words) -> str:
    return paragraphs(
        _("Are you in danger now? Call {number}.", number=Copied("112")),
        _(
            "You can talk with somebody day and night, in many languages, and it costs nothing: "
            "Kvinnofridslinjen {number}.",
            number=left_to_right("020-50 50 50"),
        ),
        _("It is not your fault, and you decide yourself what you want to do. I do not tell anybody."),
    )


class Hidden(Message, frozen=True, tag="emergency.hidden"):
    """What stands where the card was: nothing that tells of it."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("The buttons are under the writing field. Press one of them at any time."))
