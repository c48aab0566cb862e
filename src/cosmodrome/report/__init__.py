"""What people read: tables, figures, files."""
