"""A bounded memory: what is asked for stays, and what was not asked for longest goes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from index.memory import Memory


def test_the_one_not_asked_for_longest_gives_way() -> None:
    memory = Memory[str, str](2)
    made: list[str] = []

    def ask(name: str) -> str:
        return memory.get(name, lambda: (made.append(name), name.upper())[1])

    assert [ask(name) for name in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]
    assert len(memory) == 2


def test_many_threads_may_ask() -> None:
    memory = Memory[int, int](5)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: memory.get(n % 9, lambda: n % 9), range(900))) == [n % 9 for n in range(900)]
    assert len(memory) == 5
