"""Pages around the pictures, and the server that shows them live."""
