"""Registering a notice to quit, one question after another, for the desk."""

from bot.messages.base import Message, lines
from bot.messages.homes import HomeRow, label
from bot.messages.vacancies import EXCLUDED, shown
from bot.settings import Company
from bot.speech import Button, Rendered, Words, left_to_right


def _leave(_: Words) -> list[Button]:
    return [Button(_("Stop"), data="vacancy.show:now")]


class AskHome(Message, frozen=True, tag="vacancy.ask_home"):
    """`tried` is whether what was written fits no home."""

    found: list[HomeRow] = []
    tried: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Which home is given notice on?"),
            text=lines(
                _("I know no such home. Look at the number or the spelling.") if self.tried else "",
                _("Write the object number, or the address and the flat number."),
            ),
            buttons=[
                *([Button(label(row), data=f"vacancy.home:{row.home}")] for row in self.found),
                _leave(_),
            ],
        )


class AskContract(Message, frozen=True, tag="vacancy.ask_contract"):
    """The number of the lease, by which a notice is known again. `wrong` is whether what was written was
    none.
    """

    home: str
    wrong: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("What is the number of the lease?"),
            text=lines(
                _("That is not a number of a lease.") if self.wrong else "",
                _("Home: {home}", home=self.home),
                _("Write it as it stands in your system. Never a person's number."),
            ),
            buttons=[_leave(_)],
        )


class AskDay(Message, frozen=True, tag="vacancy.ask_day"):
    """`which` is "notice" (when it came) or "last" (the last day of the lease); `days` are offered, ISO.
    `wrong` is unknown, ahead (a notice that has not come yet) or before (a last day before the notice), ""
    for nothing.
    """

    which: str
    days: list[str]
    wrong: str = ""

    def render(self, _: Words, company: Company) -> Rendered:
        wrong = {
            "unknown": _("I do not know this day. Write it like 27/11 or 2026-11-27."),
            "ahead": _("This day has not come yet."),
            "before": _("The last day cannot be before the notice came."),
        }
        notice = self.which == "notice"
        return Rendered(
            title=_("When did the notice come?") if notice else _("Which is the last day of the lease?"),
            text=lines(
                wrong.get(self.wrong, ""),
                _(
                    "Press a day, or write one. If you know the time too, write it after the day: {example}",
                    example=left_to_right("2026-11-27 09:10"),
                )
                if notice
                else _("Press a day, or write one."),
            ),
            buttons=[
                *([Button(shown(day, _), data=f"vacancy.day:{day.replace('-', '')}")] for day in self.days),
                _leave(_),
            ],
        )


class AskCounts(Message, frozen=True, tag="vacancy.ask_counts"):
    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Does a flat become free for somebody else?"),
            text=_("An ordinary flat counts, also when the tenant moves to another of our flats."),
            buttons=[
                [Button(_("Yes, it counts"), data="vacancy.counts:yes")],
                *([Button(_(text), data=f"vacancy.counts:{key}")] for key, text in EXCLUDED.items()),
                _leave(_),
            ],
        )


class Registering(Message, frozen=True, tag="vacancy.summary"):
    """Everything once more before it is kept. `by_rule` is whether it is the home that makes it not count."""

    home: str
    contract: str
    notice: str
    last_day: str
    excluded: str = ""
    by_rule: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        counts = _("It counts.") if not self.excluded else ""
        not_counting = (
            _("It does not count: {reason}", reason=_(EXCLUDED[self.excluded])) if self.excluded else ""
        )
        return Rendered(
            title=_("Is everything right?"),
            text=lines(
                _("Home: {home}", home=self.home),
                _("Lease: {contract}", contract=self.contract),
                _("The notice came: {day}", day=shown(self.notice, _)),
                _("Last day: {day}", day=shown(self.last_day, _)),
                counts or not_counting,
                _("That follows from the home itself.") if self.by_rule else "",
            ),
            buttons=[[Button(_("Register"), data="vacancy.save:yes")], _leave(_)],
        )
