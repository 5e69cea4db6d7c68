"""Settings of the gate: what is read, what is refused, what is never shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.gate.settings import GateSettings
from corpus.errors import SettingsError

ROOT = Path(__file__).parent.parent.parent
SECRET = "5f0c7a8e9d1b4c3f5f0c7a8e9d1b4c3f"


def _settings(**variables: str) -> GateSettings:
    return GateSettings.from_environment({f"MINGZHANG_{name}": value for name, value in variables.items()})


def test_nobody_is_identified_unless_it_is_asked_for() -> None:
    assert _settings() == GateSettings.from_environment({})
    assert not _settings().ways
    assert not _settings().personal


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"IDENTITY": "password"}, "IDENTITY"),
        ({"IDENTITY": "header"}, "PROXY_SECRET"),
        ({"IDENTITY": "header", "PROXY_SECRET": "short"}, "PROXY_SECRET"),
        ({"IDENTITY": "header", "PROXY_SECRET": SECRET, "PROXY_TRUSTED": "everybody"}, "PROXY_TRUSTED"),
        ({"IDENTITY": "token", "TOKEN_KEY": SECRET}, "TOKEN_ISSUER"),
        ({"IDENTITY": "token", "TOKEN_KEY": SECRET, "TOKEN_ISSUER": "p", "TOKEN_ALGORITHM": "none"}, "TOKEN_ALGORITHM"),
        ({"IDENTITY": "token", "TOKEN_KEY": SECRET, "TOKEN_ISSUER": "p", "TOKEN_ALGORITHM": "RS256"}, "TOKEN_KEY"),
        ({"IDENTITY": "token", "TOKEN_KEY": f"-----BEGIN PUBLIC KEY-----{SECRET}", "TOKEN_ISSUER": "p"}, "TOKEN_KEY"),
        ({"IDENTITY": "oidc"}, "OIDC_ISSUER"),
        ({"IDENTITY": "oidc", "OIDC_ISSUER": "https://sso", "OIDC_CLIENT": "mz"}, "PUBLIC_URL"),
        ({"SESSION_SECRET": "short"}, "SESSION_SECRET"),
        ({"TOKEN_KEY_FILE": "/nowhere/at/all", "IDENTITY": "token"}, "TOKEN_KEY_FILE"),
        ({"ROOT_PATH": "budget assistant"}, "budget assistant"),
        ({"RATE": "often"}, "RATE"),
        ({"AUDIT_DAYS": "0"}, "AUDIT_DAYS"),
        ({"UPLOAD_BYTES": "-1"}, "UPLOAD_BYTES"),
        ({"SHOW_PERSONAL": "yes"}, "SHOW_PERSONAL"),
        ({"FRAME_ANCESTORS": "https://a.cn; script-src *"}, "FRAME_ANCESTORS"),
        ({"CORS_ORIGINS": "*"}, "CORS_ORIGINS"),
        ({"PUBLIC_URL": "javascript:alert(1)"}, "PUBLIC_URL"),
    ],
)
def test_what_cannot_be_used_is_one_line_that_names_the_variable(variables: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as caught:
        _settings(**variables)
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_secret_comes_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    settings = _settings(IDENTITY="header", PROXY_SECRET_FILE=str(tmp_path / "secret"), SESSION_SECRET=SECRET)
    assert settings.proxy.secret == SECRET
    assert SECRET not in repr(settings)


def test_other_machines_are_not_served_while_nobody_is_identified() -> None:
    done = subprocess.run(
        [sys.executable, "app.py", "--host", "0.0.0.0", "--port", "0"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "MINGZHANG_IDENTITY" in done.stderr
