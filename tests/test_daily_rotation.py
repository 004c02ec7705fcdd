"""Which passage or question is next: none comes back before all have been."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.daily.rotation import Item, Rotation, ordered_next, shuffled_next

Choose = Callable[[Rotation, Sequence[Item]], tuple[Item, Rotation] | None]

SHUFFLED: Choose = partial(shuffled_next, seed="hall")
WAYS: list[Choose] = [SHUFFLED, ordered_next]

ways = st.sampled_from(WAYS)
counts = st.integers(1, 40)


def some(count: int, groups: int = 1_000) -> list[Item]:
    return [Item(f"q{number}", f"p{number % groups}") for number in range(count)]


def shown(choose: Choose, items: Sequence[Item], days: int, rotation: Rotation) -> list[str]:
    """What is shown on so many days."""
    found = []
    for _ in range(days):
        step = choose(rotation, items)
        assert step
        found.append(step[0].id)
        rotation = step[1]
    return found


def after(choose: Choose, items: Sequence[Item], days: int) -> tuple[list[str], Rotation]:
    """What has been shown by a day, and how far the round has come."""
    rotation, found = Rotation(), []
    for _ in range(days):
        step = choose(rotation, items)
        assert step
        found.append(step[0].id)
        rotation = step[1]
    return found, rotation


@given(ways, counts)
def test_each_comes_once_in_a_round(choose: Choose, count: int) -> None:
    """And every round has them all."""
    items = some(count)
    days = shown(choose, items, 3 * count, Rotation())
    for start in range(0, 3 * count, count):
        assert set(days[start : start + count]) == {item.id for item in items}


@given(counts)
def test_in_reading_order_they_come_as_they_stand(count: int) -> None:
    """Round after round."""
    ids = [item.id for item in some(count)]
    assert shown(ordered_next, some(count), 2 * count, Rotation()) == ids + ids


@given(ways, st.integers(2, 40))
def test_nothing_is_shown_two_days_running(choose: Choose, count: int) -> None:
    """Not where one round meets the next either."""
    days = shown(choose, some(count), 5 * count, Rotation())
    assert all(one != other for one, other in pairwise(days))


def test_rounds_and_places_have_orders_of_their_own() -> None:
    """So that nobody knows from the last round, or from next door, what comes."""
    items = some(20)
    hall = shown(SHUFFLED, items, 40, Rotation())
    yard = shown(partial(shuffled_next, seed="yard"), items, 20, Rotation())
    assert hall[:20] != hall[20:]
    assert hall[:20] != yard


def test_the_same_place_has_the_same_order_again() -> None:
    """On another machine, in another process."""
    assert shown(SHUFFLED, some(6), 6, Rotation()) == ["q5", "q4", "q1", "q2", "q3", "q0"]


@given(st.integers(4, 40))
def test_neighbors_are_of_different_paragraphs_while_there_is_a_choice(count: int) -> None:
    """Two quotes from one paragraph on two days running would seem the same."""
    items = some(count, groups=4)
    groups = {item.id: item.group for item in items}
    days, rotation = [], Rotation()
    for _ in range(count):
        left = {item.group for item in items if item.id not in rotation.shown}
        step = SHUFFLED(rotation, items)
        assert step
        if days and left - {groups[days[-1]]}:
            assert step[0].group != groups[days[-1]]
        days.append(step[0].id)
        rotation = step[1]


@given(ways, st.integers(2, 20), st.integers(1, 19), st.integers(1, 5))
def test_what_a_pack_gains_joins_the_round_under_way(
    choose: Choose, count: int, days: int, more: int
) -> None:
    """Nothing that was shown comes again before the new ones have been, too."""
    days = min(days, count - 1)
    before, rotation = after(choose, some(count), days)
    rest = shown(choose, some(count + more), count + more - days, rotation)
    assert {*before, *rest} == {item.id for item in some(count + more)}
    assert not set(before) & set(rest)


@given(ways, st.integers(3, 20), st.data())
def test_what_a_pack_loses_falls_out_of_the_round(
    choose: Choose, count: int, data: st.DataObject
) -> None:
    """The others come as they would have."""
    days = data.draw(st.integers(0, count - 2))
    before, rotation = after(choose, some(count), days)
    lost = data.draw(st.sets(st.sampled_from([i.id for i in some(count)]), max_size=count // 2))
    left = [item for item in some(count) if item.id not in lost]
    coming = [item for item in left if item.id not in before]
    rest = shown(choose, left, len(coming), rotation)
    assert set(rest) == {item.id for item in coming}


@given(ways)
def test_where_there_is_nothing_nothing_is_chosen(choose: Choose) -> None:
    """An empty collection, or a topic on which there is nothing any more."""
    assert choose(Rotation(), []) is None
    assert choose(Rotation(3, ("gone",)), []) is None


@given(ways, st.lists(st.integers(1, 12), min_size=1, max_size=60))
def test_what_is_remembered_does_not_grow(choose: Choose, sizes: list[int]) -> None:
    """However often the collection changes, it is at most what there is to choose from."""
    rotation = Rotation()
    for size in sizes:
        step = choose(rotation, some(size))
        assert step
        rotation = step[1]
        assert len(rotation.shown) <= size
