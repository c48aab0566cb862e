"""Other optimal-control tools on the same problems: one adapter a tool, each in its environment."""
