"""
Readers of public benchmark data sets.

Errors::

    DatasetError   a folder or file that cannot be read as the set that was named
"""
