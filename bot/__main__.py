"""`python -m bot` is the same as `lend-an-ear`."""

from bot.cli import main

if __name__ == "__main__":
    main()
