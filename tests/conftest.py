"""What holds for every test, in each process that runs tests."""

from tests import memory

memory.use()
