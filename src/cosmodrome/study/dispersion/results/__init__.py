"""What comes out of a study: how sure each figure is, and how it was found."""
