"""The consolidate room."""
