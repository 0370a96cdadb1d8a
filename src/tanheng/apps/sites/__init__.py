"""Sites: the tree of group, companies, sites and facilities with its dated facts. It holds no figures of emission."""
