"""A bounded memory of what was made from a file that does not change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Keeps up to ``size`` things; the one not asked for longest gives way. May be used from several threads.

    >>> squares = Memory[int, int](2)
    >>> [squares.get(n, lambda: n * n) for n in (3, 3, 4)]
    [9, 9, 16]
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """What is kept under the key, made now where nothing is; two threads that ask at once may both make it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made

    def kept(self, key: K) -> V | None:
        """What is kept under the key, None where nothing is; nothing is made."""
        return self._kept.get(key)

    def __len__(self) -> int:
        return len(self._kept)
