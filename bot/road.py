"""What a household's road is made of: contract, proofs, conversion, and a reader's own days of work."""

import datetime
import sqlite3

from bot import hours
from bot.messages.home import ContractFacts, RoadStep
from storage import contract_lists, contracts, conversions, households, leases, offers, proofs, tracks
from storage.contracts import Contract
from storage.conversions import POINTS, Conversion


def steps(db: sqlite3.Connection, household: int, reader: int, day: datetime.date) -> list[RoadStep]:
    """The road of a household that waits for a home, or that came by the unit, as this person of it reads it;
    [] for any other.
    """
    contract = contracts.of_household(db, household, day) or contracts.to_come(db, household, day)
    papers = leases.of(db, contract.id) if contract is not None else []
    by_unit = any(paper.kind == "second_hand" for paper in papers)
    case = households.get(db, household)
    if not by_unit and (contract is not None or case is None):
        return []
    finds = _finds(db, household) if case is not None and case.waits else ""
    home = _home(contract, papers[0].begins if papers else None, day, finds)
    first = _first_hand(db, contract, day)
    return [RoadStep("arrived", "done"), *home, *first, *_work(db, reader)]


def _finds(db: sqlite3.Connection, household: int) -> str:
    """Whose turn it is until a home is found: the household's while it has an offer to answer."""
    offer = offers.live_of(db, household)
    return "you" if offer is not None and offer.state == "open" else "unit"


def _home(
    contract: Contract | None, begins: datetime.date | None, day: datetime.date, finds: str
) -> list[RoadStep]:
    if contract is None or begins is None:
        return [
            RoadStep("found", "now", who=finds) if finds else RoadStep("found", "next", who="unit"),
            RoadStep("signed", "next", who="both"),
            RoadStep("keys", "next", who="company"),
        ]
    keys = hours.keys_on(begins)
    has_keys = contract.state in contracts.LIVES_THERE
    return [
        RoadStep("found", "done"),
        RoadStep("signed", "done"),
        RoadStep("keys", "done" if has_keys else "now", keys.isoformat(), "company"),
    ]


def _first_hand(db: sqlite3.Connection, contract: Contract | None, day: datetime.date) -> list[RoadStep]:
    """From "I am registered" to the first-hand contract."""
    if contract is None or contract.state == "signed2":
        states = ("next", "next", "next")
    elif contract.state == "convert":
        states = ("done", "now", "next")
    elif contract.kind == "first_hand":
        states = ("done", "done", "done")
    elif proofs.waiting(db, contract.id) or proofs.proofs(db, contract.id):
        states = ("done", "now", "next")
    else:
        states = ("now", "next", "next")
    conversion = conversions.of_contract(db, contract.id) if contract is not None else None
    effective = ""
    if conversion is not None and conversion.state == "approved" and conversion.effective is not None:
        effective = conversion.effective.isoformat()
        if contract is not None and contract.kind != "first_hand":
            states = ("done", "done", "now")
    who = ("you", "both", "company")
    ids = (_ground(db, contract), "checked", "first_hand")
    days = ("", "", effective)
    return [RoadStep(*each) for each in zip(ids, states, days, who, strict=True)]


def _ground(db: sqlite3.Connection, contract: Contract | None) -> str:
    """The step that opens the conversion: that she registers, or another ground that the unit has noted."""
    seen = {proof.ground for proof in proofs.proofs(db, contract.id)} if contract is not None else set()
    return "decided" if seen == {"decision"} else "registered"


def _work(db: sqlite3.Connection, reader: int) -> list[RoadStep]:
    """Internship and work, with the days that the reader lets be kept of her own: nobody else's."""
    dated = tracks.c_of(db, reader)
    found = []
    for step, acts in (("internship", {"intern"}), ("work", {"work", "study"})):
        first = min((each.day for each in dated if each.act in acts), default=None)
        found.append(RoadStep(step, "done", first.isoformat()) if first else RoadStep(step, "next"))
    return found


def facts(db: sqlite3.Connection, contract: Contract, day: datetime.date) -> ContractFacts:
    """A contract as its household reads it."""
    conversion = conversions.of_contract(db, contract.id)
    becomes = ""
    if contract.kind == "second_hand" and conversion is not None and conversion.state == "approved":
        becomes = conversion.effective.isoformat() if conversion.effective else ""
    lives = contract.state in contracts.LIVES_THERE
    ends = contract.ends
    due = hours.rent_due(day) if lives else None
    # The rent of a month in which the contract no longer holds is not to be paid.
    pays = due is not None and (ends is None or bool(becomes) or due < ends)
    return ContractFacts(
        kind=contract.kind,
        begins=contract.begins.isoformat(),
        ends=ends.isoformat() if ends is not None else "",
        becomes=becomes,
        keys="" if lives else hours.keys_on(contract.begins).isoformat(),
        rent_by=due.isoformat() if due is not None and pays else "",
        goes_on=contract_lists.taken_back(db, contract.id, day),
    )


def hers(conversion: Conversion) -> list[str]:
    """What is left for the household itself, once its conversion has begun."""
    if conversion.state not in ("open", "approved"):
        return []
    return [
        point
        for point, sees_to in POINTS.items()
        if sees_to == "household" and point not in conversion.ticked
    ]
