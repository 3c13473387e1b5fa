"""The end of a process that has nothing left to do.

Python waits for each of its threads. One that looks up an address where the network is gone takes
as long as the system tries, half a minute and more, and keeps nothing that anybody needs.
"""

import os
import threading
from typing import Final

WITHIN: Final = 0.5
"""Seconds that threads have to end by themselves."""


def leave_soon(code: int, within: float = WITHIN) -> None:
    """End with this code in a moment, whatever still runs then. To be called once all is closed."""
    leaving = threading.Timer(within, os._exit, [code])
    leaving.daemon = True  # whoever is gone before needs it no more
    leaving.start()
