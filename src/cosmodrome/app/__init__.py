"""What people start: the command line, later the web page."""
