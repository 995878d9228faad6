"""`python -m relbot` is `relbot`."""

from relbot.cli import main

if __name__ == "__main__":
    main()
