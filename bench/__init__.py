"""Numbers, with the machine and the command they come from: `python -m bench`."""
