"""The stream of answers: nothing that is asked is lost while the server's word that its stream ends is still on its way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.page.desk import Desk
from tests.page.conftest import PHONE, Watched, application
from tests.serving import served


class SlowToClose:
    """An application behind a slow line: the word that a stream ends arrives late."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def late(message: Any) -> None:
            if b"close_stream" in message.get("body", b""):
                await asyncio.sleep(1)
            await send(message)

        await self._app(scope, receive, late)


@pytest.fixture(scope="module")
def slow_url(library_desk: Desk, chromium: Any) -> Iterator[str]:
    with served(SlowToClose(application(library_desk))) as url:
        yield url


@pytest.mark.browser
def test_what_is_asked_while_a_stream_ends_is_answered(slow_url: str, visit: Callable[..., Watched]) -> None:
    page = visit(slow_url, PHONE).page
    chips = "n => document.querySelectorAll('.mz-narrow-on').length === n"
    page.get_by_label("按文种筛选").select_option("预算")
    page.wait_for_function(chips, arg=1)
    page.get_by_label("按部门筛选").select_option("云山县档案局")
    page.wait_for_function(chips, arg=2)
    page.locator(".mz-narrow-clear").click()
    page.wait_for_function(chips, arg=0)
