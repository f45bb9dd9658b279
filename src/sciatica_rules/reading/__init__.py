"""From files to a rule set: the only part of the core that touches the disk."""
