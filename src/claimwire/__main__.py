"""`python -m claimwire` and the `claimwire` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from claimwire.cli import run

    run()


if __name__ == "__main__":
    main()
