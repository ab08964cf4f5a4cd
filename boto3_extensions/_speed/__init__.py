"""Faster boto3: shared models, handlers, connections, and classes made once."""
