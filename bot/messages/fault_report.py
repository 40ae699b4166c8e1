"""The screens of reporting a fault: one card, edited in place, one question at a time."""

from bot.messages.base import Message, in_rows, in_swedish_too, lines, paragraphs, phone_shown
from bot.messages.emergency import sentence
from bot.messages.fault_words import ANSWERS, CATEGORIES, ITEMS, OWN_JOBS
from bot.messages.menu import keyboard
from bot.settings import Company
from bot.speech import N_, Button, Copied, KeyboardWord, Rendered, Words, left_to_right
from bot.spelling import spelled

TIMES: dict[str, str] = {
    "any": N_("Any time of the day"),
    "morning": N_("Before noon"),
    "afternoon": N_("After noon"),
}


def navigation(_: Words, back: bool = True) -> list[list[Button]]:
    """The way out of every screen."""
    again = Button(_("Start again"), data="fault.go:again")
    cancel = Button(_("Cancel"), data="fault.go:cancel")
    emergency = Button(_("Emergency"), data="emergency.show:now")
    if not back:
        return [[again, cancel, emergency]]
    return [[Button(_("Back"), data="fault.go:back"), again], [cancel, emergency]]


def kept_line(_: Words, files: int, has_words: bool) -> str:
    """What she has sent so far, so that she sees that nothing was lost."""
    return lines(
        _.plural(
            "I have your {n} picture or voice message.", "I have your {n} pictures or voice messages.", files
        )
        if files
        else "",
        _("I have your words.") if has_words else "",
    )


def call_first(_: Words, company: Company, address: str, flat: str, item: str) -> str:
    """For an E1: the number before anything else, and what to say."""
    say = sentence(address, flat, item, _.locale)
    return paragraphs(
        lines(_("This cannot wait. Call now:"), phone_shown(company.emergency.phone)),
        lines(
            _("Say this on the phone:"),
            left_to_right(f"”{say}”") if _.rtl else f"”{say}”",
            lines(_("It is read like this:"), spelled(say, _.locale)) if _.rtl else "",
        ),
        _("Then go on here, so that we have it in writing."),
    )


class First(Message, frozen=True, tag="fault.first"):
    """Emergency, the commonest faults, something else in the flat, a shared place. `told` are the faults that
    her words may mean: they stand first.
    """

    common: list[str]
    files: int = 0
    has_words: bool = False
    reports: int = 0
    told: list[str] = []

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("What is broken?"),
            text=paragraphs(
                kept_line(_, self.files, self.has_words),
                _("Is somebody in danger now? Call {number}.", number=Copied("112")),
            ),
            buttons=[
                *[
                    [Button(_(ITEMS[item]), data=f"fault.item:{item}")]
                    for item in dict.fromkeys([*self.told, *self.common])
                    if item in ITEMS
                ],
                [Button(_("Something else in my flat"), data="fault.place:home")],
                [Button(_("A place that everybody shares"), data="fault.place:shared")],
                *(
                    [[Button(_("My reports ({n})", n=Copied(self.reports)), data="fault.mine:open")]]
                    if self.reports
                    else []
                ),
                *navigation(_, back=False),
            ],
        )


class Categories(Message, frozen=True, tag="fault.categories"):
    """`page` counts from 1; `more` is whether another page follows."""

    place: str
    categories: list[str]
    page: int = 1
    more: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        buttons = [Button(_(CATEGORIES[each]), data=f"fault.category:{each}") for each in self.categories]
        more = [[Button(_("More"), data=f"fault.page:{self.page + 1}")]] if self.more else []
        title = _("What is it about in your flat?") if self.place == "home" else _("What place is it about?")
        return Rendered(
            title=title,
            text=_("Choose what fits best."),
            buttons=[*in_rows(buttons, 1), *more, *navigation(_)],
        )


class Items(Message, frozen=True, tag="fault.items"):
    category: str
    items: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_(CATEGORIES[self.category]),
            text=_("What is broken?"),
            buttons=[
                *[[Button(_(ITEMS[item]), data=f"fault.item:{item}")] for item in self.items],
                *navigation(_),
            ],
        )


class OwnJob(Message, frozen=True, tag="fault.own"):
    """What she can do herself first; for an E1 the number stands before it."""

    item: str
    urgent: bool = False
    address: str = ""
    flat: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        call = call_first(_, company, self.address, self.flat, self.item) if self.urgent else ""
        return Rendered(
            title=_(ITEMS[self.item]),
            text=paragraphs(call, _("Try this first:"), _(OWN_JOBS[self.item])),
            buttons=[
                [Button(_("I did this, still broken"), data="fault.own:still_broken")],
                [Button(_("Now it works"), data="fault.own:works")],
                *navigation(_),
            ],
        )


class Answer(Message, frozen=True, tag="fault.answer"):
    """What is not the landlord's to mend, and what to do instead."""

    item: str

    def render(self, _: Words, company: Company) -> Rendered:
        disturbance = company.emergency.disturbance_phone or company.emergency.phone
        return Rendered(
            title=_(ITEMS[self.item]),
            text=_(ANSWERS[self.item], disturbance_phone=phone_shown(disturbance)),
            buttons=navigation(_),
        )


class More(Message, frozen=True, tag="fault.more"):
    """A photo, a voice note or words, or nothing."""

    item: str
    files: int = 0
    has_words: bool = False
    urgent: bool = False
    address: str = ""
    flat: str = ""
    note: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        has = self.files or self.has_words
        call = call_first(_, company, self.address, self.flat, self.item) if self.urgent else ""
        answer = _(ANSWERS[self.item], disturbance_phone=_night(company)) if self.note else ""
        return Rendered(
            title=_(ITEMS[self.item]),
            text=paragraphs(
                call,
                answer,
                kept_line(_, self.files, self.has_words),
                _("You can send a photo, speak a voice message or write a few words. It works without, too."),
            ),
            buttons=[
                [Button(_("Go on") if has else _("Go on without"), data="fault.more:skip")],
                *navigation(_),
            ],
        )


def _night(company: Company) -> str:
    return phone_shown(company.emergency.disturbance_phone or company.emergency.phone)


class Enter(Message, frozen=True, tag="fault.enter"):
    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("May we go in when you are not at home?"),
            text=_(
                "We would use the master key (huvudnyckel). Your answer is for this fault only, and you can "
                "say no."
            ),
            buttons=[
                [Button(_("Yes, you may go in"), data="fault.enter:yes")],
                [Button(_("No, only when I am at home"), data="fault.enter:no")],
                *navigation(_),
            ],
        )


class Summary(Message, frozen=True, tag="fault.summary"):
    """What will be sent, in her language and in Swedish, with what can still be switched."""

    item: str
    place: str
    address: str
    flat: str = ""
    master_key: bool = False
    pet: bool = False
    call: bool = False
    time: str = "any"
    files: int = 0
    has_words: bool = False
    desk: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Is this right?"),
            text=paragraphs(
                self._lines(_),
                in_swedish_too(_, self._lines),
                _("Press Send, and our office reads it.")
                if self.desk
                else _("Press Send, and our caretaker gets it."),
            ),
            buttons=[[Button(_("Send"), data="fault.send:yes")], *self._toggles(_), *navigation(_)],
        )

    def _lines(self, _: Words) -> str:
        at_home = self.place == "home"
        return lines(
            _("Fault: {fault}", fault=_(ITEMS[self.item])),
            _("Address: {address}", address=self.address),
            _("Flat: {flat}", flat=self.flat) if at_home else "",
            (_("Master key: yes") if self.master_key else _("Master key: no")) if at_home else "",
            (_("Pet at home: yes") if self.pet else _("Pet at home: no")) if at_home else "",
            _("Call first: yes") if self.call else "",
            _("Time: {time}", time=_(TIMES[self.time])) if at_home else "",
            _.plural("{n} photo or voice message", "{n} photos or voice messages", self.files)
            if self.files
            else "",
            _("I have your words.") if self.has_words else "",
        )

    def _toggles(self, _: Words) -> list[list[Button]]:
        if self.place != "home":
            return []
        pet = _("No pet at home") if self.pet else _("There is a pet at home")
        call = _("No need to call first") if self.call else _("Call me before you come")
        return [
            [Button(pet, data="fault.set:pet"), Button(call, data="fault.set:call")],
            [Button(_("Change time ({time})", time=_(TIMES[self.time])), data="fault.set:time")],
        ]


class AskPhone(Message, frozen=True, tag="fault.ask_phone"):
    """Her first wish for a call: one button, or she types it."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("What number shall we call?"),
            text=_(
                "Press the button to share your number, or write it. Only the one who takes care of your "
                "report sees it, and you can erase it at any time."
            ),
            keyboard=[
                [KeyboardWord(_("Share my number"), contact=True)],
                [KeyboardWord(_("Do not call me"))],
            ],
        )


class PhoneKept(Message, frozen=True, tag="fault.phone_kept"):
    """`kept` is False when she would rather not be called, or has erased her number."""

    kept: bool
    words: list[str]

    def render(self, _: Words, company: Company) -> Rendered:
        text = (
            _("Thank you. We call you before we come.")
            if self.kept
            else _("All right, we do not have your number.")
        )
        return Rendered(text=text, keyboard=keyboard(self.words, _))


class Ended(Message, frozen=True, tag="fault.ended"):
    """The report was not sent. `why` is cancelled or works."""

    why: str

    def render(self, _: Words, company: Company) -> Rendered:
        text = _("How good that it works now!") if self.why == "works" else _("Stopped. Nothing was sent.")
        return Rendered(text=text, buttons=[[Button(_("Report a fault"), data="fault.go:again")]])
