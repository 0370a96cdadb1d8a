"""The HTTP API's door: it collects the apps' routers, authenticates, names errors and keeps answers; it decides nothing."""
