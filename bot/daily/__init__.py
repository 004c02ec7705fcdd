"""What a place gets day by day: when it is due, and which passage or question it is."""
