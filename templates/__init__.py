"""What each kind of document must hold and how it is worded: the one place where it is said."""
