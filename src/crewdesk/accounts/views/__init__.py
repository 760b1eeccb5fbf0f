"""Pages of this room: load, call, render."""
