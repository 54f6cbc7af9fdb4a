"""The annotate room."""
