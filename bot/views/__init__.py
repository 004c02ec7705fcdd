"""From values to replies: the only rooms with words in them."""
