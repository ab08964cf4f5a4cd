"""Speed: classes, members, handlers and connections of boto3, made once and shared."""
