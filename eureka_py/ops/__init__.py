"""What an operator sees of a node: health, self-preservation explained, the status page, the log of changes."""
