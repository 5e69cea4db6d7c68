"""Who gets in, and who does not: every way of identifying people, and every way around it that is known."""

from __future__ import annotations

import time
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.websockets import WebSocketDisconnect

from assistant.gate import Role, keys
from assistant.gate.keeper import Keeper
from tests.gate.conftest import ELSEWHERE, PROXY, SECRET, Door, bearer, new_key, token

HEADER = {"IDENTITY": "header", "PROXY_SECRET": SECRET, "PROXY_TRUSTED": "10.1.0.0/16", "ADMIN_GROUPS": "财政局"}
TOKENS = {"IDENTITY": "token", "TOKEN_KEY": SECRET, "TOKEN_ISSUER": "portal"}
KEYS = {"IDENTITY": "key"}
FROM_PROXY = {
    "X-Mingzhang-Proxy-Secret": SECRET,
    "X-Forwarded-User": "王某".encode(),
    "X-Forwarded-Groups": "预算股,财政局".encode(),
}


def test_without_identity_everybody_on_this_machine_is_local(door: Door) -> None:
    assert door(local=True).get("/x").json()["name"] == "local"


def test_another_name_for_this_machine_is_not_answered(door: Door) -> None:
    assert door(local=True).get("/x", headers={"Host": "evil.example"}).status_code == 403


def test_the_proxy_says_who_asks_and_its_secret_goes_no_further(door: Door) -> None:
    found = door(PROXY, **HEADER).get("/x", headers=FROM_PROXY).json()
    assert (found["name"], found["role"], found["groups"]) == ("王某", "ADMIN", ["财政局", "预算股"])
    assert SECRET not in str(found["headers"])
    assert "x-forwarded-user" not in found["headers"]


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        (ELSEWHERE, FROM_PROXY),
        (PROXY, {"X-Forwarded-User": "admin"}),
        (PROXY, {"X-Mingzhang-Proxy-Secret": "x" * 32, "X-Forwarded-User": "admin"}),
        (PROXY, {"X-Mingzhang-Proxy-Secret": SECRET}),
        (PROXY, [("X-Mingzhang-Proxy-Secret", SECRET), ("X-Forwarded-User", "admin"), ("X-Forwarded-User", "other")]),
        (PROXY, {"X-Mingzhang-Proxy-Secret": SECRET, "X-Forwarded-User": "a" * 300}),
        (("testclient", 1), FROM_PROXY),
    ],
)
def test_nobody_else_says_who_asks(door: Door, client: tuple[str, int], headers: dict[str, str]) -> None:
    answer = door(client, **HEADER).get("/x", headers=headers)
    assert answer.status_code == 401
    assert SECRET not in answer.text


def test_what_only_a_proxy_may_say_is_dropped_from_others(door: Door) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "10.1.2.3", "X-Forwarded-Proto": "https"}
    found = door(ELSEWHERE, **KEYS, PROXY_TRUSTED="10.1.0.0/16")
    key = new_key(_store(found))
    headers = found.get("/x", headers={**forged, **bearer(key)}).json()["headers"]
    assert not {name for name in headers if name.startswith("x-forwarded")}


def test_a_signed_token_says_who_asks(door: Door) -> None:
    client = door(**TOKENS)
    found = client.get("/x", headers=bearer(token(role="editor", groups=["预算股"]))).json()
    assert (found["name"], found["role"], found["groups"]) == ("王某", "EDITOR", ["预算股"])


_NOW = int(time.time())


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": _NOW - 120, "iat": _NOW - 300},
        {"exp": None},
        {"iat": None},
        {"iat": _NOW + 3600, "exp": _NOW + 3700},
        {"aud": "another"},
        {"aud": None},
        {"iss": "evil"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "两\n行"},
        {"nbf": _NOW + 3600},
        {"exp": _NOW + 90 * 86400},
        {"key": "another secret that nobody shares"},
        {"algorithm": "HS512"},
    ],
)
def test_a_token_that_does_not_hold_is_refused(door: Door, claims: dict[str, str]) -> None:
    answer = door(**TOKENS).get("/x", headers=bearer(token(**claims)))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_no_signature_and_another_algorithm_are_refused(door: Door) -> None:
    private = rsa.generate_private_key(65537, 2048)
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    client = door(IDENTITY="token", TOKEN_KEY=public, TOKEN_ISSUER="portal", TOKEN_ALGORITHM="RS256")
    assert client.get("/x", headers=bearer(token(private, "RS256"))).status_code == 200
    header, body, _ = token(private, "RS256").split(".")
    assert client.get("/x", headers=bearer(f"{header}.{body}.")).status_code == 401
    unsigned = jwt.encode(jwt.decode(token(), options={"verify_signature": False}), None, "none")
    assert client.get("/x", headers=bearer(unsigned)).status_code == 401
    assert client.get("/x", headers=bearer(_signed_with_public(public))).status_code == 401


def _signed_with_public(public: str) -> str:
    """The old trick: the public key, which everybody knows, used as the shared secret."""
    import base64
    import hashlib
    import hmac
    import json

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    claims = jwt.decode(token(), options={"verify_signature": False})
    signed = f"{part(json.dumps({'alg': 'HS256', 'typ': 'JWT'}).encode())}.{part(json.dumps(claims).encode())}"
    return f"{signed}.{part(hmac.new(public.encode(), signed.encode(), hashlib.sha256).digest())}"


def test_a_token_lets_a_browser_in_once(door: Door) -> None:
    client = door(**TOKENS)
    once = token(jti="7")
    answer = client.get("/mz/enter", params={"token": once, "to": "/embed?theme=dark"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/embed?theme=dark")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=lax" in answer.headers["set-cookie"].lower()
    assert client.get("/x").json()["name"] == "王某"
    client.cookies.clear()
    assert client.get("/mz/enter", params={"token": once}).status_code == 401
    assert client.get("/mz/enter", params={"token": token()}).status_code == 401
    assert client.get("/mz/enter", params={"token": token(jti="8"), "to": "//evil.example"}).headers["location"] == "/"


def test_signing_out_voids_every_copy_of_a_session(door: Door) -> None:
    client = door(**TOKENS)
    client.get("/mz/enter", params={"token": token(jti="9")})
    copy = client.cookies["mingzhang-session"]
    assert client.post("/mz/logout").status_code == 303
    client.cookies.clear()
    assert client.get("/x", headers={"Cookie": f"mingzhang-session={copy}"}).status_code == 401


@pytest.mark.parametrize("change", [lambda c: c[:-2] + "zz", lambda c: "x" + c, lambda c: "", lambda c: c.split(".")[0]])
def test_a_forged_session_is_none(door: Door, change: object) -> None:
    client = door(**TOKENS)
    client.get("/mz/enter", params={"token": token(jti="10")})
    forged = change(client.cookies["mingzhang-session"])  # type: ignore[operator]
    client.cookies.clear()
    assert client.get("/x", headers={"Cookie": f"mingzhang-session={forged}"}).status_code == 401


def test_the_cookie_travels_encrypted_where_people_use_https(door: Door) -> None:
    client = door(**TOKENS, PUBLIC_URL="https://portal.example/budget", ROOT_PATH="/budget")
    cookie = client.get("/mz/enter", params={"token": token(jti="11")}).headers["set-cookie"]
    assert "Secure" in cookie
    assert "Path=/budget" in cookie


def test_a_key_is_shown_once_and_kept_as_a_hash(door: Door) -> None:
    client = door(**KEYS)
    store = _store(client)
    key = new_key(store, "评测", role=Role.EDITOR, groups=["内部"])
    found = client.get("/x", headers=bearer(key)).json()
    assert (found["name"], found["role"], found["groups"]) == ("评测", "EDITOR", ["内部"])
    assert not [f for f in store.rglob("*") if f.is_file() and key.rsplit("_", 1)[1].encode() in f.read_bytes()]
    assert client.get("/x", headers=bearer(f"{key}x")).status_code == 401
    assert client.get("/x", headers=bearer(f"{keys.PREFIX}{key.split('_')[1]}_")).status_code == 401


def test_a_revoked_key_ends_the_sessions_that_it_began(door: Door) -> None:
    client = door(**KEYS)
    key = new_key(_store(client), "窗口")
    assert client.post("/mz/login", data={"key": "mz_0_0"}).status_code == 401
    assert client.post("/mz/login", data={"key": key, "to": "/x"}).headers["location"] == "/x"
    assert client.get("/x").json()["name"] == "窗口"
    keys.revoke(Keeper(_store(client)), "窗口")
    assert client.get("/x").status_code == 401
    assert client.get("/x", headers=bearer(key)).status_code == 401


def test_people_are_led_to_the_sign_in_and_systems_get_a_problem(door: Door) -> None:
    client = door(**KEYS)
    led = client.get("/", headers={"Accept": "text/html"})
    assert (led.status_code, led.headers["location"]) == (303, "/mz/login")
    assert "访问密钥" in client.get("/mz/login").text
    answer = client.post("/v1/chat/completions", json={})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["error"]["message"] == "请先登录"


def test_only_the_pulse_is_open_to_all(door: Door) -> None:
    client = door(**KEYS)
    assert client.get("/healthz").json() == "ok"
    for path in (
        "/",
        "/healthz/",
        "/healthz/../x",
        "//healthz",
        "/metrics",
        "/gradio_api/queue/join",
        "/config",
        "/mz/page/a/1",
        "/theme.css",
    ):
        assert client.get(path).status_code in (401, 404), path
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws"):
        pass


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://other.127.0.0.1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({}, 200),
    ],
)
def test_another_site_cannot_use_somebodys_session(door: Door, headers: dict[str, str], status: int) -> None:
    client = door(**TOKENS)
    client.get("/mz/enter", params={"token": token(jti=str(headers))})
    assert client.post("/x", headers=headers).status_code == status
    assert door(local=True).post("/x", headers=headers).status_code == status


def test_a_key_sent_on_purpose_is_not_another_sites_doing(door: Door) -> None:
    client = door(**KEYS)
    assert client.post("/x", headers={"Origin": "https://a.example", **bearer(new_key(_store(client)))}).status_code == 200


def test_no_other_site_may_read_answers_unless_it_is_named(door: Door) -> None:
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    client = door(**KEYS)
    assert "access-control-allow-origin" not in client.options("/api/v1/ask", headers=asked).headers
    assert "access-control-allow-origin" not in client.get("/healthz", headers=asked).headers
    named = door(**KEYS, CORS_ORIGINS="https://a.example")
    assert named.options("/api/v1/ask", headers=asked).headers["access-control-allow-origin"] == "https://a.example"
    assert "access-control-allow-credentials" not in named.options("/api/v1/ask", headers=asked).headers


def test_too_many_requests_of_one_user_stop_only_that_user(door: Door) -> None:
    client = door(**KEYS, RATE="3/minute", UPLOAD_RATE="1/hour")
    one, other = (new_key(_store(client), name) for name in ("一", "二"))
    assert [client.post("/x", headers=bearer(one)).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.post("/x", headers=bearer(one))
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert client.post("/x", headers=bearer(other)).status_code == 200
    assert [client.post("/api/v1/uploads", headers=bearer(other)).status_code for _ in range(2)] == [200, 429]


def test_a_talk_belongs_to_who_began_it(door: Door) -> None:
    client = door(**KEYS)
    one, other = (bearer(new_key(_store(client), name)) for name in ("一", "二"))
    join = "/gradio_api/queue/join"
    assert client.post(join, json={"session_hash": "abc", "data": []}, headers=one).status_code == 200
    assert client.post(join, json={"session_hash": "abc", "data": []}, headers=other).status_code == 403
    assert client.get("/gradio_api/queue/data?session_hash=abc", headers=other).status_code == 403
    assert client.get("/gradio_api/heartbeat/abc", headers=other).status_code == 403
    assert client.get("/gradio_api/queue/data?session_hash=abc", headers=one).status_code == 200


def test_only_pages_of_named_sites_may_frame_ours(door: Door) -> None:
    assert "frame-ancestors 'self'" in door().get("/x").headers["content-security-policy"].split("; ")
    named = door(FRAME_ANCESTORS="https://portal.example https://*.gov.example")
    policy = named.get("/x").headers["content-security-policy"]
    assert "frame-ancestors 'self' https://portal.example https://*.gov.example" in policy.split("; ")


def test_a_body_that_hides_its_size_is_cut_off(door: Door) -> None:
    client = door()
    assert client.post("/x", content=(b"x" * 100_000 for _ in range(20))).status_code in (200, 413)
    assert client.post("/gradio_api/queue/join", content=(b"x" * 100_000 for _ in range(20))).status_code == 413


def _store(client: object) -> Path:
    """The store of a client's gate."""
    middleware = client.app.user_middleware  # type: ignore[attr-defined]
    return Path(next(m.kwargs["gate"].keeper.store for m in middleware if "gate" in m.kwargs))
