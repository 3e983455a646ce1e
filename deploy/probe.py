"""Ask an address whether all is well: the health check of a container, which has no curl. Standard library only."""

import sys
import urllib.error
import urllib.request


def main(address: str) -> int:
    """0 when it answers 200; else 1, with what it said."""
    try:
        with urllib.request.urlopen(address, timeout=4) as answer:  # noqa: S310 (the container's own address)
            return 0 if answer.status == 200 else 1
    except urllib.error.HTTPError as refusal:
        print(refusal.read(500).decode(errors="replace"))
    except OSError as trouble:
        print(trouble)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
