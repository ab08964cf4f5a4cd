"""Resources as plain data: dicts, rows, tables."""
