"""The part of the definitions that the installed botocore can do."""
