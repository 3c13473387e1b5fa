"""Files that people send as images, drawn anew as the process that draws does it.

Of whatever comes, a verdict is given. What is drawn is an image of one of two formats, no larger
than it may be, without any note about it; drawn once more it is drawn again, and nothing else is
to be seen. What goes over the pipe is read as it was written.
"""

from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO

from PIL import Image

from bot.domain.images import UncleanImage, looked_at
from bot.images import framing
from bot.images.drawing import FORMATS, LONGEST_SIDE, drawn_anew
from bot.images.framing import Verdict
from tests.images import made as files

KINDS = {
    Verdict.JPEG: "JPEG",
    Verdict.FIRST_JPEG: "JPEG",
    Verdict.PNG: "PNG",
    Verdict.FIRST_PNG: "PNG",
}
NOTES = ("exif", "icc_profile", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "Comment")


class Target:
    """Draws."""

    def seeds(self) -> Iterable[bytes]:
        """Each format, with notes in every place, and one that moves."""
        for format_ in FORMATS:
            yield files.planted(format_)
            yield files.encoded(files.quarters((9, 7)), format_)
        yield files.moving_gif(3)

    def check(self, data: bytes) -> None:
        """Raises whatever does not hold."""
        request = framing.length_of(data) + data
        assert framing.read_request(BytesIO(request).read) == data, "the pipe changed it"
        assert framing.read_request(BytesIO(request[:-1]).read) is None or not data, "half is whole"
        with suppress(UncleanImage):
            looked_at(data)
        try:
            verdict, drawn = drawn_anew(data)
        except MemoryError:
            return
        assert bool(drawn) == (verdict in KINDS), "drawn and refused, or neither"
        if drawn:
            _is_plain(drawn, KINDS[verdict])
            again, _ = drawn_anew(drawn)
            assert KINDS.get(again) == KINDS[verdict], "drawn, and not to be drawn again"


def _is_plain(drawn: bytes, kind: str) -> None:
    image = Image.open(BytesIO(drawn))
    assert image.format == kind, "another kind than was said"
    assert max(image.size) <= LONGEST_SIDE, "larger than it may be"
    assert not set(NOTES) & image.info.keys(), "a note is left"
    assert not image.getexif(), "a camera's note is left"
    assert not any(one in drawn for one in files.CANARY_BYTES), "a note's words are left"
    image.load()


def made() -> Target:
    """Ready to draw."""
    return Target()
