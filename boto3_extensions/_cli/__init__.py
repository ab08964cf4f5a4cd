"""``python -m boto3_extensions``."""
