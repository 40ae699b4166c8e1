"""What the desk sees and does on an order's card: its whole way, and acts that are the desk's alone."""

import datetime

import msgspec

from bot.messages.base import LONGEST_LABEL, in_rows, lines
from bot.messages.fault_words import ITEMS, URGENCIES_RECORD
from bot.messages.faults import moment
from bot.speech import LOCALES, N_, NAMES, Button, Words, isolated

# What has happened, for those who work here; an act without words is not shown.
WAY: dict[str, str] = {
    "report": N_("reported"),
    "take": N_("taken"),
    "assign": N_("given to a caretaker"),
    "start": N_("work begun"),
    "parts": N_("waiting for a spare part"),
    "done": N_("work done"),
    "return": N_("back at the office"),
    "decline": N_("back at the office"),
    "release": N_("nobody has it now"),
    "unanswered": N_("the tenant has not answered"),
    "firm": N_("given to an outside firm"),
    "firm_done": N_("the firm is done"),
    "merge": N_("put together with another report"),
    "withdraw": N_("taken back by the tenant"),
    "close": N_("finished by the office"),
    "fixed": N_("the tenant says: fixed"),
    "silence": N_("finished, since we heard nothing"),
    "reopen": N_("open again"),
    "note": N_("a note"),
    "plan": N_("planned"),
    "reclass": N_("another class"),
    "key": N_("the tenant has changed the master key"),
    "acknowledge": N_("the change of the master key was read"),
    "ask": N_("a question to the tenant"),
    "answer": N_("the tenant has answered"),
    "wrote": N_("the office has written to the tenant"),
    "added": N_("the tenant has added something"),
    "follow": N_("somebody else has it too"),
    "call": N_("the office is asked to call"),
    "called": N_("the office has called the tenant"),
    "mark": N_("the tenant has said how it went"),
    "thanks": N_("the tenant says thank you"),
}
# The desk's acts, in the order of the card. Each is the name of a press on an order.
ACTS: dict[str, str] = {
    "fixed": N_("They say: fixed"),
    "reopen": N_("Open again"),
    "assign": N_("Give to a caretaker"),
    "firm_done": N_("The firm is done"),
    "plan": N_("Plan a day"),
    "reclass": N_("Another class"),
    "firm": N_("Outside firm"),
    "merge": N_("Same as another"),
    "write": N_("Write to the tenant"),
    "page": N_("A page to print"),
    "close": N_("Close"),
    "erase_phone": N_("Erase the number"),
}
MOST_STEPS = 12


class DeskStep(msgspec.Struct, frozen=True):
    """One step of the way: `name` is the colleague who did it, "" for a tenant or the clock. `more` is the
    day of a plan (ISO) or the class.
    """

    act: str
    at: float
    name: str = ""
    more: str = ""


class Other(msgspec.Struct, frozen=True):
    """A report that this one may be the same as."""

    number: int
    item: str
    flat: str = ""


class Desk(msgspec.Struct, frozen=True):
    """The desk's part of an order's card. `can` are keys of ACTS; `back` is the list it was opened from, as
    `triage.list` names it; `days` (ISO; first today and tomorrow) are offered to plan, `others` to merge
    with. `typed` is what the desk has written and is asked about. `aside` hides the acts behind one button,
    for one who is at work on the order too.
    """

    can: list[str] = []
    steps: list[DeskStep] = []
    firm: str = ""
    reference: str = ""
    earlier: int = 0
    merged: int = 0
    for_household: bool = False
    unreached: bool = False
    wrote: str = ""
    days: list[str] = []
    others: list[Other] = []
    typed: str = ""
    back: str = ""
    aside: bool = False

    def facts(self, _: Words) -> str:
        """What it hangs together with, and who has it outside."""
        return lines(
            _("The tenant does not get our messages. Call.") if self.unreached else "",
            _("Reported by the office for a household.") if self.for_household else "",
            _("It continues report {number}.", number=self.earlier) if self.earlier else "",
            _("Firm: {firm}", firm=self.firm) if self.firm else "",
            _("The firm's number: {reference}", reference=self.reference) if self.reference else "",
            lines(_("The office wrote last:"), isolated(f"”{self.wrote}”")) if self.wrote else "",
        )

    def way(self, _: Words) -> str:
        """The whole way and who did what; of a very long one the latest."""
        known = [step for step in self.steps if step.act in WAY]
        left_out = len(known) - MOST_STEPS
        return lines(
            _.plural("{n} earlier step", "{n} earlier steps", left_out) if left_out > 0 else "",
            *(_step(step, _) for step in known[-MOST_STEPS:]),
        )

    def question(self, asks: str, _: Words) -> str:
        """The words of a question that is open on the card; "" if it is none of the desk's."""
        if asks == "merge":
            other = _("Which report is the same? Press it, or write its number.")
            return other if self.others else _("Which report is the same? Write its number.")
        if asks == "wrote":
            return lines(
                isolated(f"”{self.typed}”"),
                _("In which language have you written it? When you press, it is sent."),
            )
        questions = {
            "reclass": _("How urgent is it? The promised time begins anew."),
            "plan": _("When is it done? Press a day, or write one, such as 27/11. The tenant is told."),
            "firm": _("Which firm? Write its name."),
            "firm_reference": _("{firm}: what is their number for it? Write it.", firm=self.typed),
            "write": _("What do you want to write to the tenant? It is shown to her just as you write it."),
        }
        return questions.get(asks, "")

    def buttons(self, number: int, asks: str, planned: bool, _: Words) -> list[list[Button]] | None:
        """What can be pressed while a question of the desk is open; None if it is none of the desk's.
        `planned` is whether there is a day already.
        """
        back = [Button(_("Back"), data=f"order.leave:{number}")]
        match asks:
            case "reclass":
                classes = [key for key in URGENCIES_RECORD if key != "E0"]
                return [*([_class(number, key, _)] for key in classes), back]
            case "plan":
                none = Button(_("No day any more"), data=f"order.plan_on:{number}.none")
                return [*self._days(number, _), [none] if planned else [], back]
            case "merge":
                return [*([self._other(number, other, _)] for other in self.others), back]
            case "wrote":
                named = [
                    Button(NAMES[locale], data=f"order.wrote_in:{number}.{locale.lower()}")
                    for locale in LOCALES
                ]
                return [*in_rows(named, 2), back]
            case "firm_reference":
                return [[Button(_("They have no number"), data=f"order.firm_as:{number}.none")], back]
            case "firm" | "write":
                return [back]
        return None

    def acts(self, number: int, joined: list[int], _: Words) -> list[list[Button]]:
        """The desk's acts and where one can go from here; `joined` are the reports that are part of this."""
        if self.aside:
            return [[Button(_("More, as the office"), data=f"order.desk:{number}")]]
        can = {act: Button(_(text), f"order.{act}:{number}") for act, text in ACTS.items() if act in self.can}
        give = [[can.pop("assign")]] if "assign" in can else []  # too long for half a row
        linked = dict.fromkeys(each for each in (self.earlier, self.merged, *joined[:4]) if each)
        others = [Button(_("Order {number}", number=each), data=f"order.show:{each}") for each in linked]
        back = f"triage.list:{self.back}" if self.back else "triage.show:now"
        acts = in_rows(list(can.values()), 2)
        return [*give, *acts, *in_rows(others, 3), [Button(_("Back to the list"), back)]]

    def _days(self, number: int, _: Words) -> list[list[Button]]:
        names = [_("Today"), _("Tomorrow")]
        days = [
            Button(
                names[place] if place < len(names) else _.date(datetime.date.fromisoformat(day)),
                data=f"order.plan_on:{number}.{day.replace('-', '')}",
            )
            for place, day in enumerate(self.days)
        ]
        return [days[:2], *([day] for day in days[2:])]

    def _other(self, number: int, other: Other, _: Words) -> Button:
        about = " · ".join(part for part in (str(other.number), other.flat, _(ITEMS[other.item])) if part)
        return Button(about[:LONGEST_LABEL], data=f"order.merge_into:{number}.{other.number}")


def _class(number: int, key: str, _: Words) -> Button:
    return Button(f"{key} · {_(URGENCIES_RECORD[key])}", data=f"order.reclass_as:{number}.{key.lower()}")


def _step(step: DeskStep, _: Words) -> str:
    what = _(WAY[step.act])
    if step.act == "plan":
        day = datetime.date.fromisoformat(step.more) if step.more else None
        what = _("planned for {day}", day=_.short_date(day)) if day else _("no day any more")
    elif step.act == "reclass" and step.more:
        what = _("class {urgency}", urgency=step.more)
    at = moment(step.at)
    when = f"{_.short_date(at)} {_.time(at)}"
    if step.name:
        return _("{when}: {what} ({name})", when=when, what=what, name=step.name)
    return _("{when}: {what}", when=when, what=what)
