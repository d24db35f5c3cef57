"""Arrays with a column per series, which grow, and are saved and restored, together."""

from collections.abc import Mapping

import numpy as np

from aiops.domain.detection.explored import Floats


class Columns:
    """Named arrays of one or more rows whose columns are the series."""

    def __init__(self, series: int, fields: Mapping[str, tuple[int, float]]) -> None:
        """
        Start with nothing learnt.

        Args:
            series: How many columns.
            fields: Rows and initial value, by name.
        """
        self._fields = dict(fields)
        self._arrays = self._fresh(series)

    def _fresh(self, series: int) -> dict[str, Floats]:
        return {
            name: np.full((rows, series), value)
            for name, (rows, value) in self._fields.items()
        }

    @property
    def rows(self) -> int:
        """How many numbers a series has in all."""
        return sum(rows for rows, _ in self._fields.values())

    @property
    def nbytes(self) -> int:
        """Memory of the state, in bytes."""
        return sum(array.nbytes for array in self._arrays.values())

    def table(self, name: str) -> Floats:
        """Return the rows of the field *name*, to read and to write."""
        return self._arrays[name]

    def __getitem__(self, name: str) -> Floats:
        return np.asarray(self._arrays[name][0])

    def __setitem__(self, name: str, values: Floats) -> None:
        self._arrays[name][0] = values

    def grow(self, series: int) -> None:
        """Make room for *series* columns in all."""
        for name, fresh in self._fresh(series).items():
            known = self._arrays[name]
            fresh[:, : known.shape[1]] = known
            self._arrays[name] = fresh

    def saved(self) -> Floats:
        """Return the state as one array, a column per series."""
        return np.concatenate(list(self._arrays.values()))

    def restore(self, state: Floats) -> None:
        """Take over what ``saved`` returned, for as many series as there are."""
        place = 0
        for name, (rows, _) in self._fields.items():
            self._arrays[name][:, : state.shape[1]] = state[place : place + rows]
            place += rows
