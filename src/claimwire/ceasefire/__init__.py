"""What a monitor reads off claims and events: views that open their words; nothing is decided, and a breach is only ever alleged."""
