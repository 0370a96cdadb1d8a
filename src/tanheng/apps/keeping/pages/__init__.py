"""What pages of keeping show."""
