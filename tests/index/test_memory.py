"""A bounded memory: what is asked for stays, and what was not asked for longest goes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from index.memory import Memory


def test_the_one_not_asked_for_longest_gives_way() -> None:
    memory = Memory[str, int](2)
    made: list[str] = []

    def make(name: str) -> int:
        made.append(name)
        return len(made)

    assert [memory.get(name, lambda name=name: make(name)) for name in ("a", "b", "a", "c", "a", "b")] == [1, 2, 1, 3, 1, 4]  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]
    assert len(memory) == 2


def test_many_threads_may_ask() -> None:
    memory = Memory[int, int](5)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: memory.get(n % 9, lambda: n % 9), range(900))) == [n % 9 for n in range(900)]
    assert len(memory) == 5
