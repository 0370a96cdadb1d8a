"""What pages of people show."""
