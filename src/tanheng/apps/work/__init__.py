"""What is done in the background: who may ask for it, see it and cancel it, how it is done, and what the installation does by itself."""
