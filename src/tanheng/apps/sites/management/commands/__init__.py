"""Commands of the sites app for `tanheng manage`."""
