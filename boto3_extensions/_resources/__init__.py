"""What resource classes get beside their definitions."""
