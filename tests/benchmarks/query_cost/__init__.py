"""What dashboards' queries cost on days of data, recorded series against raw ones."""
