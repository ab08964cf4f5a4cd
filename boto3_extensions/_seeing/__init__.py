"""Resources as people and programs look at them: plain data, tables, help pages."""
