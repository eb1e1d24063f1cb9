"""Rows of an answer: to look at in a notebook, and as pandas or polars frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from mandategraph.errors import MandategraphError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from mandategraph.questions import Answer
    from mandategraph.store.contract import Rows, Store
    from mandategraph.terms import Term

__all__ = ["Table"]

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the same columns.

    :param columns: names.
    :param rows: one value for each column; None where there is none.
    :param headings: of the columns in words, where they differ from the names.

    >>> table = Table(("name", "support"), (("UNIDO", 3), ("ISO", 1)))
    >>> len(table), table[0], table.column("support")
    (2, {'name': 'UNIDO', 'support': 3}, [3, 1])
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    headings: tuple[str, ...] = ()

    @classmethod
    def of_answer(cls, answer: Answer, language: str) -> Table:
        """The answer to a question; entities are known by their names.

        :param answer: of a question.
        :param language: of the headings.

        >>> from mandategraph.questions import ask
        >>> found = ask(graph.store, "funders-of", programme="绿色方案")
        >>> len(Table.of_answer(found, "en"))
        1
        """
        columns = tuple(column.name for column in answer.columns)
        return cls(columns, answer.rows, tuple(column.heading(language) for column in answer.columns))

    @classmethod
    def of_rows(cls, found: Rows, store: Store) -> Table:
        """The rows of a SELECT query, as Python has them: numbers, dates and texts; IRIs are texts.

        :param found: from a store.
        :param store: where they are from.

        >>> Table.of_rows(graph.store.select("SELECT (1 AS ?one) { }"), graph.store)[0]
        {'one': 1}
        """
        import pyoxigraph as ox

        from mandategraph.answers import Column, Names, read_value

        cell, names = Column("value", "value", "", ""), Names(store, "")

        def plain(term: Term | None) -> Any:
            if isinstance(term, ox.Literal):
                return read_value(cell, {"value": term}, names)
            return None if term is None else term.value

        return cls(found.variables, tuple(tuple(map(plain, row)) for row in found))

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows as mappings from column to value."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def __getitem__(self, place: int) -> dict[str, Any]:
        """One row."""
        return dict(zip(self.columns, self.rows[place], strict=True))

    def column(self, name: str) -> list[Any]:
        """The values of one column.

        :param name: of the column.
        :raises KeyError: when there is none.

        >>> Table(("a",), ((1,), (2,))).column("a")
        [1, 2]
        """
        if name not in self.columns:
            raise KeyError(f"no column {name!r}: there are {', '.join(self.columns)}")
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame with typed columns: Int64, float64, datetime64, boolean or text.

        :raises MandategraphError: when pandas is not installed.

        >>> Table(("n",), ((1,), (None,))).to_pandas()["n"].dtype.name
        'Int64'
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MandategraphError("pandas is missing: pip install 'mandategraph[pandas]'") from error
        frame: dict[str, Any] = {}
        for place, name in enumerate(self.columns):
            kind, values = _typed([row[place] for row in self.rows])
            column: Any = pd.to_datetime(values) if kind == "date" else values
            frame[name] = pd.Series(column, dtype=_PANDAS[kind])
        return pd.DataFrame(frame, columns=list(self.columns))

    def to_polars(self) -> pl.DataFrame:
        """A polars frame with typed columns.

        :raises MandategraphError: when polars is not installed.

        >>> from datetime import date
        >>> Table(("day",), ((date(2021, 11, 29),),)).to_polars().schema["day"]
        Date
        """
        try:
            import polars as pl
        except ImportError as error:
            raise MandategraphError("polars is missing: pip install 'mandategraph[polars]'") from error
        kinds = {"integer": pl.Int64, "double": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}
        series = []
        for place, name in enumerate(self.columns):
            kind, values = _typed([row[place] for row in self.rows])
            series.append(pl.Series(name, values, dtype=kinds.get(kind, pl.String)))
        return pl.DataFrame(series)

    def __repr__(self) -> str:
        """How many rows it has, and its columns."""
        return f"<Table of {len(self.rows):,} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.headings or self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row) + "</tr>"
            for row in self.rows[:_SHOWN]
        )
        left = len(self.rows) - _SHOWN
        more = f"<p>and {left:,} more rows</p>" if left > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


_PANDAS = {"integer": "Int64", "double": "float64", "boolean": "boolean", "date": "datetime64[s]", "string": "str"}


def _cell(value: object) -> str:
    if isinstance(value, float) and abs(value) < 1:
        return f"{value:.4f}"
    return "" if value is None else escape(str(value))


def _typed(values: Sequence[Any]) -> tuple[str, list[Any]]:
    """The kind that all values of a column have, and the values in that kind."""
    present = [value for value in values if value is not None]
    kinds = {_kind(value) for value in present}
    if kinds == {"integer", "double"}:
        kinds = {"double"}
    kind = kinds.pop() if len(kinds) == 1 else "string"
    if kind == "string":
        return kind, list(_texts(values))
    if kind == "double":
        return kind, [None if value is None else float(value) for value in values]
    return kind, list(values)


def _texts(values: Iterable[Any]) -> Iterator[str | None]:
    for value in values:
        if isinstance(value, tuple):
            yield "; ".join(map(str, value))
        else:
            yield None if value is None else str(value)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer" if -(2**63) <= value < 2**63 else "string"
    if isinstance(value, float | Decimal):
        return "double"
    return "date" if isinstance(value, date) else "string"
