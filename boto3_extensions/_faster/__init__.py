"""What makes boto3 faster and lighter, each part behind a switch."""
