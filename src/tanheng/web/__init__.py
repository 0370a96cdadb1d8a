"""The shell of the pages: frame, navigation, components, errors, security, static files.

It decides no matter of the domain.
"""
