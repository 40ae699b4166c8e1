"""A person's report as she follows it: one card a report, and the pushes that point at it."""

import datetime

import msgspec

from bot.messages.access import TenantAccess, time_of
from bot.messages.base import Message, lines, paragraphs, phone_shown
from bot.messages.fault_words import ITEMS
from bot.settings import Company
from bot.speech import N_, STOCKHOLM, Button, Copied, Rendered, Words, isolated

# What a tenant sees of the states: five, since "returned" is our own matter (domain facts 2.4).
STATES: dict[str, str] = {
    "received": N_("We have your report. Nobody has looked at it yet."),
    "seen": N_("Somebody here has looked at your report. Nobody has taken it yet."),
    "returned": N_("We have your report. Nobody has taken it yet."),
    "taken": N_("A caretaker has taken it."),
    "started": N_("The work has begun."),
    "waiting": N_("We are waiting for a spare part. We tell you as soon as we know more."),
    "outside": N_("An outside firm does this work for us."),
    "done": N_("We think that it is fixed. Does it work now?"),
    "closed": N_("Finished. If it comes back, press the button below."),
}
WAY: dict[str, str] = {
    "report": N_("reported"),
    "take": N_("taken by a caretaker"),
    "assign": N_("given to a caretaker"),
    "start": N_("work begun"),
    "parts": N_("waiting for a spare part"),
    "done": N_("work done"),
    "return": N_("back at the office"),
    "decline": N_("back at the office"),
    "release": N_("nobody has it now"),
    "unanswered": N_("back at the office"),
    "firm": N_("given to an outside firm"),
    "firm_done": N_("work done"),
    "merge": N_("put together with another report"),
    "withdraw": N_("you took it back"),
    "close": N_("finished by the office"),
    "fixed": N_("you said: it is fixed"),
    "silence": N_("finished, since we heard nothing"),
    "reopen": N_("you said: it is not fixed"),
    "key": N_("you changed your answer about the master key"),
    "ask": N_("we asked you"),
    "answer": N_("you answered"),
    "plan": N_("a day was set"),
    "unplan": N_("that day does not hold any more"),
    "wrote": N_("our office has written to you"),
}
# In what language our office has written.
WRITTEN_IN: dict[str, str] = {
    "sv": N_("Our office writes in Swedish:"),
    "ar": N_("Our office writes in Arabic:"),
    "fa_AF": N_("Our office writes in Dari:"),
    "en": N_("Our office writes in English:"),
}
# What a card says once she has said that it is fixed, and after her mark.
MARKED: dict[str, str] = {
    "": N_("Good that it works. How did we do?"),
    "good": N_("Thank you for telling us. We are glad."),
    "fair": N_("Thank you for telling us."),
    "bad": N_("Thank you for telling us. We want to do better."),
}
# Faces never stand alone: each has its word.
FACES: dict[str, str] = {"good": N_("🙂 Good"), "fair": N_("😐 So-so"), "bad": N_("🙁 Bad")}
CLOSED_AS: dict[str, str] = {
    "not_ours": N_("This is not ours to mend. Our office can tell you who does it: call us."),
    "duplicate": N_("This was reported before, under another number. It is being looked after."),
    "no_fault": N_("We have looked and found no fault. Call us if you see it differently."),
    "other": N_("Our office has finished this report. Call us if you wonder why."),
}


class Step(msgspec.Struct, frozen=True):
    """One step of the way: `act` is a key of WAY, `at` epoch seconds."""

    act: str
    at: float


class FaultCard(Message, frozen=True, tag="faults.card"):
    """Her report with its number. `just_sent` thanks her; `closed_as` is why the office closed it;
    `can_reopen` until the number is no longer kept open; `phone` is whether hers is kept for a call.
    `seen` is whether anybody who works here has opened it, `called` whether anybody was called for it,
    `unread_until` when the others read it. `due` and `unread_until` are epoch seconds, 0 for none, `planned`
    an ISO day; `stopped` while a question to her is open. One who `follows` has said "me too" of a matter of
    the whole house; `merged` is the report that this one became part of; `marked` is her mark. `wrote` are
    the latest words of the office, in the language `wrote_in`.
    """

    number: int
    item: str
    state: str
    address: str
    flat: str = ""
    master_key: bool | None = None
    files: int = 0
    way: list[Step] = []
    just_sent: bool = False
    closed_as: str = ""
    can_reopen: bool = True
    phone: bool = False
    earlier: int = 0
    seen: bool = False
    due: float = 0.0
    planned: str = ""
    stopped: bool = False
    unread_until: float = 0.0
    urgent: bool = False
    called: bool = False
    follows: bool = False
    merged: int = 0
    can_mark: bool = False
    can_thank: bool = False
    marked: str = ""
    access: TenantAccess = TenantAccess()
    wrote: str = ""
    wrote_in: str = "sv"

    def render(self, _: Words, company: Company) -> Rendered:
        title = _("Report {number}: {fault}", number=Copied(self.number), fault=_(ITEMS[self.item]))
        thanks = ""
        if self.just_sent:
            thanks = (
                _("Thank you! You are told when it is done.")
                if self.follows
                else _("Thank you! Your report has arrived. Its number is {number}.", number=self.number)
            )
        return Rendered(
            title=title,
            text=paragraphs(
                thanks,
                self.access.text(_, company),
                self._unread(_, company),
                self._state(_),
                self._promise(_),
                self._office(_),
                self._facts(_),
                self._way(_),
            ),
            buttons=self._buttons(_),
        )

    def _state(self, _: Words) -> str:
        if self.merged:
            return _(
                "It is one fault together with report {number}. You are told of that one.", number=self.merged
            )
        if self.state == "closed" and self.closed_as:
            return _(CLOSED_AS.get(self.closed_as, CLOSED_AS["other"]))
        if self.state == "closed" and self.can_mark:
            return _(MARKED.get(self.marked, MARKED[""]))
        return _(STATES["seen" if self.state == "received" and self.seen else self.state])

    def _unread(self, _: Words, company: Company) -> str:
        """Whether anybody reads it now: the truth, so that nobody waits for help that does not come."""
        if self.state != "received" or self.seen:
            return ""
        if self.urgent and self.called:
            return _("We have called somebody for it. We do not know yet whether they have seen it.")
        if not self.unread_until:
            return ""
        when = _.moment(moment(self.unread_until))
        nobody = _("Nobody reads here before {when}.", when=when)
        call = _("If it cannot wait, call:")
        return lines(nobody, f"{call} {phone_shown(company.emergency.phone)}") if self.urgent else nobody

    def _promise(self, _: Words) -> str:
        if self.state in ("done", "closed"):
            return ""
        if self.stopped:
            return _("We wait for your answer. Until then the time that we promised stands still.")
        if self.access.visit:
            return _("We come to you: {when}.", when=time_of(self.access.visit, _))
        if self.planned:
            return _("Planned for {day}.", day=_.date(datetime.date.fromisoformat(self.planned)))
        if not self.due:
            return ""
        due = moment(self.due)
        return _(
            "We look after it by {when} at the latest.", when=_.moment(due) if self.urgent else _.date(due)
        )

    def _office(self, _: Words) -> str:
        """What the office has written to her, as it was written."""
        if not self.wrote:
            return ""
        return lines(_(WRITTEN_IN.get(self.wrote_in, WRITTEN_IN["sv"])), isolated(f"”{self.wrote}”"))

    def _facts(self, _: Words) -> str:
        key = (
            ""
            if self.master_key is None
            else _("Master key: yes")
            if self.master_key
            else _("Master key: no")
        )
        files = _.plural("{n} photo or voice message", "{n} photos or voice messages", self.files)
        return lines(
            _("Address: {address}", address=self.address),
            _("Flat: {flat}", flat=self.flat) if self.flat else "",
            key,
            files if self.files else "",
            _("It continues report {number}.", number=self.earlier) if self.earlier else "",
        )

    def _way(self, _: Words) -> str:
        return lines(
            *(
                _("{when}: {what}", when=_.short_date(moment(step.at)), what=_(WAY[step.act]))
                for step in self.way
                if step.act in WAY
            )
        )

    def _buttons(self, _: Words) -> list[list[Button]]:
        n = self.number
        if self.merged:
            return [[Button(_("Show"), data=f"fault.show:{self.merged}")]]
        if self.follows:
            return self._follower_buttons(_)
        rows = self.access.buttons(_, n)
        if self.access.asks:
            return rows
        if self.can_mark and self.state == "closed" and not self.marked:
            rows.append([Button(_(face), data=f"fault.mark:{n}.{mark}") for mark, face in FACES.items()])
        if self.can_mark and self.state == "closed" and self.can_thank:
            rows.append([Button(_("Say thank you"), data=f"fault.thanks:{n}")])
        if self.state not in ("done", "closed"):
            rows.append([Button(_("Add a photo or words"), data=f"fault.add:{n}")])
            rows.append([Button(_("Take it back"), data=f"fault.withdraw:{n}")])
        if self.state == "done":
            rows.append(
                [
                    Button(_("Yes, fixed"), data=f"fault.fixed:{self.number}"),
                    Button(_("Not fixed"), data=f"fault.reopen:{self.number}"),
                ]
            )
        if self.state == "closed":
            text = _("It is back") if self.can_reopen else _("It is back: report again")
            rows.append([Button(text, data=f"fault.reopen:{self.number}")])
        rows += self.access.key_button(_, self.number, bool(self.master_key))
        if self.phone and self.state != "closed":
            rows.append([Button(_("Erase my phone number"), data=f"fault.erase_phone:{self.number}")])
        if self.state not in ("done", "closed"):
            rows.append([Button(_("Emergency"), data="emergency.show:now")])
        return rows

    def _follower_buttons(self, _: Words) -> list[list[Button]]:
        n = self.number
        if self.state == "closed":
            return []
        rows = [[Button(_("Tell me no more of it"), data=f"fault.unfollow:{n}")]]
        if self.state == "done":
            rows = [
                [
                    Button(_("It works for me"), data=f"fault.unfollow:{n}"),
                    Button(_("Not fixed"), data=f"fault.reopen:{n}"),
                ]
            ]
        return rows


class Thanks(Message, frozen=True, tag="faults.thanks"):
    """To who did the work: a tenant says thank you."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(text=_("The tenant of order {number} says: thank you!", number=self.number))


class News(Message, frozen=True, tag="faults.news"):
    """The push: it points at the report and tells nothing."""

    number: int

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            text=_("There is news about report {number}.", number=self.number),
            buttons=[[Button(_("Show"), data=f"fault.show:{self.number}")]],
        )


def moment(at: float) -> datetime.datetime:
    """Epoch seconds as a moment in Sweden."""
    return datetime.datetime.fromtimestamp(at, STOCKHOLM)
