"""Help for people: ``help()`` pages, signatures, and suggestions for misspelt names."""
