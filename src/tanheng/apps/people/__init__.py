"""People: users, their roles on parts of the group, and their tokens. What the parts are is the sites app's matter."""
