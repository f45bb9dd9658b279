"""What people read. Nothing here decides anything or reads options."""
