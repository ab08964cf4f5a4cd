"""Calls over many resources at a time: loading, waiting, children."""
