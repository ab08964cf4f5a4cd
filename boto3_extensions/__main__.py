"""``python -m boto3_extensions``: what there is, told without asking AWS."""

from __future__ import annotations

import sys

from boto3_extensions._cli.program import main

if __name__ == "__main__":
    sys.exit(main())
