"""The same deeds from a terminal, in English."""
