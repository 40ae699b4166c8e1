"""The desk reports for a household without Telegram: which home, which language, what to say on the phone."""

import datetime

import msgspec

from bot.messages.base import LONGEST_LABEL, Message, lines, paragraphs, phone_shown
from bot.messages.fault_report import navigation
from bot.messages.fault_words import ITEMS
from bot.messages.faults import moment
from bot.settings import Company
from bot.speech import LOCALES, NAMES, Button, Rendered, Words


class Found(msgspec.Struct, frozen=True):
    """A home that may be meant."""

    home: int
    address: str
    flat: str
    object: str


class WhichHome(Message, frozen=True, tag="behalf.home"):
    """`tried` is whether what was written fits no home, `too_many` whether more fit than are shown."""

    found: list[Found] = []
    tried: bool = False
    too_many: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        none = _("I know no such home. Look at the number or the spelling.") if self.tried else ""
        more = _("There are more. Write the flat number too.") if self.too_many else ""
        return Rendered(
            title=_("Which home is it about?"),
            text=paragraphs(
                none,
                _("Write the object number, or the address and the flat number."),
                more,
            ),
            buttons=[
                *([Button(_label(each), data=f"fault.home:{each.home}")] for each in self.found),
                *navigation(_, back=False),
            ],
        )


def _label(found: Found) -> str:
    tail = f" · {found.object}"
    head = f"{found.flat} · {found.address}"
    return f"{head[: LONGEST_LABEL - len(tail)]}{tail}"[:LONGEST_LABEL]


class WhichLanguage(Message, frozen=True, tag="behalf.language"):
    """For whoever goes there, and for the household's phones if it gets any."""

    address: str
    flat: str

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("Which language does the household speak?"),
            text=lines(
                _("Address: {address}", address=self.address),
                _("Flat: {flat}", flat=self.flat),
            ),
            buttons=[
                *([Button(NAMES[locale], data=f"fault.speaks:{locale}")] for locale in LOCALES),
                *navigation(_),
            ],
        )


class WhichPhone(Message, frozen=True, tag="behalf.phone"):
    """The caller wishes to be called before somebody comes."""

    def render(self, _: Words, company: Company) -> Rendered:
        return Rendered(
            title=_("What number shall we call?"),
            text=_(
                "Write the caller's number. It stays with this report only and is erased when it is closed."
            ),
            buttons=navigation(_),
        )


class ReadOut(Message, frozen=True, tag="behalf.sent"):
    """What the desk tells the household on the phone. `due` is epoch seconds, None: nothing is promised."""

    number: int
    item: str
    due: float | None = None
    urgent: bool = False

    def render(self, _: Words, company: Company) -> Rendered:
        day = moment(self.due) if self.due is not None else None
        return Rendered(
            title=_("Say on the phone"),
            text=lines(
                _("Your report has number {number}: {fault}.", number=self.number, fault=_(ITEMS[self.item])),
                _promise(day, self.urgent, _),
                _(
                    "If it gets worse, call {phone}. Danger to life: 112.",
                    phone=phone_shown(company.emergency.phone),
                ),
                _("When it is done, we call you and ask if it is fixed."),
            ),
            buttons=[[Button(_("Show"), data=f"order.show:{self.number}")]],
        )


def _promise(due: datetime.datetime | None, urgent: bool, _: Words) -> str:
    if due is None:
        return _("We plan it and tell you the day.")
    when = _.moment(due) if urgent else _.date(due)
    return _("We look after it at the latest {when}.", when=when)
