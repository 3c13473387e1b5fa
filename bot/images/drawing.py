"""Drawing an image anew, so that of its file only what is to be seen goes on.

Nothing is copied from one image to the next but pixels: Pillow's own ways of turning, resizing and
copying carry EXIF, XMP and comments along, and save them again.
"""

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms, UnidentifiedImageError

from bot.images.framing import Verdict

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

LONGEST_SIDE = 2048
"""Pixels. More shows nothing on a phone, and takes long to send and to load there."""

GOOD_ENOUGH = 1600
"""Pixels of the longest side to which a JPEG may be read smaller than it is, by a half, a quarter
or an eighth: photographs of 12 megapixels become 2016 by 1512, in a quarter of the time."""

MOST_PIXELS = 52_000_000
"""Of a JPEG, which is read smaller: the largest that phones make."""

MOST_DECODED = 16_800_000
"""Of what is read as it is, at four bytes a pixel: 4096 by 4096."""

MOST_OF_PNG = 4 * 1024 * 1024
"""Bytes; what takes more is a photograph, which a JPEG shows as well."""

_FIRST = {Verdict.JPEG: Verdict.FIRST_JPEG, Verdict.PNG: Verdict.FIRST_PNG}

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By what a camera writes of how it was held: Exif 2.32, 4.6.4."""


def drawn_anew(data: bytes) -> tuple[Verdict, bytes]:
    """The new file, and which kind it is; empty with the reason why there is none. Raises
    MemoryError."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits are tighter, and look at what is really read
    try:
        return _drawn_anew(data)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - broken files raise whatever they like in a decoder
        return Verdict.DAMAGED, b""


def _drawn_anew(data: bytes) -> tuple[Verdict, bytes]:
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        return Verdict.UNKNOWN, b""
    is_photograph = image.format in ("JPEG", "MPO")
    if image.width * image.height > MOST_PIXELS:
        return Verdict.TOO_LARGE, b""
    if is_photograph:
        image.draft(None, _at_least(image.size))
    if image.width * image.height > MOST_DECODED:
        return Verdict.TOO_LARGE, b""
    turn = _turn(image)  # before anything changes the image, with which it may be lost
    profile = image.info.get("icc_profile")
    several = not is_photograph and _moves(image)
    lossy = is_photograph or image.format == "WEBP"
    pixels = _in_plain_colours(_small(_decoded(image)), profile)
    if turn is not None:
        pixels = pixels.transpose(turn)
    verdict, drawn = _encoded(_on_a_fresh_canvas(pixels), lossy=lossy)
    return (_FIRST[verdict] if several else verdict), drawn


def _at_least(size: tuple[int, int]) -> tuple[int, int]:
    """How small it may be read."""
    scale = min(1.0, GOOD_ENOUGH / max(size))
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _turn(image: Image.Image) -> Image.Transpose | None:
    with suppress(Exception):  # damaged notes about a picture are no damage to the picture
        return _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    return None


def _moves(image: Image.Image) -> bool:
    """Whether another picture follows: looked at, and not drawn. A photograph may carry a second
    one for other uses, which nobody sees."""
    with suppress(Exception):  # what follows is damaged: the first one is all that there is
        return bool(getattr(image, "is_animated", False))
    return False


def _decoded(image: Image.Image) -> Image.Image:
    """Its first picture, in a mode that can be made smaller. Raises what decoders raise."""
    image.load()
    if image.mode in ("L", "RGB", "RGBA", "CMYK"):
        return image
    clear = image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if clear else "L" if image.mode.startswith("I;16") else "RGB")


def _small(image: Image.Image) -> Image.Image:
    scale = LONGEST_SIDE / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _in_plain_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, which is what everybody takes pixels for that come without a profile."""
    to = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # without it, nearly as good
            source, target = BytesIO(profile), ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(image, source, target, outputMode=to)
            if changed is not None:
                return changed
    return image if image.mode == to else image.convert(to)


def _on_a_fresh_canvas(pixels: Image.Image) -> Image.Image:
    """Pixels and nothing else; of what is wholly clear not even the colour underneath."""
    canvas = Image.new(pixels.mode, pixels.size)
    if pixels.mode == "RGBA":
        canvas.alpha_composite(pixels)
    else:
        canvas.paste(pixels)
    return canvas


def _encoded(canvas: Image.Image, *, lossy: bool) -> tuple[Verdict, bytes]:
    is_clear = canvas.mode == "RGBA" and canvas.getchannel("A").getextrema() != (255, 255)
    if not lossy or is_clear:
        made = BytesIO()
        canvas.save(made, "PNG", compress_level=4)
        if made.tell() <= MOST_OF_PNG:
            return Verdict.PNG, made.getvalue()
    opaque = canvas
    if canvas.mode == "RGBA":
        opaque = Image.new("RGB", canvas.size, "white")
        opaque.paste(canvas, mask=canvas.getchannel("A"))
    made = BytesIO()
    opaque.save(made, "JPEG", quality=85)
    return Verdict.JPEG, made.getvalue()
