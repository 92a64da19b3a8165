"""What the program is about, in plain Python that touches no file and no clock."""
