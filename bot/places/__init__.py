"""The cities and regions of the world by name, for the reader of places."""

from importlib.resources import files

from bot.domain.atlas import Atlas


def load_atlas() -> Atlas:
    """Read both tables, as tests/places/make.py wrote them."""
    here = files(__name__)
    return Atlas((here / "cities.tsv").read_bytes(), (here / "regions.tsv").read_text("utf-8"))
