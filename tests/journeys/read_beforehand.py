"""All that `lend-an-ear` reads at a start and that is the same each time; see `forked.py`."""

import bot.app
import bot.backup_commands
import bot.erase_command
import bot.farewell_command
import bot.rotation_command
import bot.run_command  # noqa: F401 - the others, too: they are imported to be there
from bot.prompt_files import load_shipped

load_shipped()
