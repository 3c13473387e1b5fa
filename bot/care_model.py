"""Reads the model of screening, `crisis/model.bin`: a line of JSON, then one byte a weight."""

import json
from array import array
from pathlib import Path

from bot.domain.care.model import BUCKETS, OUTPUTS, Model, together
from bot.strict_yaml import Fault, FileFaults

_NUMBERS = ("alone", "beside_a_rule", "in_passing", "scale")
_MAY_BE_MISSING = ("after_all", "instead", "nothing", "quiet", "quiet_beside_a_rule")


def load_model(folder: Path) -> Model | None:
    """The model in a folder of prompts, or None where a folder of one's own has none.

    Raises FileFaults if it is not whole.
    """
    path = folder / "crisis" / "model.bin"
    try:
        return unpacked(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise FileFaults([Fault(str(path), 0, 0, "this is no model, or not all of it")]) from None


def unpacked(data: bytes) -> Model:
    """The model of a file's bytes. Raises ValueError, KeyError or TypeError if it is not whole."""
    head, _, body = data.partition(b"\n")
    numbers = json.loads(head)
    given = {name: float(numbers[name]) for name in _NUMBERS}
    given |= {name: float(numbers[name]) for name in _MAY_BE_MISSING if name in numbers}
    if len(body) != BUCKETS * len(OUTPUTS):
        raise ValueError
    planes = memoryview(body).cast("b")
    columns = [planes[at : at + BUCKETS] for at in range(0, len(body), BUCKETS)]
    return Model(array("q", map(together, zip(*columns, strict=True))), **given)
