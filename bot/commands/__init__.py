"""What people can ask for: each handler asks the domain, reads or writes through a port, returns a view."""
