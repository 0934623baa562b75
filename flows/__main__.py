"""``python -m flows`` and the command ``whitepaper``: from its first moment it may be stopped."""

import signal
import sys

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until it can be answered in words

from flows import interrupting


def main() -> int:
    """Run the command; its exit status."""
    return interrupting.guarded(_command)


def _command() -> int:
    from flows.cli import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
