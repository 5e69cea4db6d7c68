"""The commands of whoever runs the server: keys, who may see what, the audit log, backup and restoration."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from assistant.present import dump, one_line

_STORE = click.option(
    "--store", type=click.Path(path_type=Path), default=Path("var"), envvar="MINGZHANG_STORE", show_default=True, show_envvar=True,
    help="索引所在的文件夹",
)  # fmt: skip
_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON（UTF-8），其余信息一律走 stderr")
_ROLES = {"reader": "读者", "editor": "编辑", "admin": "管理员"}


@click.group(help="接口和网页的访问密钥：添加、列出、撤销。")
def key() -> None:
    """API keys."""


@key.command("add", help="添加一个密钥。密钥只显示这一次，库里只存哈希。")
@click.argument("name")
@click.option("--role", type=click.Choice(list(_ROLES)), default="reader", show_default=True, help="读者、编辑或管理员")
@click.option("--group", "groups", multiple=True, help="所属的组，可多次给出；决定看得到哪些受限文件")
@_STORE
def key_add(name: str, role: str, groups: tuple[str, ...], store: Path) -> None:
    """Print a new key on stdout."""
    from assistant.gate import Role, keys
    from assistant.gate.keeper import Keeper

    click.echo(keys.add(Keeper(store), name, Role[role.upper()], groups))
    click.echo("密钥只显示这一次，请现在就保存好", err=True)


@key.command("list", help="列出密钥（不含密钥本身）。")
@_JSON
@_STORE
def key_list(as_json: bool, store: Path) -> None:
    """One key a line."""
    from assistant.gate import keys
    from assistant.gate.keeper import Keeper

    for held in keys.listed(Keeper(store)):
        role, groups, user = held.user.role.name.lower(), sorted(held.user.groups), held.user.name
        made = datetime.fromtimestamp(held.created).astimezone().isoformat(timespec="seconds")
        told = {"id": held.id, "name": user, "role": role, "groups": groups, "created": made}
        click.echo(
            dump(told) if as_json else one_line(f"{held.id}  {user}  {_ROLES[role]}  {'、'.join(groups) or '无组'}  {made}")
        )


@key.command("revoke", help="撤销一个密钥；按名称或编号。用它登录的人立即失效。")
@click.argument("which", metavar="NAME|ID")
@_STORE
def key_revoke(which: str, store: Path) -> None:
    """Make a key void."""
    from assistant.gate import keys
    from assistant.gate.keeper import Keeper

    click.echo(f"已撤销 {keys.revoke(Keeper(store), which)}", err=True)


@click.group(help="谁能看到哪些文件：没有规则的文件人人可见，有规则的只有所列的组（和管理员）可见。")
def access() -> None:
    """Documents and groups."""


_SUBJECT = (
    click.option("--document", metavar="ID", help="文件编号，可只写前几位；见 mingzhang documents"),
    click.option("--issuer", metavar="NAME", help="部门全称：它现在和以后的所有文件"),
)


def _subject(document: str | None, issuer: str | None, store: Path) -> tuple[str, str]:
    """What a rule is about. Raises MingzhangError where it is unknown, UsageError where it is not one of the two."""
    from assistant.gate.visible import known
    from index.ledger import Ledger

    if (document is None) == (issuer is None):
        raise click.UsageError("请给出 --document 或 --issuer 其中之一")
    with Ledger.open(store) as ledger:
        return known(ledger, "document" if document else "issuer", document or issuer or "")


@access.command("allow", help="把文件或部门交给一个组；此后只有有规则的组看得到。")
@click.argument("group")
@_SUBJECT[0]
@_SUBJECT[1]
@_STORE
def access_allow(group: str, document: str | None, issuer: str | None, store: Path) -> None:
    """Add a rule."""
    from assistant.gate.keeper import Keeper
    from assistant.gate.visible import allow

    kind, subject = _subject(document, issuer, store)
    allow(Keeper(store), kind, subject, group)
    click.echo(f"{subject}：现在 {group} 组可见，没有规则的组不可见", err=True)


@access.command("forget", help="取消一条规则；最后一条取消后人人可见。")
@click.argument("group")
@click.argument("subject", metavar="ID|NAME")
@_STORE
def access_forget(group: str, subject: str, store: Path) -> None:
    """Take a rule back, also one whose document is gone."""
    from assistant.gate.keeper import Keeper
    from assistant.gate.visible import forget, rules
    from corpus.errors import SettingsError

    keeper = Keeper(store)
    found = [
        rule
        for rule in rules(keeper)
        if rule[2] == group and (rule[1] == subject or rule[0] == "document" and rule[1].startswith(subject))
    ]
    if len(found) != 1:
        raise SettingsError(f"{subject}、{group}: 没有（或不止）一条这样的规则；用 mingzhang access list 查看")
    forget(keeper, *found[0])
    click.echo(f"已取消 {found[0][1]} 对 {group} 组的规则", err=True)


@access.command("list", help="列出规则。")
@_JSON
@_STORE
def access_list(as_json: bool, store: Path) -> None:
    """One rule a line."""
    from assistant.gate.keeper import Keeper
    from assistant.gate.visible import rules

    for kind, subject, group in rules(Keeper(store)):
        click.echo(dump({"kind": kind, "subject": subject, "group": group}) if as_json else one_line(f"{subject}  →  {group}"))


@click.command(help="查看审计日志：谁问了什么，谁加入、移除了什么，谁被拒绝。")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="从哪天起（UTC）")
@click.option("--user", default="", help="只看一个人")
@click.option("--act", default="", help="只看一种：ask、upload、build、reread、remove、rate、export、sign-in、sign-out、refused")
@_JSON
@_STORE
def audit(since: datetime | None, user: str, act: str, as_json: bool, store: Path) -> None:
    """One act a line, the oldest first."""
    from assistant.gate.audit import Audit

    for told in Audit(store, days=1).read(since.date() if since else None, user, act):
        rest = "  ".join(f"{name}={value}" for name, value in told.items() if name not in ("time", "user", "act"))
        click.echo(
            dump(told)
            if as_json
            else one_line(f"{told.get('time')}  {told.get('user') or '（未登录）'}  {told.get('act')}  {rest}")
        )


@click.command(help="把正在使用的索引完整地复制到 TARGET（一个还没有的文件夹）；服务和建立索引都不用停。")
@click.argument("target", type=click.Path(path_type=Path))
@_STORE
def backup(target: Path, store: Path) -> None:
    """Copy a live store."""
    from index.backup import backup as copy

    click.echo(f"已备份 {copy(store, target)} 个文件到 {target}", err=True)


@click.command(help="把 mingzhang backup 写成的 SOURCE 恢复为 --store 所指的（空的或还没有的）文件夹；先核对每个文件。")
@click.argument("source", type=click.Path(path_type=Path))
@_STORE
def restore(source: Path, store: Path) -> None:
    """Put a copy back."""
    from index.backup import restore as put_back

    click.echo(f"已恢复 {put_back(source, store)} 个文件到 {store}", err=True)
