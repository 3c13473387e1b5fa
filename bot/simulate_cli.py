"""The command `simulate`, which has many options. As in `cli`, what it needs is imported late."""

from pathlib import Path

import click


@click.command()
@click.argument(
    "community", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--size",
    "sizes",
    type=click.Choice(["small", "medium", "large", "large_twice"]),
    multiple=True,
    default=("medium",),
    show_default=True,
    help="Of the base world, where no COMMUNITY is given; can be given again.",
)
@click.option("--seeds", default="1-5", show_default=True, help="One number, or two as in 1-20.")
@click.option(
    "--compare",
    "compared",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A config.yaml whose numbers are tried, too.",
)
@click.option(
    "--fatigue", help="What a ping leaves of the goodwill: 0.9, or several as in 0.85..1."
)
@click.option("--plot", type=click.Path(path_type=Path), help="Write a picture (png, svg or pdf).")
@click.option("--json", "as_json", is_flag=True, help="One object, for machines.")
def simulate(
    community: Path | None,
    sizes: tuple[str, ...],
    seeds: str,
    compared: Path | None,
    fatigue: str | None,
    plot: Path | None,
    *,
    as_json: bool,
) -> None:
    """Play who is told of an ask, by the bot's own rule and by others, on an invented community.

    COMMUNITY is a YAML file with its size, hours, and what people are like; reads no database.
    """
    from bot import simulate_command
    from bot.exits import exit_with_words

    wanted = simulate_command.Simulated(community, sizes, seeds, compared, fatigue, plot, as_json)
    exit_with_words(lambda: simulate_command.simulate(wanted))
