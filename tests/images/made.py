"""Images as phones and programs write them, with what nobody means to send along."""

import zlib
from collections.abc import Sequence
from io import BytesIO
from struct import pack

from PIL import Image, ImageDraw, PngImagePlugin

CANARY = "ZqCanaryMainStreet12"
"""Where the picture was taken, say; it stands in every place that a file has for notes."""
CANARY_BYTES = (CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be"))

_SHARED = ("EXIF", "ICC", "XMP", "behind the end")
FORMATS = {
    "JPEG": (*_SHARED, "comment", "IPTC", "thumbnail"),
    "PNG": (*_SHARED, "comment", "compressed comment", "unknown chunk"),
    "WEBP": _SHARED,
    "GIF": ("comment", "XMP", "behind the end"),
}
"""In which places each format may have it."""


def quarters(size: tuple[int, int] = (80, 60)) -> Image.Image:
    """Four colours, so that one sees which way up it is."""
    image, (x, y) = Image.new("RGB", size, "red"), (size[0] // 2, size[1] // 2)
    pen = ImageDraw.Draw(image)
    pen.rectangle((x, 0, size[0], y), "lime")
    pen.rectangle((0, y, x, size[1]), "blue")
    pen.rectangle((x, y, size[0], size[1]), "white")
    return image


def encoded(image: Image.Image, format_: str, **more: object) -> bytes:
    """The file of an image."""
    made = BytesIO()
    image.save(made, format_, **more)
    return made.getvalue()


def exif(orientation: int = 1) -> bytes:
    """Notes of a camera: how it was held, by whom and where."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010E], notes[0x013B] = orientation, CANARY, CANARY
    notes[0x9C9B] = CANARY.encode("utf-16-le")
    notes.get_ifd(0x8825)[0x001D] = CANARY
    return notes.tobytes()


def xmp() -> bytes:
    """Notes of a program."""
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{CANARY}</x:xmpmeta>'.encode()


def profile(*, swapped: bool = False) -> bytes:
    """A colour profile with a note in it, nearly sRGB; `swapped`: its red is green."""
    columns = [(0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)]
    if swapped:
        columns[0], columns[1] = columns[1], columns[0]
    curve = b"curv" + pack(">III", 0, 1, round(2.2 * 256) << 16)
    tags = [(f"{name}TRC".encode(), curve) for name in "rgb"]
    tags += [(f"{n}XYZ".encode(), _xyz(c)) for n, c in zip("rgb", columns, strict=True)]
    tags += [(b"wtpt", _xyz((0.9642, 1.0, 0.8249))), (b"cprt", b"text" + bytes(4) + _z(CANARY))]
    tags += [(b"desc", b"desc" + pack(">II", 0, len(CANARY) + 1) + _z(CANARY) + bytes(79))]
    return _icc(tags)


def _z(text: str) -> bytes:
    return text.encode() + b"\0"


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(pack(">i", round(v * 65536)) for v in values)


def _icc(tags: Sequence[tuple[bytes, bytes]]) -> bytes:
    table, body, start = pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, data in tags:
        table += name + pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = start + len(body)
    head = pack(">I4xI", size, 0x02400000) + b"mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    head += b"".join(pack(">i", round(v * 65536)) for v in (0.9642, 1.0, 0.8249))
    return head + bytes(128 - len(head)) + table + body


def planted(format_: str, orientation: int = 1) -> bytes:
    """A file with the canary in every place that its format has."""
    image = quarters()
    if format_ == "JPEG":
        return _jpeg(image, orientation)
    if format_ == "PNG":
        return _png(image, orientation)
    if format_ == "WEBP":
        notes = {"exif": exif(orientation), "xmp": xmp(), "icc_profile": profile()}
        return encoded(image, "WEBP", lossless=True, **notes) + CANARY.encode()
    made = encoded(image.quantize(8), "GIF", comment=CANARY.encode(), xmp=xmp())
    return made + CANARY.encode()


def _jpeg(image: Image.Image, orientation: int) -> bytes:
    notes = {"exif": exif(orientation), "xmp": xmp(), "icc_profile": profile()}
    made = encoded(image, "JPEG", quality=95, subsampling=0, comment=CANARY.encode(), **notes)
    iptc = b"Photoshop 3.0\0" + b"8BIM" + pack(">HHI", 0x0404, 0, len(CANARY) + 5)
    iptc += b"\x1c\x02\x78" + pack(">H", len(CANARY)) + CANARY.encode()
    thumbnail = b"JFXX\0\x10" + encoded(image.resize((8, 6)), "JPEG", comment=CANARY.encode())
    before = b"".join(_segment(m, d) for m, d in ((0xED, iptc), (0xE0, thumbnail)))
    return made[:2] + before + made[2:] + CANARY.encode()


def _segment(marker: int, data: bytes) -> bytes:
    return pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _png(image: Image.Image, orientation: int) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", CANARY)
    notes.add_text("Location", CANARY, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", xmp().decode())
    notes.add(b"caNy", CANARY.encode())
    more = {"exif": exif(orientation), "icc_profile": profile()}
    return encoded(image, "PNG", pnginfo=notes, **more) + CANARY.encode()


def with_size_of(data: bytes, width: int, height: int) -> bytes:
    """A PNG that says that it is as large as this, with little in it."""
    head = b"IHDR" + pack(">II", width, height) + data[24:29]
    return data[:12] + head + pack(">I", zlib.crc32(head)) + data[33:]


def moving_gif(pictures: int) -> bytes:
    """A GIF of so many pictures: the first is red, all others are blue."""
    red, blue = (encoded(Image.new("RGB", (8, 8), one), "GIF") for one in ("red", "blue"))
    behind_colours = 13 + 3 * (2 << (blue[10] & 7))
    at = blue.index(b",", behind_colours)
    # each other picture says with its own colours what it shows
    own = blue[at : at + 9] + bytes([0x80 | (blue[10] & 7)])
    other = own + blue[13:behind_colours] + blue[at + 10 : -1]
    return red[:-1] + other * (pictures - 1) + b";"
