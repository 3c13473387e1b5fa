"""Reads the model of screening, `crisis/model.bin`: a line of JSON, then one byte a weight."""

import json
from pathlib import Path
from typing import Final

from bot.domain.care.model import BUCKETS, OUTPUTS, Model, together
from bot.domain.care.weighing import SCORES, Weighing
from bot.strict_yaml import Fault, FileFaults

_NUMBERS: Final = ("alone", "turned", "by_rule", "quiet_alone", "in_passing", "quiet_in_passing")


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
    mix = [[float(one) for one in row] for row in numbers["mix"]]
    leans = {name: [float(one) for one in row] for name, row in numbers["leans"].items()}
    sound = len(mix) == len(OUTPUTS) and all(len(row) == SCORES + 1 for row in mix)
    if not sound or any(len(row) != len(OUTPUTS) for row in leans.values()):
        raise ValueError
    if len(body) != BUCKETS * len(OUTPUTS):
        raise ValueError
    weighing = Weighing(mix, leans, **{name: float(numbers[name]) for name in _NUMBERS})
    columns = [body[at : at + BUCKETS] for at in range(0, len(body), BUCKETS)]
    return Model(together(columns), float(numbers["scale"]), weighing)
