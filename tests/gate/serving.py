"""The whole application behind a gate, served on a free port of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.gate.gate import Gate
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from tests.page.conftest import application
from tests.serving import served


@contextmanager
def serving(desk: Desk, intake: Intake | None, gate: Gate) -> Iterator[str]:
    """Serve it, deaf to the headers of a proxy as the program is; gives the address."""
    with served(application(desk, intake, gate), proxy_headers=False) as url:
        yield url
