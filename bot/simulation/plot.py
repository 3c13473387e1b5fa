"""A picture of the table. matplotlib is an extra: `pip install "lend-an-ear[plot]"`."""

from collections.abc import Mapping
from pathlib import Path

from bot.readiness import NotReady
from bot.simulation.compared import Played

KINDS = (".png", ".svg", ".pdf")


def must_be_picture(file: Path) -> None:
    """Raises NotReady for a name of no picture, before anything is played."""
    if file.suffix not in KINDS:
        raise NotReady(f"{file}: the picture's name ends in one of {', '.join(KINDS)}")


def plot(found: Mapping[str, Played], file: Path) -> None:
    """Pings a match against answered within ten minutes, a panel for each community. Raises
    NotReady where matplotlib is not there, or the file cannot be written."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise NotReady(
            '--plot needs matplotlib: pip install "lend-an-ear[plot]", or leave --plot out'
        ) from None
    figure = Figure(figsize=(6 * len(found), 5), layout="constrained")
    for number, (name, played) in enumerate(found.items()):
        axes = figure.add_subplot(1, len(found), number + 1)
        axes.set(title=name, xlabel="pings a match", ylabel="answered in ten minutes", ylim=(0, 1))
        for rule in played.outcomes:
            of = played.figures(rule)
            axes.scatter(of["pings_per_match"], of["answered_10"])
            axes.annotate(rule, (of["pings_per_match"], of["answered_10"]))
    try:
        figure.savefig(file)
    except OSError as error:
        raise NotReady(f"{file} cannot be written: {error.strerror}") from None
