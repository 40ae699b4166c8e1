"""Everybody at once works on reports, in any order: no state without a way out, no effect for who may not,
and each transition tells whom it is for and nobody else.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.handlers.telling import TELLS
from bot.sandbox.phones import Phone
from bot.settings import read_company
from storage import faults
from storage.codes import Invitation
from storage.faults import TRANSITIONS, Fault
from tests.conftest import SAMPLE
from tests.talk import Talk, open_talk

TENANTS = ("adult", "partner", "helper", "neighbour")
WORKERS = ("karl", "kim", "stina")
OTHERS = ("sara", "officer")
EVERYBODY = (*TENANTS, *WORKERS, *OTHERS)
# Every press on a report or an order; {who} is somebody an order can be given to.
PRESSES = (
    "fault.show:{n}", "fault.fixed:{n}", "fault.reopen:{n}", "fault.withdraw:{n}.sure", "fault.me_too:{n}",
    "fault.unfollow:{n}", "fault.mark:{n}.good", "fault.thanks:{n}", "fault.add:{n}",
    "order.show:{n}", "order.take:{n}", "order.start:{n}", "order.parts:{n}", "order.done:{n}",
    "order.note:{n}", "order.return_as:{n}.no_access", "order.give:{n}.{who}", "order.close_as:{n}.no_fault",
    "order.known:{n}",
)  # fmt: skip
HOURS = st.sampled_from([0.2, 3, 30, 200])


class Life(RuleBasedStateMachine):
    """Two flats of one house: `adult`, `partner` and `helper` live in one, `neighbour` in the other. `karl`
    and `kim` look after the house, `sara` after another area, `stina` sits at the desk.
    """

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.opened = open_talk(Path(self.folder.name), read_company(SAMPLE))
        self.talk: Talk = self.run(self.opened.__aenter__())
        self.phones: dict[str, Phone] = {}
        self.numbers: list[int] = []

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.run(self.opened.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()

    @initialize()
    def people(self) -> None:
        self.run(self._people())

    async def _people(self) -> None:
        talk = self.talk
        home = await talk.household()
        self.phones = {
            "adult": await talk.tenant("fa_AF", household=home),
            "partner": await talk.tenant("ar", household=home),
            "helper": await talk.helper("sv", home),
            "neighbour": await talk.tenant("en"),
            "karl": await talk.caretaker("Karl"),
            "kim": await talk.caretaker("Kim"),
            "sara": await talk.caretaker("Sara", ("soder",)),
            "stina": await talk.staff(),
        }
        self.phones["officer"] = await talk.enrolled("sv", Invitation("officer"))
        self.numbers = [await talk.report(self.phones["adult"], "kitchen.stove")]

    # -- What happens ------------------------------------------------------------------------------

    @rule(item=st.sampled_from(["heating.no_heat", "kitchen.fridge", "hotwater.none_flat"]),
          who=st.sampled_from(["adult", "partner", "helper", "neighbour"]))  # fmt: skip
    def report(self, item: str, who: str) -> None:
        if len(self.numbers) < 4:
            self.run(self._report(self.phones[who], item))

    async def _report(self, phone: Phone, item: str) -> None:
        talk, before = self.talk, self.talk.count("faults")
        await talk.type(phone, "/report")
        await talk.forge(phone, "fault.place:home", f"fault.category:{item.partition('.')[0]}")
        await talk.forge(phone, f"fault.item:{item}", "fault.known:other", "fault.own:still_broken")
        await talk.forge(phone, "fault.more:skip", "fault.enter:no", "fault.send:yes")
        if talk.count("faults") > before:
            self.numbers.append(self._newest())

    def _newest(self) -> int:
        return int(self.talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])

    @rule(who=st.sampled_from(EVERYBODY), press=st.sampled_from(PRESSES), which=st.integers(0, 3),
          to=st.sampled_from(EVERYBODY))  # fmt: skip
    def press(self, who: str, press: str, which: int, to: str) -> None:
        number = self.numbers[which % len(self.numbers)]
        data = press.format(n=number, who=self.talk.person(self.phones[to]).id)
        before = {n: self.talk.fault(n) for n in self.numbers}
        said = len(self.talk.said)
        self.run(self.talk.forge(self.phones[who], data))
        self._nothing_for_who_may_not(who, before)
        self._nobody_else_hears(said)
        self._nobody_hears_twice(said)

    @precondition(lambda self: self.numbers)
    @rule(hours=HOURS)
    def time_passes(self, hours: float) -> None:
        said = len(self.talk.said)
        self.run(self.talk.later(hours * 3600))
        self._nobody_else_hears(said)

    @rule(who=st.sampled_from(TENANTS))
    def words(self, who: str) -> None:
        self.run(self.talk.type(self.phones[who], "Det är kallt här"))

    # -- What holds ----------------------------------------------------------------------------------

    def _nothing_for_who_may_not(self, who: str, before: dict[int, Fault]) -> None:
        """A state has changed only by one whom the table of transitions names."""
        person = self.talk.person(self.phones[who])
        for number, was in before.items():
            now = self.talk.fault(number)
            if now.state == was.state and now.holder == was.holder:
                continue
            kinds = faults.standing(self.talk.database.reader, was, person)
            ways = [
                act
                for act, transition in TRANSITIONS.items()
                if was.state in transition.sources and transition.by & kinds
            ]
            assert ways, (who, was.state, now.state)

    def _nobody_else_hears(self, since: int) -> None:
        """Of an order hear those who work on it, of a report those who live there or follow it."""
        names = {phone.chat_id: name for name, phone in self.phones.items()}
        for chat, message in self.talk.said[since:]:
            kind, name = message["message"], names[chat]
            if kind in ("order.card", "order.news", "order.file"):
                assert name in (*WORKERS, "sara"), (name, kind)
                if name == "sara":  # only what was given to her
                    events = faults.way(self.talk.database.reader, message["number"])
                    assert any(step.act == "assign" for step in events)
            if kind in ("faults.card", "faults.news"):
                assert name in TENANTS, (name, kind)

    def _nobody_hears_twice(self, since: int) -> None:
        """One press is one push at most about each report."""
        pushes = [
            (chat, message["message"], message["number"])
            for chat, message in self.talk.said[since:]
            if message["message"] in ("faults.news", "order.news", "faults.thanks")
        ]
        assert len(pushes) == len(set(pushes)), pushes

    @invariant()
    def every_report_can_go_on(self) -> None:
        for number in self.numbers:
            state = self.talk.fault(number).state
            assert any(state in transition.sources for transition in TRANSITIONS.values())

    @invariant()
    def who_holds_an_order_is_known_in_the_states_that_need_somebody(self) -> None:
        for number in self.numbers:
            fault = self.talk.fault(number)
            if fault.state in ("taken", "started", "waiting"):
                assert fault.holder is not None
            if fault.state in ("received", "returned", "outside"):
                assert fault.holder is None

    @invariant()
    def no_turn_has_failed(self) -> None:
        assert self.talk.count("set_aside") == 0
        assert self.talk.count("inbox") == 0

    @invariant()
    def a_merged_report_is_closed_and_the_other_is_not_part_of_it(self) -> None:
        for number in self.numbers:
            fault = self.talk.fault(number)
            if fault.merged is not None:
                assert fault.state == "closed"
                assert self.talk.fault(fault.merged).merged is None or self.talk.fault(fault.merged).known


def test_every_transition_says_how_each_role_learns_of_it() -> None:
    assert set(TRANSITIONS) <= set(TELLS)


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
