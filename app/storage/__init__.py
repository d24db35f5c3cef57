"""Tables, their migrations, and the queries of each role."""
