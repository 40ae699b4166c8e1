"""What holds for contracts, from a day on: how long notice is, when first-hand comes, what follows the keys.

The law and the municipality's promise may change (domain facts 0): every number, and which points are asked
for, is a dated policy of company.toml. Where the company says nothing, the program's own hold.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from bot.topics import GROUP_OF
from storage.conversions import POINTS

MOST_MONTHS = 24
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class _Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`begins` is the day from which it holds, and is never left out."""

    begins: datetime.date = msgspec.field(name="from")


class ContractPolicy(_Policy, frozen=True):
    """Notice is so many whole calendar months from the end of the month it arrives in, shorter after a death.
    Keys are handed over from `keys_from` on the first working day of the lease, until when the one who moves
    out has them. After `alarm_months` of second-hand the unit and the company are told (the right to stay
    comes after two years, domain facts 1.4).
    """

    notice_months: int = 3
    death_notice_months: int = 1
    keys_from: str = "12:00"
    alarm_months: tuple[int, ...] = (18, 23)


class ConversionPolicy(_Policy, frozen=True):
    """When second-hand becomes first-hand: whose registration opens it, within how many working days the unit
    looks at what an adult says, and which points of `storage/conversions.POINTS` are ticked before it is
    approved.
    """

    whose: Literal["one", "all"] = "one"
    check_days: int = 5
    required: tuple[str, ...] = (
        *("identity", "registration", "rent_paid", "insurance_told", "signed", "number_exists"),
        *("no_open_case", "size_fits", "lease_made", "old_lease_ends"),
    )


class MovingStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Answers that a household is sent `day` days after its keys."""

    day: int
    topics: tuple[str, ...]


class MovingInPolicy(_Policy, frozen=True):
    """What a household is told after its keys, and how often it tries its smoke alarm."""

    steps: tuple[MovingStep, ...] = (
        MovingStep(0, ("move_in.inspection",)),
        MovingStep(3, ("folkbokforing",)),
        MovingStep(
            7,
            (
                "insurance.home",
                "electricity.contract",
            ),
        ),
        MovingStep(14, ("smoke_alarm",)),
    )
    smoke_alarm_months: int = 12

    def topics(self, day: int) -> tuple[str, ...]:
        """The answers of a step; none if the step has gone."""
        return next((step.topics for step in self.steps if step.day == day), ())


def problems(
    contract: list[ContractPolicy], conversion: list[ConversionPolicy], moving_in: list[MovingInPolicy]
) -> Iterator[str]:
    """What types cannot say of the three lists of policies, one line for each fault."""
    lists: dict[str, Sequence[_Policy]] = {
        "contract": contract,
        "conversion": conversion,
        "moving_in": moving_in,
    }
    for section, policies in lists.items():
        if len({policy.begins for policy in policies}) < len(policies):
            yield f"`{section}`: two policies begin on the same day"
    for number, held in enumerate(contract):
        key = f"contract[{number}]"
        for name in ("notice_months", "death_notice_months"):
            if not 1 <= getattr(held, name) <= MOST_MONTHS:
                yield f"`{key}.{name}` must be between 1 and {MOST_MONTHS}"
        if not _TIME.fullmatch(held.keys_from):
            yield f'`{key}.keys_from`: {held.keys_from!r} is not a time such as "12:00"'
        if any(months < 1 for months in held.alarm_months):
            yield f"`{key}.alarm_months` must be at least 1 each"
    for number, opened in enumerate(conversion):
        key = f"conversion[{number}]"
        if opened.check_days < 1:
            yield f"`{key}.check_days` must be at least 1"
        for point in opened.required:
            if point not in POINTS:
                yield f"`{key}.required`: {point!r} is none of {', '.join(POINTS)}"
    for number, told in enumerate(moving_in):
        yield from (f"`moving_in[{number}].{wrong}" for wrong in _wrong_moving_in(told))


def _wrong_moving_in(policy: MovingInPolicy) -> Iterator[str]:
    if policy.smoke_alarm_months < 1:
        yield "smoke_alarm_months` must be at least 1"
    if len({step.day for step in policy.steps}) < len(policy.steps):
        yield "steps`: two steps are on the same day"
    for step in policy.steps:
        if step.day < 0:
            yield f"steps`: {step.day} is before the keys"
        for topic in step.topics:
            if topic not in GROUP_OF:
                yield f"steps`: there is no answer {topic!r}"
