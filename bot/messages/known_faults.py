"""What is known already: shown before a second report of the same is made."""

import datetime

from bot.messages.base import Message, lines, paragraphs
from bot.messages.fault_words import ITEMS
from bot.messages.faults import moment
from bot.settings import Company
from bot.speech import Button, Rendered, Words


class Known(Message, frozen=True, tag="known.known"):
    """A report of the same is open. `own` is one of her own home, which she is shown instead; `people` is how
    many besides the first have said so; `planned` an ISO day, `due` epoch seconds, 0 for none. `by_phone`:
    the desk tells it to who is calling.
    """

    number: int
    item: str
    own: bool = False
    people: int = 0
    planned: str = ""
    due: float = 0.0
    by_phone: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        go = [
            [
                Button(_("Back"), data="fault.go:back"),
                Button(_("Cancel"), data="fault.go:cancel"),
            ],
            [Button(_("Emergency"), data="emergency.show:now")],
        ]
        fault = _("Fault: {fault}", fault=_(ITEMS[self.item]))
        if self.by_phone:
            return Rendered(
                title=_("We know this already"),
                text=lines(fault, _("It is report {number}.", number=self.number), self._when(_)),
                buttons=[
                    [Button(_("Show it"), data=f"order.show:{self.number}")],
                    [Button(_("It is something else"), data="fault.known:other")],
                    *go,
                ],
            )
        if self.own:
            return Rendered(
                title=_("Your home has reported this already"),
                text=lines(fault, _("It is report {number}.", number=self.number), self._when(_)),
                buttons=[
                    [Button(_("Show it"), data=f"fault.show:{self.number}")],
                    [Button(_("It is something else"), data="fault.known:other")],
                    *go,
                ],
            )
        people = (
            _.plural("{n} more person has said so.", "{n} more people have said so.", self.people)
            if self.people
            else ""
        )
        return Rendered(
            title=_("We know this already"),
            text=paragraphs(
                lines(fault, self._when(_), people),
                _("Press “Me too”, and we tell you when it is done. You need not report it again."),
            ),
            buttons=[
                [Button(_("Me too"), data=f"fault.me_too:{self.number}")],
                [Button(_("It is something else"), data="fault.known:other")],
                *go,
            ],
        )

    def _when(self, _: Words) -> str:
        if self.planned:
            return _("Planned for {day}.", day=_.date(datetime.date.fromisoformat(self.planned)))
        return (
            _("We look after it by {when} at the latest.", when=_.date(moment(self.due))) if self.due else ""
        )
