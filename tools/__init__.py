"""Everything that prepares a machine: bootstrap, images, pictures, traffic."""
