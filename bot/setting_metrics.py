"""The section `metrics` of `config.yaml`: whether the bot's numbers are served on this machine."""

from typing import Annotated

from pydantic import Field

from bot.setting_values import Section


class Metrics(Section):
    """A page on 127.0.0.1 with numbers for Prometheus; without a port there is none."""

    port: Annotated[int, Field(strict=True, ge=1024, le=65535)] | None = None
