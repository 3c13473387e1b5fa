"""The one place that fires everything that waits for its time."""

from bot.services import expiring, retention
from bot.services.context import Context


async def run(ctx: Context) -> None:
    """Do whatever is due now by the context's clock. Called each second."""
    await expiring.expire_asks(ctx)
    await retention.erase(ctx)
