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
    "--rule",
    "rules",
    multiple=True,
    metavar="NAME",
    help="Of the rules only this, beside today's and the oracle; can be given again.",
)
@click.option(
    "--fatigue", help="What a ping leaves of the goodwill: 0.9, or several as in 0.85..1."
)
@click.option("--plot", type=click.Path(path_type=Path), help="Write a picture (png, svg or pdf).")
@click.option(
    "--ask",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A YAML file with an ask (server, topic, language, heavy, age): where it would go now.",
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    default=Path("config.yaml"),
    show_default=True,
    help="For --ask: the settings of the bot.",
)
@click.option("--json", "as_json", is_flag=True, help="One object, for machines.")
def simulate(
    community: Path | None,
    sizes: tuple[str, ...],
    seeds: str,
    compared: Path | None,
    rules: tuple[str, ...],
    fatigue: str | None,
    plot: Path | None,
    ask: Path | None,
    config_file: Path,
    *,
    as_json: bool,
) -> None:
    """Play who is told of an ask, by the bot's own rule and by others, on an invented community.

    COMMUNITY is a YAML file with its size, hours, and what people are like; reads no database.
    With --ask nothing is played: the listeners of the bot's own servers are counted instead.
    """
    from bot import simulate_command, trial_command
    from bot.exits import exit_with_words

    if ask is not None:
        exit_with_words(lambda: trial_command.try_ask(config_file, ask, as_json=as_json))
        return

    wanted = simulate_command.Simulated(
        community, sizes, seeds, compared, fatigue, plot, as_json, rules
    )
    exit_with_words(lambda: simulate_command.simulate(wanted))
