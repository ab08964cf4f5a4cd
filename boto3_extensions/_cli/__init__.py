"""The command line, ``python -m boto3_extensions``."""
