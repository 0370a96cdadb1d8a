"""The shell of the pages: frame, navigation, components, errors, security and static files. It decides no matter of the domain."""
