"""Reading settings from environment variables, with errors that name the variable."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingsError

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

SHORTEST_SECRET = 32
"""Characters; what signs for somebody's identity must not be guessable."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Variables by name without their common beginning. Every method raises SettingsError for a value that cannot be used."""

    variables: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        """One line of text; ``default`` where it is unset or empty."""
        return self.variables.get(f"MINGZHANG_{name}", "").strip() or default

    def needed(self, name: str, why: str) -> str:
        """A text that must be set, because of ``why``."""
        value = self.text(name)
        if not value:
            raise SettingsError(f"没有设置 MINGZHANG_{name}：{why} 需要它；见 docs/deploy.md 的环境变量表")
        return value

    def listed(self, name: str) -> tuple[str, ...]:
        """Texts separated by commas or white space."""
        return tuple(self.text(name).replace(",", " ").split())

    def chosen(self, name: str, offered: Collection[str]) -> frozenset[str]:
        """Some of the words ``offered``."""
        words = frozenset(self.listed(name))
        if wrong := words - set(offered):
            raise SettingsError(f"MINGZHANG_{name}={','.join(sorted(wrong))}：只能是 {'、'.join(offered)}；请改正后再试")
        return words

    def whole(self, name: str, default: int, least: int = 1) -> int:
        """A whole number, at least ``least``."""
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdecimal() and least <= int(text) < 10**12):
            raise SettingsError(f"MINGZHANG_{name}={text}：要一个不小于 {least} 的整数；请改正后再试")
        return int(text)

    def switch(self, name: str) -> bool:
        """On (1) or off (0, unset)."""
        text = self.text(name, "0")
        if text not in ("0", "1"):
            raise SettingsError(f"MINGZHANG_{name}={text}：只能是 0 或 1；请改正后再试")
        return text == "1"

    def networks(self, name: str, default: str) -> tuple[IPv4Network | IPv6Network, ...]:
        """Addresses or networks (10.0.0.0/8)."""
        try:
            return tuple(ip_network(text) for text in self.text(name, default).replace(",", " ").split())
        except ValueError as error:
            raise SettingsError(f"MINGZHANG_{name}：不是网络地址（{error}）；例如 10.0.0.5 或 10.0.0.0/8") from error

    def secret(self, name: str) -> str:
        """A secret from the variable itself, or from the file that NAME_FILE names; empty where neither is set.

        The error never shows any of it.
        """
        value, file = self.text(name), self.text(f"{name}_FILE")
        if file:
            try:
                value = Path(file).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"MINGZHANG_{name}_FILE={file}：读不出来；请检查路径和权限") from error
        return value

    def long_secret(self, name: str, why: str) -> str:
        """A secret that must be there and long enough not to be guessed."""
        value = self.secret(name)
        if len(value) < SHORTEST_SECRET:
            raise SettingsError(
                f"MINGZHANG_{name}：{why} 需要至少 {SHORTEST_SECRET} 个字符的密钥；可用 openssl rand -hex 32 生成"
            )
        return value
