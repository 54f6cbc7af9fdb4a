"""What a monitor reads off claims and events: views that open their words. Nothing is decided; a breach is only ever alleged."""
