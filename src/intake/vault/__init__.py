"""The encrypted store on this machine."""
