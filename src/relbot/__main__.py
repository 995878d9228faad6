"""Runs the `relbot` command line as `python -m relbot`."""

from relbot.cli import main

if __name__ == "__main__":
    main()
