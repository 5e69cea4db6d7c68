"""Sign-in at an OpenID provider: a real one on this machine, with its own keys, asked over HTTP."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI, Form
from fastapi.responses import RedirectResponse
from fastapi.testclient import TestClient

from assistant.page import web
from tests.gate.conftest import Door
from tests.serving import served


@dataclass
class Provider:
    """Codes it gave, and how its next token differs from a right one."""

    address: str = ""
    issuer: str = ""
    key: Any = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    given: dict[str, dict[str, str]] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer, "authorization_endpoint": f"{self.address}/authorize", "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys", "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
        }  # fmt: skip

    def keys(self) -> dict[str, Any]:
        return {
            "keys": [
                {
                    **jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True),
                    "kid": "1",
                    "use": "sig",
                    "alg": "RS256",
                }
            ]
        }

    def authorize(self, redirect_uri: str, state: str, nonce: str, client_id: str, code_challenge: str) -> RedirectResponse:
        self.given["code"] = {"nonce": nonce, "client": client_id, "challenge": code_challenge}
        return RedirectResponse(f"{redirect_uri}?code=code&state={state}")

    def token(self, code: str = Form(), code_verifier: str = Form()) -> dict[str, Any]:
        given = self.given.pop(code)
        digest = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
        assert digest == given["challenge"]
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": given["client"], "sub": "42", "iat": now, "exp": now + 300, "nonce": given["nonce"],
            "preferred_username": "李某", "groups": ["预算股"], **self.changed,
        }  # fmt: skip
        key = {"RS256": self.key, "HS256": "a secret of thirty-two characters", "none": None}[self.algorithm]
        return {"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(claims, key, self.algorithm, {"kid": "1"})}


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    provider, app = Provider(), FastAPI()
    for path, method, endpoint in (
        ("/.well-known/openid-configuration", "GET", provider.discovery), ("/keys", "GET", provider.keys),
        ("/authorize", "GET", provider.authorize), ("/token", "POST", provider.token),
    ):  # fmt: skip
        app.add_api_route(path, endpoint, methods=[method], response_model=None)
    listener = web.bind("127.0.0.1", 0)
    provider.address = provider.issuer = web.address(listener)
    with served(app, listener):
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.changed, running.algorithm, running.issuer = {}, "RS256", running.address
    return running


def _client(door: Door, provider: Provider) -> TestClient:
    return door(
        IDENTITY="oidc", OIDC_ISSUER=provider.address, OIDC_CLIENT="mz", OIDC_SECRET="s", PUBLIC_URL="http://127.0.0.1",
        EDITOR_GROUPS="预算股",
    )  # fmt: skip


def _back(client: TestClient, to: str = "/x") -> str:
    """Go to the provider, which sends one back with a code; the address that the browser would open then."""
    sent = client.get("/mz/oidc/login", params={"to": to})
    assert sent.status_code == 302
    return httpx.get(sent.headers["location"], follow_redirects=False).headers["location"]


def test_who_signed_in_at_the_provider_is_known_here(door: Door, provider: Provider) -> None:
    client = _client(door, provider)
    assert client.get("/x", headers={"Accept": "text/html"}).headers["location"] == "/mz/login"
    back = client.get(_back(client))
    assert (back.status_code, back.headers["location"]) == (303, "/x")
    found = client.get("/x").json()
    assert (found["name"], found["role"], found["groups"]) == ("李某", "EDITOR", ["预算股"])
    client.post("/mz/logout")
    assert client.get("/x").status_code == 401


@pytest.mark.parametrize(
    ("changed", "algorithm"),
    [
        ({"aud": "another"}, "RS256"),
        ({"iss": "https://evil.example"}, "RS256"),
        ({"nonce": "another"}, "RS256"),
        ({"exp": int(time.time()) - 3600}, "RS256"),
        ({"preferred_username": "\n", "sub": "\n"}, "RS256"),
        ({}, "HS256"),
        ({}, "none"),
    ],
)
def test_a_token_of_the_provider_that_does_not_hold_is_refused(
    door: Door, provider: Provider, changed: dict[str, Any], algorithm: str
) -> None:
    provider.changed, provider.algorithm = changed, algorithm
    client = _client(door, provider)
    answer = client.get(_back(client))
    assert answer.status_code == 401
    assert client.get("/x").status_code == 401


def test_a_sign_in_that_this_browser_did_not_begin_is_refused(door: Door, provider: Provider) -> None:
    client = _client(door, provider)
    address = _back(client)
    stranger = _client(door, provider)
    assert stranger.get(address).status_code == 401
    state = parse_qs(urlsplit(address).query)["state"][0]
    assert client.get(f"/mz/oidc/callback?code=code&state={state}x").status_code == 401
    assert client.get("/mz/oidc/callback?error=access_denied&error_description=<script>").text.count("<script>") == 0


def test_a_provider_that_speaks_for_another_issuer_is_not_believed(door: Door, provider: Provider) -> None:
    provider.issuer = "https://evil.example"
    assert _client(door, provider).get("/mz/oidc/login").status_code == 401
