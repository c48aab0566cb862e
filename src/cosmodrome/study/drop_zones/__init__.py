"""Where dropped bodies come down: zones from dispersed impacts, and what moving one costs."""
