"""The generator of the documentation's reference pages, a page for a resource type.

boto3's own generator writes a page for every attribute, 494 for two services; this one
writes a page for a type, of what ``boto3_extensions._discovery.description`` tells.
"""
