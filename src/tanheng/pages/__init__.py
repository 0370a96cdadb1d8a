"""Pages: what the pages of several apps are made with — the typed request, base templates, components, downloads, the door for files. It
knows no app.
"""
