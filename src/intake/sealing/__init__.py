"""What leaves this machine: sealed, signed, and openable without this program."""
