"""Whose houses these are: the content of company.toml, and what follows from it on a day or at a moment."""

import datetime
from typing import Literal

import msgspec

from bot.contract_policies import ContractPolicy, ConversionPolicy, MovingInPolicy
from storage.fault_items import urgency_of

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of company.toml: a key that is misspelt is an error, not silence."""


class Rooms(Frozen, frozen=True):
    """Parts of the bot that a company may leave switched off; of those nothing is to be seen."""

    faults: bool = True
    questions: bool = True
    offers: bool = False
    allocation: bool = False
    home: bool = False
    notices: bool = True


class Emergency(Frozen, frozen=True):
    """Whom to call. `phone` is answered outside `day_from`-`day_until` on working days; times are "HH:MM"."""

    phone: str
    day_phone: str | None = None
    day_from: str = "07:00"
    day_until: str = "16:00"
    disturbance_phone: str | None = None
    disturbance_from: str = "21:00"
    disturbance_until: str = "03:00"
    callout_cost: int | None = None


class Desk(Frozen, frozen=True):
    """The office that people can call or visit. `code_days` is how long a code on paper is valid."""

    phone: str
    address: str
    open_from: str = "09:00"
    open_until: str = "15:00"
    code_days: int = 14


class Target(Frozen, frozen=True):
    """How soon a fault is promised to be looked after: `hours` of working time, or the end of the working
    day that is `days` after the one on which it was received. One of the two.
    """

    hours: float | None = None
    days: int | None = None


# What the company promises where it says nothing else (domain facts 2.2).
TARGETS: dict[str, Target] = {
    "E0": Target(hours=0.5),
    "E1": Target(hours=2),
    "E2": Target(days=1),
    "E3": Target(days=7),
    "E4": Target(days=20),
}


class FaultPolicy(Frozen, frozen=True):
    """The company's own urgency classes from a day on, where they differ from the program's.

    `winter` is its first and last day, "MM-DD"; `urgency` is item -> {"always" | "winter" | "summer": class};
    `target` is class -> how soon, where it differs from TARGETS.
    """

    begins: datetime.date = msgspec.field(default=datetime.date.min, name="from")
    winter: tuple[str, str] = ("10-01", "04-30")
    urgency: dict[str, dict[str, str]] = {}
    target: dict[str, Target] = {}

    def target_of(self, urgency: str) -> Target:
        """How soon a fault of this class is promised to be looked after."""
        return self.target.get(urgency) or TARGETS[urgency]

    def is_winter(self, day: datetime.date) -> bool:
        """Whether the day lies in winter, its first and last day included."""
        first, last = self.winter
        today = f"{day:%m-%d}"
        if first <= last:
            return first <= today <= last
        return today >= first or today <= last

    def urgency_of(self, item: str, day: datetime.date) -> str:
        """The class "E0" to "E4" of an item on a day. Raises KeyError for an item that does not exist."""
        winter = self.is_winter(day)
        own = self.urgency.get(item, {})
        return own.get("winter" if winter else "summer") or own.get("always") or urgency_of(item, winter, {})


class Faults(Frozen, frozen=True):
    """Fault reports: the items on the first screen, the dated policies, and times in days. `answer_days` are
    working days.
    """

    common: list[str] = []
    policy: list[FaultPolicy] = []
    closes_after_days: int = 7
    keeps_number_days: int = 30
    answer_days: int = 5


class Notices(Frozen, frozen=True):
    """Notices to the people of some homes. Information waits while it is quiet; times are "HH:MM".
    `second_person`: a notice to everybody goes out when another one of the desk has confirmed it.
    `remind_hours` after a notice that asks whether it is understood, whoever has not said so is asked again.
    """

    quiet_from: str = "21:00"
    quiet_until: str = "07:00"
    second_person: bool = False
    remind_hours: int = 2


class Privacy(Frozen, frozen=True):
    """`never_affects_you`: the company promises that a report affects neither contract nor queue."""

    never_affects_you: bool = False


# How rent can be paid, how laundry is booked, and what has a container of its own: the words for them are in
# `bot/messages/company_values.py`.
RENT_WAYS = ("ocr", "e_invoice", "autogiro", "swish", "office")
LAUNDRY_HOW = ("board", "app", "phone", "web", "none")
WASTE_KINDS = (
    "residual", "food", "paper", "plastic", "metal", "clear_glass", "coloured_glass", "newspapers",
    "batteries", "light_bulbs", "electronics",
)  # fmt: skip


class AnswerValues(Frozen, frozen=True):
    """What the answers to questions say of this company. An answer that needs one which is missing is
    withheld. Times are "HH:MM", costs and the deposit kronor (0: none is taken), `min_temperature` is in
    degrees Celsius.

    What people ask the office is answered within `reply_hours` of its being open, and is over when nothing
    was heard for `closes_after_days` after the answer.
    """

    unit: str | None = None
    unit_phone: str | None = None
    site: str | None = None
    quiet_from: str | None = None
    quiet_until: str | None = None
    min_temperature: int | None = None
    recycling_centre: str | None = None
    key_cost: int | None = None
    unlock_cost: int | None = None
    network: str | None = None
    rent_ways: list[str] = []
    deposit: int | None = None
    laundry_how: str | None = None
    waste_kinds: list[str] = []
    reply_hours: float = 8
    closes_after_days: int = 7


class Offering(Frozen, frozen=True):
    """How long an offer of a home stands, from a day on; all in working days (domain facts 1.4).

    The unit names a household within `unit_days`; one that declines may be followed by another within
    `hold_days` of the flat's being offered. A household answers within `household_days`; where it is silent
    the unit has `call_days` to reach it before the flat goes back.
    """

    begins: datetime.date = msgspec.field(name="from")
    unit_days: int = 3
    hold_days: int = 10
    household_days: int = 3
    call_days: int = 3


class AllocationPolicy(Frozen, frozen=True):
    """The one-in-five rule from a day on: `share` (1, 5) is one of every five flats given notice on, for the
    unit. With `substitute_on_unsuitable`, the next flat makes up for one of the wrong size or hard to reach,
    at most `substitutes_a_year` times.
    """

    begins: datetime.date = msgspec.field(name="from")
    share: tuple[int, int] = (1, 5)
    substitute_on_unsuitable: bool = False
    substitutes_a_year: int = 2

    @property
    def substitutes(self) -> int:
        """How many flats a year are made up for."""
        return self.substitutes_a_year if self.substitute_on_unsuitable else 0


class Stock(Frozen, frozen=True):
    """`asylum`: the company lets homes to Migrationsverket, for asylum housing or as evacuation places."""

    asylum: bool = True


class Duty(Frozen, frozen=True):
    """Who is on duty from one time to another, the same time twice being a whole day round.

    What runs past midnight belongs to the day on which it began.
    """

    name: str
    begins: str = msgspec.field(name="from")
    ends: str = msgspec.field(name="until")
    days: list[Weekday] | None = None

    def covers(self, moment: datetime.datetime) -> bool:
        """Whether it runs at this moment, given in the company's local time."""
        now = f"{moment:%H:%M}"
        if self.begins < self.ends:
            return self._on(moment) and self.begins <= now < self.ends
        if now >= self.begins:
            return self._on(moment)
        return now < self.ends and self._on(moment - datetime.timedelta(days=1))

    def _on(self, day: datetime.datetime) -> bool:
        return self.days is None or WEEKDAYS[day.weekday()] in self.days


class Company(Frozen, frozen=True):
    """Whose houses these are: the content of company.toml."""

    name: str
    emergency: Emergency
    desk: Desk
    rooms: Rooms = Rooms()
    notices: Notices = Notices()
    faults: Faults = Faults()
    answers: AnswerValues = AnswerValues()
    privacy: Privacy = Privacy()
    contract: list[ContractPolicy] = []
    conversion: list[ConversionPolicy] = []
    moving_in: list[MovingInPolicy] = []
    offering: list[Offering] = []
    allocation: list[AllocationPolicy] = []
    homes: Stock = Stock()
    duty: list[Duty] = []

    def policy(self, day: datetime.date) -> FaultPolicy:
        """The policy in force: the newest whose day has come, else the program's own classes."""
        come = [policy for policy in self.faults.policy if policy.begins <= day]
        return max(come, key=lambda policy: policy.begins, default=FaultPolicy())

    def contract_on(self, day: datetime.date) -> ContractPolicy:
        """What holds for contracts on a day."""
        come = [policy for policy in self.contract if policy.begins <= day]
        return max(come, key=lambda policy: policy.begins, default=ContractPolicy(datetime.date.min))

    def conversion_on(self, day: datetime.date) -> ConversionPolicy:
        """When second-hand becomes first-hand, as it is on a day."""
        come = [policy for policy in self.conversion if policy.begins <= day]
        return max(come, key=lambda policy: policy.begins, default=ConversionPolicy(datetime.date.min))

    def moving_in_on(self, day: datetime.date) -> MovingInPolicy:
        """What a household is told that gets its keys on a day."""
        come = [policy for policy in self.moving_in if policy.begins <= day]
        return max(come, key=lambda policy: policy.begins, default=MovingInPolicy(datetime.date.min))

    def offering_on(self, day: datetime.date) -> Offering:
        """How offers are made on a day: as the newest policy whose day has come says."""
        come = [policy for policy in self.offering if policy.begins <= day]
        return max(come, key=lambda policy: policy.begins, default=Offering(datetime.date.min))

    def allocation_rule(self, day: datetime.date) -> AllocationPolicy | None:
        """The one-in-five rule in force: the newest whose day has come."""
        come = [policy for policy in self.allocation if policy.begins <= day]
        return max(come, key=lambda policy: policy.begins, default=None)

    def on_duty(self, moment: datetime.datetime) -> list[str]:
        """Names of those on duty at a moment, given in the company's local time."""
        return [duty.name for duty in self.duty if duty.covers(moment)]
