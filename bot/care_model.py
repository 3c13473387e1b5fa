"""Reads the model of screening, `crisis/model.bin`: a line of JSON, then one byte a weight."""

import json
from pathlib import Path

from bot.domain.care.model import BUCKETS, OUTPUTS, Model
from bot.strict_yaml import Fault, FileFaults

_NUMBERS = ("alone", "beside_a_rule", "in_passing", "scale")


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
    if len(body) != BUCKETS * len(OUTPUTS):
        raise ValueError
    planes = memoryview(body).cast("b")
    weights = tuple(planes[at : at + BUCKETS] for at in range(0, len(body), BUCKETS))
    return Model(weights, **given)
