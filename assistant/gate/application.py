"""Putting the gate before a web application."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.gate.door import Door
from assistant.gate.entry import entry_routes
from assistant.gate.prefix import Prefix
from assistant.gate.provider import PENDING
from assistant.page.web import Guard

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.gate.gate import Gate


def keep_door(app: FastAPI, gate: Gate) -> None:
    """Nothing of ``app``, now or later added, is reached but through the gate.

    From the outside in: the proxy's path, headers and sizes, who may call from another site (nobody, unless the settings say so), the door.
    """
    from starlette.middleware.cors import CORSMiddleware
    from starlette.middleware.sessions import SessionMiddleware

    settings = gate.settings
    if "oidc" in settings.ways and gate.ways is not None:
        app.add_middleware(
            SessionMiddleware, secret_key=gate.ways.cookies.secret, session_cookie=PENDING, max_age=600, same_site="lax",
            path=f"{settings.root_path}/mz/oidc", https_only=urlsplit(settings.public_url).scheme == "https",
        )  # fmt: skip
    app.add_middleware(Door, gate=gate)
    app.add_middleware(
        CORSMiddleware, allow_origins=settings.origins, allow_methods=("GET", "POST", "DELETE"),
        allow_headers=("authorization", "content-type"),
    )  # fmt: skip
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(Prefix, root_path=settings.root_path)
    app.include_router(entry_routes(gate))
