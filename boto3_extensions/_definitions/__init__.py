"""Resource definitions, and the part of them that the installed botocore supports."""
