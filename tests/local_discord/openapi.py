"""Owns the check of captured traffic against Discord's own OpenAPI description.

Requests are held to closed schemas: a key that Discord does not name is a fault. Answers may hold
more than they must. Tolerated, because discord.py does so and Discord accepts it: ids as integers,
`nsfw` on commands, `tts` on an edit, `flags` in an embed. The description calls the codes of single
faults integers; they are words, such as BASE_TYPE_REQUIRED. It knows no reference of the type 1, a
forward, which the documentation has (resources/message#message-reference-types). Not described at
all: the gateway.
"""

import json
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, ValidationError

from bot.local_discord import Exchange

Json = dict[str, Any]
VARIABLE = "DISCORD_OPENAPI"
TOLERATED: Json = {"nsfw": {}, "tts": {}}
INTEGER_OR_TEXT = ["string", "integer"]


class OpenApi:
    """Discord's description, ready to check exchanges."""

    def __init__(self, path: Path) -> None:
        document: Json = json.loads(path.read_text("utf-8"))
        self._replies = _prepared(document, closed=False)
        self._requests = _prepared(document, closed=True)
        self._requests["components"]["schemas"]["RichEmbed"]["properties"]["flags"] = {}
        references = self._replies["components"]["schemas"]["MessageReferenceType"]["anyOf"]
        references.append({"title": "FORWARD", "const": 1})
        fault = self._replies["components"]["schemas"]["InnerErrors"]["properties"]["_errors"]
        fault["items"] = {"type": "object", "required": ["code", "message"]}
        self._paths = [(_pattern(path), path) for path in sorted(document["paths"], key=_vague)]
        self._validators: dict[str, Draft202012Validator] = {}
        self._checked: dict[tuple[str, int, bytes, bytes], list[str]] = {}

    @classmethod
    def from_environment(cls) -> "OpenApi":
        """Read the description that the environment names; without one skip, but fail in CI."""
        path = os.environ.get(VARIABLE)
        if path:
            return cls(Path(path))
        if os.environ.get("CI") == "true":
            pytest.fail(f"{VARIABLE} must name Discord's OpenAPI description in CI")
        pytest.skip(f"{VARIABLE} does not name Discord's OpenAPI description")

    def faults(self, exchanges: Iterable[Exchange]) -> list[str]:
        """Check exchanges and give a line for each fault."""
        return [line for exchange in exchanges for line in self._faults(exchange)]

    def _faults(self, exchange: Exchange) -> list[str]:
        if exchange.status in (0, 501):
            return []
        name = f"{exchange.method} {exchange.path}"
        operation = self._operation(exchange)
        if operation is None:
            return [f"{name}: Discord has no such route"]
        # most of what journeys begin with is the same each time
        key = (operation, exchange.status, exchange.body, exchange.reply)
        if key not in self._checked:
            asked = self._request(exchange, operation) if exchange.status < 400 else []
            self._checked[key] = asked + self._reply(exchange, operation)
        return [f"{name}: {words}" for words in self._checked[key]]

    def _operation(self, exchange: Exchange) -> str | None:
        for pattern, path in self._paths:
            method = exchange.method.lower()
            if pattern.match(exchange.path) and method in self._requests["paths"][path]:
                return f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
        return None

    def _request(self, exchange: Exchange, operation: str) -> list[str]:
        body = _json_of(exchange)
        described = _at(self._requests, operation).get("requestBody")
        if described is None:
            return [] if not body else ["a body where Discord takes none"]
        if body is None:
            return ["no body"] if described.get("required") else []
        where = f"{operation}/requestBody/content/application~1json/schema"
        return self._check("request", self._requests, where, body)

    def _reply(self, exchange: Exchange, operation: str) -> list[str]:
        answers = _at(self._replies, operation)["responses"]
        status = str(exchange.status)
        key = next((one for one in (status, f"{status[0]}XX") if one in answers), None)
        if exchange.status >= 500:
            return []
        if key is None:
            return [f"answers {status}, which Discord does not"]
        if not exchange.reply:
            return [] if "content" not in answers[key] else [f"answers {status} without a body"]
        where = f"{operation}/responses/{key}"
        if "$ref" in answers[key]:
            where = answers[key]["$ref"].removeprefix("#")
        where += "/content/application~1json/schema"
        return self._check("reply", self._replies, where, json.loads(exchange.reply))

    def _check(self, side: str, document: Json, where: str, body: object) -> list[str]:
        if where + side not in self._validators:
            escaped = where.replace("%", "%25").replace("{", "%7B").replace("}", "%7D")
            schema = document | {"$ref": "#" + escaped}
            self._validators[where + side] = Draft202012Validator(schema, validate_formats=False)
        validator = self._validators[where + side]
        if validator.is_valid(body):
            return []
        fault = _nearest(list(validator.iter_errors(body)))
        return [f"{side} at {_path(fault)}: {fault.message[:300]}"]


def _nearest(faults: Sequence[ValidationError]) -> ValidationError:
    """The fault to mend first: where several shapes are allowed, that of the shape with fewest."""
    fault = faults[0]
    shapes: Sequence[Sequence[ValidationError]] = getattr(fault.kind, "context", ())
    return _nearest(min(shapes, key=len)) if shapes else fault


def _path(fault: ValidationError) -> str:
    return "$" + "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault.instance_path
    )


def _json_of(exchange: Exchange) -> Any:
    if not exchange.body:
        return None
    kind = next((v for k, v in exchange.headers.items() if k.lower() == "content-type"), "")
    if not kind.startswith("multipart/"):
        return json.loads(exchange.body)
    found = re.search(rb'name="payload_json".*?\r\n\r\n(.*?)\r\n--', exchange.body, re.DOTALL)
    return json.loads(found.group(1)) if found else None


def _prepared(node: Any, *, closed: bool) -> Any:
    """Copy the description for one side: oneOf as anyOf, integer ids, closed objects."""
    if isinstance(node, list):
        return [_prepared(one, closed=closed) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _prepared(value, closed=closed) for key, value in node.items()}
    if "oneOf" in made and isinstance(made["oneOf"], list):
        made["anyOf"] = made.pop("oneOf")
    if made.get("format") == "snowflake" and closed:
        made["type"] = INTEGER_OR_TEXT
    if closed and isinstance(made.get("properties"), dict) and made.get("type") == "object":
        made.setdefault("additionalProperties", False)
        made["properties"] = TOLERATED | made["properties"]
    return made


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + r"\Z")


def _vague(path: str) -> tuple[int, str]:
    return path.count("{"), path


def _at(document: Json, pointer: str) -> Json:
    node: Any = document
    for part in pointer.strip("/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    found: Json = node
    return found
