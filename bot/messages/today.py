"""The day's work in one message: what cannot wait first, then what is due, then by address."""

import datetime

import msgspec

from bot.messages.access import time_of
from bot.messages.base import LONGEST_LABEL, Message, in_rows, lines
from bot.messages.fault_report import TIMES
from bot.messages.fault_words import CATEGORIES, ITEMS, URGENCIES_RECORD
from bot.messages.faults import moment
from bot.messages.work_orders import STATES, where
from bot.settings import Company
from bot.speech import TEXT_LIMIT, Button, Rendered, Words, utf16_length

# What title, "and n more" and the marks of direction take of a message.
ROOM = TEXT_LIMIT - 300


class Line(msgspec.Struct, frozen=True):
    """One order of the list. `master_key` and `pet` are None in a shared place. `due` is epoch seconds, 0 for
    one that is not due today, `planned` an ISO day, `visit` the time that was agreed with the tenant, as on
    the order's card; `stopped` while a question to the tenant is open.
    """

    number: int
    urgency: str
    item: str
    state: str
    address: str
    flat: str = ""
    floor: int | None = None
    master_key: bool | None = None
    pet: bool | None = None
    time: str = "any"
    planned: str = ""
    due: float = 0.0
    late: bool = False
    stopped: bool = False
    visit: str = ""

    def said(self, _: Words) -> str:
        """The order in a few lines, the largest facts first."""
        category = self.item.partition(".")[0]
        return lines(
            _joined(str(self.number), _(URGENCIES_RECORD[self.urgency]), _("OVERDUE") if self.late else ""),
            where(_, self.address, self.flat, self.floor),
            _("{category}: {fault}", category=_(CATEGORIES[category]), fault=_(ITEMS[self.item])),
            self._access(_),
            self._when(_),
            _("Time: {time}", time=_(TIMES[self.time])) if self.time != "any" else "",
            _("Waits for the tenant's answer") if self.stopped else _(STATES[self.state]),
        )

    def _access(self, _: Words) -> str:
        if self.master_key is None:
            return _("Shared place")
        return _joined(
            _("MASTER KEY: YES") if self.master_key else _("MASTER KEY: NO"),
            _("Pet at home: yes") if self.pet else _("Pet at home: no"),
        )

    def _when(self, _: Words) -> str:
        if self.visit:
            return _("Visit agreed: {when}", when=time_of(self.visit, _))
        if self.planned:
            return _("Planned for {day}.", day=_.date(datetime.date.fromisoformat(self.planned)))
        return _("Promised by {when}", when=_.moment(moment(self.due))) if self.due else ""


class DayList(Message, frozen=True, tag="today.list"):
    """`kind` is today (ISO `day`) or mine: what this reader holds. The text has as many as a message takes in
    his language, a button opens each of `orders`, and `left_out` is how many more there are.
    """

    kind: str
    day: str
    orders: list[Line]
    left_out: int = 0

    def render(self, _: Words, company: Company) -> Rendered:
        if not self.orders:
            empty = (
                _("You have taken no order.") if self.kind == "mine" else _("Nothing waits for you today.")
            )
            return Rendered(text=empty)
        title = (
            _("Orders that you have taken")
            if self.kind == "mine"
            else _("Today, {day}", day=_.date(datetime.date.fromisoformat(self.day)))
        )
        shown: list[str] = []
        room = ROOM
        for order in self.orders:
            said = order.said(_)
            room -= utf16_length(said) + len(said.split("\n")) + 2
            if room < 0:
                break
            shown.append(said)
        left = self.left_out + len(self.orders) - len(shown)
        more = [_.plural("and {n} more", "and {n} more", left)] if left else []
        keys = [
            Button(f"{order.number} · {order.address.partition(',')[0]}"[:LONGEST_LABEL],
                   data=f"order.show:{order.number}")
            for order in self.orders
        ]  # fmt: skip
        return Rendered(title=title, text="\n\n".join([*shown, *more]), buttons=in_rows(keys, 2))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
