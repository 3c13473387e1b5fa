from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.storage.delivery.mail import Mail, opened


@pytest.fixture
async def mail(tmp_path: Path) -> AsyncIterator[Mail]:
    """An empty outbox."""
    async with opened(tmp_path) as made:
        yield made
