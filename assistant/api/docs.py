"""The description of the interface as one page that needs no other host and no script."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_STYLE = (
    "body{font:15px/1.6 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}summary{cursor:pointer;padding:.4em 0}"
    "code{font:13px ui-monospace,monospace}pre{background:#f5f5f4;padding:1em;overflow:auto}b{display:inline-block;min-width:4.5em}"
    "td,th{text-align:left;padding:.2em 1em .2em 0;vertical-align:top}"
)


def page(description: Mapping[str, Any]) -> str:
    """HTML for an OpenAPI description: each operation with its parameters and the schema of its body."""
    info, schemas = description["info"], description["components"]["schemas"]
    operations = "".join(
        _operation(method, path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    )
    shapes = "".join(
        f'<details id="{escape(name)}"><summary>{escape(name)}</summary>{_json(schema)}</details>'
        for name, schema in schemas.items()
    )
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(info['title'])}</title><style>{_STYLE}</style><h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>"
        f'<p><a href="openapi.json">openapi.json</a></p><h2>操作</h2>{operations}<h2>数据格式</h2>{shapes}</html>'
    )


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    rows = "".join(_parameters(operation))
    table = f"<table><tr><th>参数<th>位置<th>说明</tr>{rows}</table>" if rows else ""
    body = operation.get("requestBody", {}).get("content", {})
    told = "".join(f"<p>请求体 <code>{escape(kind)}</code></p>{_json(held['schema'])}" for kind, held in body.items())
    named = f"<b>{method.upper()}</b> <code>{escape(path)}</code> {escape(operation.get('summary', ''))}"
    return f"<details><summary>{named}</summary><p>{escape(operation.get('description', ''))}</p>{table}{told}</details>"


def _parameters(operation: Mapping[str, Any]) -> Iterator[str]:
    for parameter in operation.get("parameters", ()):
        cells = (f"<code>{escape(parameter['name'])}</code>", parameter["in"], escape(parameter.get("description", "")))
        yield "<tr>" + "".join(f"<td>{cell}" for cell in cells) + "</tr>"


def _json(schema: object) -> str:
    return f"<pre>{escape(json.dumps(schema, ensure_ascii=False, indent=1), quote=False)}</pre>"
