"""Owns how the body of a request is read, in the three types that Discord takes, and its files.

docs: reference#uploading-files. A body is JSON, or fields of a form; what is under payload_json in
a form is read as JSON instead of the other fields.
"""

import asyncio
import io
import json
import mimetypes
import re
import struct
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import imagesize  # type: ignore[import-untyped]
from aiohttp import BodyPartReader, MultipartReader, StreamReader, web

from bot.local_discord.errors import Json, refusal

PIECE = 64 * 1024
"""Bytes of a file that are read at once."""

Uploads = dict[str, "Upload"]
"""Files by the number that the body calls them by."""


class Upload(NamedTuple):
    """A file with its name."""

    name: str
    data: bytes

    @property
    def content_type(self) -> str:
        """Guess the type of what is in it by its name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def picture(self) -> Json:
        """Give the width and height in pixels, if it is a picture."""
        try:
            width, height = imagesize.get(io.BytesIO(self.data))
        except (ValueError, struct.error):  # it begins like a picture and is none
            return {}
        return {"width": width, "height": height} if width > 0 else {}


async def read_body(request: web.Request, body: bytes) -> tuple[Any, Uploads]:
    """Read a body and the files beside it, or refuse it."""
    try:
        if request.content_type.startswith("multipart/"):
            return await _multipart(request, body)
        if request.content_type == "application/x-www-form-urlencoded":
            return _fields(dict(parse_qsl(body.decode(), keep_blank_values=True))), {}
        return (json.loads(body) if body else None), {}
    except ValueError:
        raise refusal(50109) from None


async def _multipart(request: web.Request, body: bytes) -> tuple[Any, Uploads]:
    stream = StreamReader(request.protocol, 2**20, loop=asyncio.get_running_loop())
    stream.feed_data(body)
    stream.feed_eof()
    parts = MultipartReader(request.headers, stream)
    plain: dict[str, str] = {}
    files: Uploads = {}
    while isinstance(part := await parts.next(), BodyPartReader):
        name, data = part.name or "", await _whole(part)
        if part.filename is None:
            plain[name] = data.decode()
        else:
            files[_number(name, len(files))] = Upload(part.filename, data)
    return _fields(plain), files


async def _whole(part: BodyPartReader) -> bytes:
    """A photograph takes some milliseconds; in between others are answered."""
    data = bytearray()
    while not part.at_eof():
        data += await part.read_chunk(PIECE)
        await asyncio.sleep(0)
    return bytes(data)


def _fields(plain: dict[str, str]) -> Any:
    return json.loads(plain["payload_json"]) if "payload_json" in plain else plain


def _number(name: str, otherwise: int) -> str:
    found = re.fullmatch(r"files\[(\d+)\]", name)
    return found[1] if found else str(otherwise)
