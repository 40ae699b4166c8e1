"""Going away and coming back, for the one who does, who takes over, and the desk."""

import datetime

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, lines, paragraphs
from bot.messages.work_orders import order_buttons, order_rows
from bot.settings import Company
from bot.speech import N_, Button, Rendered, Words, left_to_right

POOL = "pool"
DAYS: dict[str, str] = {
    "tomorrow": N_("Tomorrow: {day}"),
    "monday": N_("Next Monday: {day}"),
    "week": N_("In a week: {day}"),
    "two_weeks": N_("In two weeks: {day}"),
}
NOT_A_DAY: dict[str, str] = {
    "unknown": N_("I did not understand which day you mean."),
    "passed": N_("It must be a day after today, and within a year."),
}


class Stand(msgspec.Struct, frozen=True):
    """A colleague who may take over, as a button names her: with her areas where they are others."""

    person: int
    label: str


def _day(_: Words, until: str) -> str:
    return _.date(datetime.date.fromisoformat(until))


def _data(until: str) -> str:
    """A day in callback data: 20261130."""
    return until.replace("-", "")


def _cancel(_: Words) -> Button:
    return Button(_("Cancel"), data="away.go:cancel")


class AskDay(Message, frozen=True, tag="away.day"):
    """`days` are (kind, ISO day), the kinds being keys of DAYS; `wrong` is one of NOT_A_DAY or ""."""

    days: list[tuple[str, str]]
    wrong: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        keys = [
            [
                Button(
                    _(DAYS[kind], day=_.short_date(datetime.date.fromisoformat(day))),
                    data=f"away.until:{_data(day)}",
                )
            ]
            for kind, day in self.days
        ]
        return Rendered(
            text=paragraphs(
                _(NOT_A_DAY[self.wrong]) if self.wrong in NOT_A_DAY else "",
                _(
                    "When are you back? Choose the first day, or write it like this: {example}",
                    example=left_to_right("/away 30/11"),
                ),
            ),
            buttons=[*keys, [_cancel(_)]],
        )


class AskSubstitute(Message, frozen=True, tag="away.substitute"):
    """Who takes over. `until` is the first day of being back, ISO."""

    until: str
    colleagues: list[Stand]

    def render(self, _: Words, company: Company) -> Rendered:
        day = _data(self.until)
        keys = [
            [Button(each.label[:LONGEST_LABEL], data=f"away.to:{day}.{each.person}")]
            for each in self.colleagues
        ]
        return Rendered(
            text=lines(
                _("You are back {day}.", day=_day(_, self.until)),
                _("Who takes over your orders and your areas meanwhile?"),
            ),
            buttons=[
                *keys,
                [Button(_("Nobody: free for all"), data=f"away.to:{day}.{POOL}")],
                [Button(_("Back"), data="away.go:again"), _cancel(_)],
            ],
        )


class Summary(Message, frozen=True, tag="away.summary"):
    """All of it before it counts. `substitute` is 0 for the pool; `planned` of the `orders` have a day."""

    until: str
    orders: int
    planned: int = 0
    substitute: int = 0
    name: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        day, to = _data(self.until), str(self.substitute or POOL)
        return Rendered(
            title=_("Is this right?"),
            text=lines(
                _("You are back {day}.", day=_day(_, self.until)),
                _("Takes over: {name}", name=self.name)
                if self.substitute
                else _("Nobody takes over: your orders become free for all."),
                _.plural("{n} order of yours", "{n} orders of yours", self.orders)
                if self.orders
                else _("You have no order now."),
                _.plural(
                    "{n} of them has a planned day. It is taken away, and the tenant is told.",
                    "{n} of them have a planned day. It is taken away, and the tenants are told.",
                    self.planned,
                )
                if self.planned
                else "",
            ),
            buttons=[
                [Button(_("Yes, that is right"), data=f"away.confirm:{day}.{to}")],
                [Button(_("Back"), data=f"away.until:{day}"), _cancel(_)],
            ],
        )


class Away(Message, frozen=True, tag="away.is"):
    """He is away. `name` is who takes over, "" for nobody."""

    until: str
    name: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=lines(
                _("You are away. You are back {day}.", day=_day(_, self.until)),
                _("Takes over: {name}", name=self.name) if self.name else _("Nobody takes over."),
                _("Until then nothing makes a sound here. Press the button if you are back earlier."),
            ),
            buttons=[[Button(_("I am back"), data="away.end:now")]],
        )


class Ended(Message, frozen=True, tag="away.ended"):
    """`what` is back (it ended early), cancelled or not_away."""

    what: str

    def render(self, _: Words, company: Company) -> Rendered:
        texts = {
            "back": _("Welcome back! New orders make a sound here again."),
            "cancelled": _("Stopped. Nothing was changed."),
            "not_away": _("You are not away. Nothing was changed."),
        }
        return Rendered(text=texts.get(self.what, texts["not_away"]))


class TakenOver(Message, frozen=True, tag="away.taken_over"):
    """To who takes over, or for `free` to every colleague of the areas: what he leaves, as in Orders. `areas`
    are those from which new orders come now.
    """

    name: str
    until: str
    rows: list[tuple[int, str, str, str]]
    left_out: int = 0
    areas: list[str] = []
    free: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        heading = _("These orders are free now:") if self.free else _("These orders are yours now:")
        more = _.plural("and {n} more", "and {n} more", self.left_out) if self.left_out else ""
        return Rendered(
            text=paragraphs(
                lines(
                    _("{name} is away. Back {day}.", name=self.name, day=_day(_, self.until)),
                    _(
                        "You look after {areas} too meanwhile: new orders come to you.",
                        areas=_.list(self.areas),
                    )
                    if self.areas
                    else "",
                ),
                lines(heading, order_rows(_, self.rows), more) if self.rows else "",
            ),
            buttons=order_buttons(self.rows),
        )


class AwayForDesk(Message, frozen=True, tag="away.for_desk"):
    """To the desk: who is away and who takes over (`substitute` "" for nobody), or that he is `back` before
    that day.
    """

    name: str
    until: str
    substitute: str = ""
    orders: int = 0
    back: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        if self.back:
            return Rendered(text=_("{name} is back earlier.", name=self.name))
        return Rendered(
            text=lines(
                _("{name} is away. Back {day}.", name=self.name, day=_day(_, self.until)),
                _("Takes over: {name}", name=self.substitute) if self.substitute else _("Nobody takes over."),
                _.plural("{n} order has been moved.", "{n} orders have been moved.", self.orders)
                if self.orders
                else "",
            )
        )


class NoLonger(Message, frozen=True, tag="away.no_longer"):
    """To who stood in: the other is back. What she took over stays with her."""

    name: str
    areas: list[str] = []

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=lines(
                _("{name} is back. What you have taken stays with you.", name=self.name),
                _("New orders of {areas} no longer come to you.", areas=_.list(self.areas))
                if self.areas
                else "",
            )
        )
