"""The command line ``python -m boto3_extensions``."""

from __future__ import annotations

import sys

from boto3_extensions._cli.program import main

if __name__ == "__main__":
    sys.exit(main())
