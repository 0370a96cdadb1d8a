"""Configuration: the environment becomes Django settings, addresses and the WSGI application. It decides nothing."""
