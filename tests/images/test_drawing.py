"""What goes on of an image: its pixels, upright, in the right colours, and nothing else."""

from io import BytesIO
from struct import unpack

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from bot.images.drawing import LONGEST_SIDE, MOST_OF_PNG, drawn_anew
from bot.images.framing import Verdict
from tests.images import made


def shown(data: bytes) -> Image.Image:
    """What a file shows."""
    verdict, drawn = drawn_anew(data)
    assert verdict in (Verdict.JPEG, Verdict.PNG)
    return Image.open(BytesIO(drawn))


def look_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two images show the same, but for what a lossy format does to edges."""
    if one.size != other.size:
        return False
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return sum(ImageStat.Stat(apart).mean) < 12


@pytest.mark.parametrize("format_", made.FORMATS)
def test_nothing_of_a_file_goes_on_but_its_picture(format_: str) -> None:
    """A canary in every place that the format has for notes, and behind the end: 0 bytes of it."""
    planted = made.planted(format_)
    assert planted.count(made.CANARY.encode()) >= len(made.FORMATS[format_]) - 2
    verdict, drawn = drawn_anew(planted)
    assert verdict in (Verdict.JPEG, Verdict.PNG)
    assert not [one for one in made.CANARY_BYTES if one in drawn]
    assert look_alike(shown(planted), made.quarters())


@pytest.mark.parametrize("format_", made.FORMATS)
def test_a_new_file_has_only_the_parts_that_a_picture_needs(format_: str) -> None:
    """So there is no place where anything else could stand."""
    verdict, drawn = drawn_anew(made.planted(format_))
    if verdict is Verdict.PNG:
        assert set(chunks(drawn)) == {b"IHDR", b"IDAT", b"IEND"}
    else:
        # application data 0 (what a JPEG is), tables, the frame, the scan
        assert set(segments(drawn)) == {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}


def chunks(png: bytes) -> list[bytes]:
    """The kinds of its parts; nothing comes after the last."""
    found, at = list[bytes](), 8
    while at < len(png):
        (size,) = unpack(">I", png[at : at + 4])
        found.append(png[at + 4 : at + 8])
        at += size + 12
    return found


def segments(jpeg: bytes) -> list[int]:
    """The markers up to the scan; the file ends with its end."""
    assert jpeg.endswith(b"\xff\xd9")
    found, at = list[int](), 2
    while not found or found[-1] != 0xDA:
        assert jpeg[at] == 0xFF
        found.append(jpeg[at + 1])
        at += 2 + int(unpack(">H", jpeg[at + 2 : at + 4])[0])
    return found


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright(format_: str, orientation: int) -> None:
    """However the camera was held, and although what says so does not go on."""
    planted = made.planted(format_, orientation)
    assert look_alike(shown(planted), ImageOps.exif_transpose(Image.open(BytesIO(planted))))
    upright = look_alike(shown(planted), made.quarters())
    assert upright == (orientation == 1)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_colours_stay_as_they_were_seen(format_: str) -> None:
    """A profile whose red is green: what was seen as green is green without it."""
    notes = {"icc_profile": made.profile(swapped=True)}
    drawn = shown(made.encoded(Image.new("RGB", (40, 30), (255, 0, 0)), format_, **notes))
    red, green, blue = (ImageStat.Stat(band).mean[0] for band in drawn.convert("RGB").split())
    assert (green > 200, red < 60, blue < 60) == (True, True, True)


def test_a_damaged_profile_costs_no_picture() -> None:
    """Its colours are nearly right without it."""
    planted = made.encoded(made.quarters(), "PNG", icc_profile=b"no profile at all")
    assert look_alike(shown(planted), made.quarters())


def test_what_was_painted_over_with_nothing_is_nothing() -> None:
    """The colours under what is wholly clear would show what somebody erased."""
    image = made.quarters().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    image.putpixel((0, 0), (9, 9, 9, 255))
    drawn = shown(made.encoded(image, "PNG"))
    assert drawn.mode == "RGBA"
    assert drawn.getpixel((0, 0)) == (9, 9, 9, 255)
    assert drawn.crop((1, 0, *drawn.size)).getcolors() == [(79 * 60, (0, 0, 0, 0))]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_drawn(mode: str) -> None:
    """Black and white, grey, with and without a palette, clear, and with sixteen bits."""
    image = Image.new("I;16", (80, 60), 30000) if mode == "I;16" else made.quarters().convert(mode)
    assert shown(made.encoded(image, "PNG")).size == (80, 60)


def test_a_photograph_for_printing_is_drawn() -> None:
    """Four inks become three colours."""
    drawn = shown(made.encoded(made.quarters().convert("CMYK"), "JPEG", quality=95))
    assert look_alike(drawn, made.quarters())


@pytest.mark.parametrize("size", [(4032, 3024), (3024, 4032), (2100, 20), (60_000, 100)])
@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_a_large_picture_becomes_smaller(format_: str, size: tuple[int, int]) -> None:
    """Its shape stays, and no side is longer than what a phone shows."""
    drawn = shown(made.encoded(Image.new("RGB", size, "olive"), format_))
    assert max(drawn.size) <= LONGEST_SIDE
    assert max(drawn.size) >= 1600
    assert drawn.width / drawn.height == pytest.approx(size[0] / size[1], rel=0.2)


@pytest.mark.parametrize("format_", ["GIF", "PNG", "WEBP"])
def test_what_moves_is_told_from_what_does_not(format_: str) -> None:
    """In each format that can move; of all its pictures the first is drawn."""
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "green", "blue")]
    still, moves = BytesIO(), BytesIO()
    frames[0].save(still, format_)
    frames[0].save(moves, format_, save_all=True, append_images=frames[1:], duration=50)
    first = (Verdict.FIRST_JPEG, Verdict.FIRST_PNG)
    assert drawn_anew(still.getvalue())[0] not in first
    verdict, drawn = drawn_anew(moves.getvalue())
    assert verdict in first
    assert look_alike(Image.open(BytesIO(drawn)).convert("RGB"), frames[0])


def test_a_photograph_with_a_second_picture_does_not_move() -> None:
    """As phones make them, for depth or for colours: nobody is told of what nobody sees."""
    photo, beside = BytesIO(), Image.new("RGB", (64, 48), "grey")
    Image.new("RGB", (640, 480), "olive").save(photo, "MPO", save_all=True, append_images=[beside])
    assert drawn_anew(photo.getvalue())[0] is Verdict.JPEG


def test_a_moving_picture_becomes_its_first() -> None:
    """Of a hundred thousand pictures one is read; it is said that there are more."""
    verdict, drawn = drawn_anew(made.moving_gif(100_000))
    assert verdict is Verdict.FIRST_PNG
    assert Image.open(BytesIO(drawn)).convert("RGB").getcolors() == [(64, (255, 0, 0))]


@pytest.mark.parametrize("format_", made.FORMATS)
def test_a_file_that_ends_in_the_middle_is_damaged(format_: str) -> None:
    """Half a picture is not passed on as if it were all of it."""
    whole = made.encoded(Image.effect_noise((200, 200), 80).convert("RGB"), format_)
    assert drawn_anew(whole[: len(whole) // 2]) == (Verdict.DAMAGED, b"")


def png_of(width: int, height: int) -> bytes:
    """A small PNG that says that it is as large as this."""
    return made.with_size_of(made.encoded(made.quarters(), "PNG"), width, height)


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        (b"", Verdict.UNKNOWN),
        (b"\xff\xd8\xff", Verdict.UNKNOWN),
        (b"GIF89a", Verdict.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Verdict.UNKNOWN),
        (made.encoded(made.quarters(), "BMP"), Verdict.UNKNOWN),
        (made.encoded(made.quarters(), "TIFF"), Verdict.UNKNOWN),
        (png_of(60_000, 60_000), Verdict.TOO_LARGE),
        (png_of(5_000, 5_000), Verdict.TOO_LARGE),
        (png_of(0, 10), Verdict.UNKNOWN),
        (png_of(900, 900), Verdict.DAMAGED),
    ],
)
def test_what_is_no_picture_has_a_reason(data: bytes, verdict: Verdict) -> None:
    """Whatever its name says; and nothing is drawn of what says that it is too large."""
    assert drawn_anew(data) == (verdict, b"")


def test_a_photograph_may_be_larger_than_what_is_read_as_it_is() -> None:
    """48 million pixels, as phones make them: the decoder reads them at a quarter."""
    drawn = shown(made.encoded(Image.new("RGB", (8064, 6048), "olive"), "JPEG"))
    assert drawn.size == (2016, 1512)


def test_a_picture_too_long_for_a_png_goes_as_a_photograph() -> None:
    """A screenshot of noise would take many megabytes."""
    noise = Image.merge("RGB", [Image.effect_noise((1800, 1800), 120) for _ in range(3)])
    verdict, drawn = drawn_anew(made.encoded(noise, "PNG", compress_level=0))
    assert verdict is Verdict.JPEG
    assert len(drawn) < MOST_OF_PNG
