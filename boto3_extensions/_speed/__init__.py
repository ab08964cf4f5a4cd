"""Faster boto3: classes, members, handlers and connections made once and shared."""
