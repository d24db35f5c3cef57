"""Which service causes what is seen elsewhere: evidence, propagation, ranking."""
