"""Start of the program: `msspdesk` and `python -m msspdesk`.

Nothing heavy is imported here: how fast the window stands depends on it.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; without a command it opens the window. Returns the exit code."""
    from msspdesk.cli.app import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
