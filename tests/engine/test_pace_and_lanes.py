"""Telegram's limits are kept on our side, and what is next is what should be."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.lanes import Lanes
from bot.engine.pace import GroupAllowance, Pace, PrivateAllowance, allowance
from bot.sandbox.errors import RefusedError
from bot.sandbox.limits import Limits
from storage.outbox import ANSWER, EMERGENCY, NOTICE, NOTIFICATION, Row
from tests.engine.conftest import open_post, send, texts


def row(number: int, chat: int, priority: int = NOTIFICATION) -> Row:
    return Row(number, chat, priority, "{}", 0, 0, 0)


class Strict:
    """Telegram's limits on a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.limits = Limits(lambda: self.now)

    def arrives(self, chat: int, at: float) -> None:
        self.now = at
        try:
            self.limits.check("sendMessage", chat)
        except RefusedError as refusal:
            raise AssertionError(f"refused at {at}: {refusal.description}") from None


def carried(lanes: Lanes, pace: Pace, seconds: float, way: list[float]) -> list[tuple[float, Row]]:
    """Carries errands as the courier does, one chat's call at a time, for so many seconds; each takes the
    next time of `way`. Returns (arrival, row) in order of arrival.
    """
    now = 0.0
    arrived: list[tuple[float, Row]] = []
    under_way: list[tuple[float, Row]] = []
    began: dict[int, float] = {}
    while now < seconds:
        for done, taken in [each for each in under_way if each[0] <= now]:
            under_way.remove((done, taken))
            pace.answered(began.pop(taken.id), done)
            lanes.settled(taken, now, counted=True)
        found = lanes.next(now) if pace.wait(now) <= 0 else None
        if found is not None:
            pace.take(now)
            began[found.id] = now
            lanes.took(found.chat, now)
            takes = way[len(arrived) % len(way)]
            arrived.append((now + takes, found))
            under_way.append((now + 2 * takes, found))
            continue
        times = [done for done, _ in under_way] + [now + pace.wait(now)]
        timed = lanes.next_time()
        times += [timed] if timed is not None else []
        now = min([each for each in times if each > now] + [now + 0.05])
    return sorted(arrived, key=lambda each: each[0])


@settings(max_examples=25, deadline=None)
@given(
    people=st.integers(1, 80),
    groups=st.integers(0, 2),
    way=st.lists(st.floats(0.0005, 0.004), min_size=1, max_size=7),
    seed=st.integers(0, 1000),
)
def test_no_order_of_errands_and_no_uneven_way_draws_a_refusal(
    people: int, groups: int, way: list[float], seed: int
) -> None:
    chats = [*range(1, people + 1), *(-i for i in range(1, groups + 1))]
    choose = random.Random(seed)
    lanes, strict = Lanes(limited=True), Strict()
    for number in range(1, 500):
        lanes.add(row(number, choose.choice(chats), choose.choice([ANSWER, NOTIFICATION])), 0.0)
    for at, taken in carried(lanes, Pace(30), 70.0, way):
        strict.arrives(taken.chat, at)


def test_thirty_a_second_are_used_nearly_whole() -> None:
    lanes = Lanes(limited=True)
    for number in range(1, 400):
        lanes.add(row(number, number), 0.0)
    assert 291 <= len(carried(lanes, Pace(30), 10.0, [0.002])) <= 300


def test_one_person_gets_three_at_once_then_one_a_second() -> None:
    lanes = Lanes(limited=True)
    for number in range(1, 8):
        lanes.add(row(number, 1), 0.0)
    times = [at for at, _ in carried(lanes, Pace(30), 10.0, [0.001])]
    assert times[2] < 0.2
    assert all(later - earlier >= 1 for earlier, later in pairwise(times[3:]))
    assert times[3] - times[0] >= 1
    assert times[-1] < 6


def test_a_group_gets_twenty_a_minute() -> None:
    lanes = Lanes(limited=True)
    for number in range(1, 30):
        lanes.add(row(number, -1), 0.0)
    times = [at for at, _ in carried(lanes, Pace(30), 100.0, [0.001])]
    assert times[19] < 2
    assert times[20] >= times[0] + 60
    assert len(times) == 29


def test_time_that_a_call_was_under_way_is_not_credited() -> None:
    kept = PrivateAllowance()
    for _ in range(3):
        kept.take(100.0)
    kept.arrived(105.0)
    assert kept.wait(105.0) > 1
    assert kept.wait(106.1) <= 0


def test_a_late_start_does_not_lead_to_a_burst() -> None:
    pace = Pace(30)
    pace.take(0.0)
    assert pace.wait(0.0) > 0.03
    pace.take(10.0)
    assert pace.wait(10.0) > 0.02
    pace.pause(20.0)
    assert pace.wait(10.0) == 10


def test_without_a_rate_nothing_waits() -> None:
    pace, lanes = Pace(None), Lanes(limited=False)
    for number in range(1, 100):
        lanes.add(row(number, 1), 0.0)
        assert pace.wait(5.0) <= 0
        pace.take(5.0)
        assert lanes.next(5.0) == row(number, 1)
        lanes.took(1, 5.0)
        lanes.settled(row(number, 1), 5.0, counted=True)


@pytest.mark.parametrize(("chat", "kind"), [(5, PrivateAllowance), (-5, GroupAllowance)])
def test_an_allowance_is_forgotten_when_that_changes_nothing(chat: int, kind: type) -> None:
    kept = allowance(chat)
    assert isinstance(kept, kind)
    assert kept.full(100.0)
    kept.take(100.0)
    kept.arrived(100.5)
    assert not kept.full(101.0)
    assert kept.full(200.0)
    assert kept.wait(200.0) <= 0


def test_what_does_not_count_leaves_the_allowance_as_it_was() -> None:
    lanes = Lanes(limited=True)
    for number in range(1, 4):
        lanes.add(row(number, 1), 0.0)
    for number in range(1, 4):
        assert lanes.next(100.0) is not None
        lanes.took(1, 100.0)
        lanes.settled(row(number, 1), 100.0, counted=True)
    lanes.add(row(4, 1), 101.0)
    assert lanes.next(101.06) is not None
    lanes.settled(row(4, 1), 101.06, counted=False)
    lanes.add(row(5, 1), 0.0)
    assert lanes.next(101.07) is not None


# Lanes.


def test_emergencies_overtake_in_every_chat() -> None:
    lanes = Lanes(limited=False)
    lanes.add(row(1, 1, NOTICE), 0.0)
    lanes.add(row(2, 2, NOTIFICATION), 0.0)
    lanes.add(row(3, 3, ANSWER), 0.0)
    lanes.add(row(4, 1, EMERGENCY), 0.0)
    assert [lanes.next(1.0) for _ in range(4)] == [row(4, 1, EMERGENCY), row(3, 3, ANSWER), row(2, 2), None]


def test_the_oldest_comes_first_among_chats() -> None:
    lanes = Lanes(limited=False)
    for number, chat in ((1, 9), (2, 3), (3, 5)):
        lanes.add(row(number, chat), 0.0)
    assert [lanes.next(1.0) for _ in range(3)] == [row(1, 9), row(2, 3), row(3, 5)]


def test_a_chat_in_back_off_holds_all_its_priorities_and_no_other_chat() -> None:
    lanes = Lanes(limited=False)
    lanes.add(row(1, 1), 0.0)
    assert lanes.next(1.0) == row(1, 1)
    lanes.settled(row(1, 1), 1.0, counted=True, again_at=10.0)
    lanes.add(row(2, 1, EMERGENCY), 0.0)
    lanes.add(row(3, 2), 0.0)
    assert lanes.next(2.0) == row(3, 2)
    assert lanes.next(2.0) is None
    assert lanes.next_time() == 10.0
    assert lanes.next(10.0) == row(2, 1, EMERGENCY)
    lanes.settled(row(2, 1, EMERGENCY), 10.0, counted=True)
    again = lanes.next(10.0)
    assert again is not None and (again.id, again.tries) == (1, 1)


def test_what_is_loaded_is_bounded_and_freed_by_parking() -> None:
    lanes = Lanes(limited=True)
    for number in range(1, 2001):
        lanes.add(row(number, 1), 0.0)
    assert not lanes.has_room(NOTIFICATION) and lanes.has_room(ANSWER)
    assert lanes.next(1.0) == row(1, 1)
    lanes.park(1)
    assert lanes.has_room(NOTIFICATION)
    assert lanes.next(1.0) is None and lanes.next_time() is None
    assert lanes.seen[NOTIFICATION] == 2000


def test_a_chat_that_was_parked_while_it_waited_is_no_longer_next() -> None:
    lanes = Lanes(limited=False)
    lanes.add(row(1, 1), 5.0)
    assert lanes.next(1.0) is None
    lanes.park(1)
    assert lanes.next(6.0) is None


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3), st.booleans(), st.booleans()), max_size=60))
def test_every_errand_is_carried_out_once_in_order_within_chat_and_priority(
    steps: list[tuple[int, int, bool, bool]],
) -> None:
    lanes, now = Lanes(limited=False), 0.0
    busy: list[Row] = []
    added, done = [], []
    for number, (chat, priority, starts, fails) in enumerate(steps, 1):
        now += 0.1
        added.append((chat, priority, number))
        lanes.add(row(number, chat, priority), 0.0)
        if starts and (found := lanes.next(now)):
            assert found.chat not in [each.chat for each in busy]
            busy.append(found)
        if busy and fails:
            lanes.settled(busy.pop(), now, counted=True, again_at=now + 0.3)
        elif busy:
            done.append(busy.pop(0))
            lanes.settled(done[-1], now, counted=True)
    for each in busy:
        lanes.settled(each, now, counted=True)
    done += busy
    while (found := lanes.next(now + 10)) is not None:
        done.append(found)
        lanes.settled(found, now, counted=True)
    assert sorted((each.chat, each.priority, each.id) for each in done) == sorted(added)
    for chat in range(1, 5):
        for priority in range(4):
            order = [each.id for each in done if (each.chat, each.priority) == (chat, priority)]
            assert order == sorted(order)
    assert not lanes._lanes and not any(lanes._loaded)


async def test_a_strict_telegram_refuses_nothing(tmp_path: Path) -> None:
    async with open_post(tmp_path, rate=30, limits=True) as post:
        phones = [post.phone() for _ in range(24)]
        for phone in phones:
            await post.put(phone, send("1"), send("2"), send("3"))
        await post.put(phones[0], send("more"), priority=ANSWER)
        post.start()
        await post.empty()
    assert len(post.telegram.requests) == sum(len(texts(phone)) for phone in phones) == 73


@pytest.mark.parametrize("held_up", [0.02, 0.05, 0.2])
def test_a_call_that_was_held_up_does_not_make_the_later_ones_too_many(held_up: float) -> None:
    """Now and then a call takes longer to arrive; each is answered a moment after."""
    rng, pace, strict = random.Random(3), Pace(30), Strict()
    now, arrivals, answers = 0.0, [], []
    while now < 60.0:
        for start, answer in [each for each in answers if each[1] <= now]:
            answers.remove((start, answer))
            pace.answered(start, answer)
        wait = pace.wait(now)
        if wait > 0:
            now += min([wait, *(answer - now for _, answer in answers)])
            continue
        takes = 0.002 + (held_up if rng.random() < 0.1 else 0.0)
        arrivals.append(now + takes)
        pace.take(now)
        answers.append((now, now + takes + 0.001))
    for number, at in enumerate(sorted(arrivals)):
        strict.arrives(number, at)
    assert len(arrivals) > 60 * 27
