"""What is kept of who did what: one line of JSON for each act, a file for each day, in <store>/gate/audit/.

Kept are the time, the user's name, the act, and its object (the question asked, the file taken in). Never kept are tokens, keys,
cookies and answers; personal numbers in questions are masked as everywhere.
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from assistant.gate.personal import masked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.gate.user import User

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.jsonl")
_LONGEST = 2000
"""Characters of a text that is kept."""


class Audit:
    """The log of one store, kept for ``days`` days. May be written by several threads and processes at a time."""

    def __init__(self, store: Path, days: int) -> None:
        self.folder, self.days = store / "gate" / "audit", days
        self._swept: date | None = None

    def note(self, user: User, act: str, **details: str | int | None) -> None:
        """Keep an act: ask, upload, build, remove, reread, rate, sign-in, sign-out, refused. Raises OSError where it cannot be kept."""
        now = datetime.now(UTC)
        kept = {name: masked(value)[:_LONGEST] if isinstance(value, str) else value for name, value in details.items()}
        told = {"time": now.isoformat(timespec="milliseconds"), "user": user.name, "act": act, **kept}
        if self._swept != now.date():
            self._sweep(now.date())
        line = json.dumps(told, ensure_ascii=False) + "\n"
        # One write to a file opened for appending: lines of several processes stay whole.
        descriptor = os.open(self.folder / f"{now.date()}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)

    def read(self, since: date | None = None, user: str = "", act: str = "") -> Iterator[dict[str, object]]:
        """What was kept, the oldest first; a line that a crash cut off is passed over."""
        for file in self._files():
            if since and file.stem < since.isoformat():
                continue
            with file.open(encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    try:
                        told = json.loads(line)
                    except ValueError:
                        continue
                    if (not user or told.get("user") == user) and (not act or told.get("act") == act):
                        yield told

    def _files(self) -> list[Path]:
        return sorted(f for f in self.folder.iterdir() if _DAY.fullmatch(f.name)) if self.folder.is_dir() else []

    def _sweep(self, today: date) -> None:
        """Once a day: what is older than the lifetime goes."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        last = (today - timedelta(days=self.days)).isoformat()
        for file in self._files():
            if file.stem < last:
                file.unlink(missing_ok=True)
        self._swept = today
