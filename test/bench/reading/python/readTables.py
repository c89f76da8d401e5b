"""What others take tables for: csv of Python, pandas, DuckDB and clevercsv, all files in one process.

Gets a file of lines of JSON, each with a table in UTF-8: "path", and for pandas, which guesses neither, "delimiter" and
"header". Prints a line of JSON with versions, and then one for each table, by oracle: delimiter, header, rows, kinds and
values, or the error.
"""

import csv
import importlib.metadata
import io
import json
import platform
import sys
import warnings

import clevercsv
import duckdb
import pandas

warnings.simplefilter("ignore")
csv.field_size_limit(1 << 24)
connection = duckdb.connect()
connection.execute("SET threads TO 1")
# What is looked at to guess; clevercsv takes time for it.
LOOKED = 4096


def beginning(text):
    """Whole lines."""
    if len(text) <= LOOKED:
        return text
    return text[: text.rfind("\n", 0, LOOKED) + 1] or text[:LOOKED]


def read_csv_module(text, _):
    sample = beginning(text)
    dialect = csv.Sniffer().sniff(sample)
    try:
        header = csv.Sniffer().has_header(sample)
    except csv.Error:
        header = None
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), dialect) if row]
    return {"delimiter": dialect.delimiter, "header": header, "rows": rows}


def read_clevercsv(text, _):
    sample = beginning(text)
    detector = clevercsv.Detector()
    dialect = detector.detect(sample)
    if dialect is None:
        raise ValueError("no dialect found")
    rows = [row for row in clevercsv.reader(io.StringIO(text, newline=""), dialect) if row]
    try:
        header = clevercsv.Detector().has_header(sample)
    except Exception:
        header = None
    return {"delimiter": dialect.delimiter, "header": header, "rows": rows}


def kind_of(column):
    if pandas.api.types.is_bool_dtype(column):
        return "text"
    if pandas.api.types.is_numeric_dtype(column):
        return "number"
    return "time" if pandas.api.types.is_datetime64_any_dtype(column) else "text"


def milliseconds(column):
    utc = pandas.to_datetime(column, utc=True)
    return [None if pandas.isna(time) else time.value / 1e6 for time in utc]


def numbers(column):
    return [None if pandas.isna(value) else float(value) for value in column]


def values_of(columns, kinds):
    return [
        numbers(column) if kind == "number" else milliseconds(column) if kind == "time" else None
        for column, kind in zip(columns, kinds)
    ]


def as_times(column):
    """What pandas leaves as texts, as times where all of them are."""
    if kind_of(column) != "text" or pandas.api.types.is_bool_dtype(column) or column.dropna().empty:
        return column
    try:
        return pandas.to_datetime(column)
    except Exception:
        return column


def read_pandas(text, asked):
    delimiter = asked.get("delimiter") or ","
    plain = pandas.read_csv(io.StringIO(text), sep=delimiter, header=None, dtype=str, keep_default_na=False)
    rows = plain.values.tolist()
    table = pandas.read_csv(io.StringIO(text), sep=delimiter, header=0 if asked["header"] else None, index_col=False)
    columns = [as_times(table.iloc[:, at]) for at in range(table.shape[1])]
    kinds = [kind_of(column) for column in columns]
    return {"rows": rows, "kinds": kinds, "values": values_of(columns, kinds)}


NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL")


def duckdb_kind(name):
    if name.startswith(NUMBERS):
        return "number"
    return "time" if name.startswith(("DATE", "TIMESTAMP")) else "text"


def read_duckdb(_, asked):
    path = asked["path"]
    sniffed = connection.execute("SELECT Delimiter, HasHeader, Columns FROM sniff_csv(?, sample_size=-1)", [path])
    delimiter, header, columns = sniffed.fetchone()
    kinds = [duckdb_kind(str(column["type"])) for column in columns]
    result = connection.execute("SELECT * FROM read_csv(?, sample_size=-1, all_varchar=true)", [path])
    names = [name for name, *_ in result.description]
    rows = [["" if cell is None else cell for cell in row] for row in result.fetchall()]
    if header:
        rows.insert(0, names)
    typed = connection.execute("SELECT * FROM read_csv(?, sample_size=-1)", [path]).df()
    values = values_of([typed.iloc[:, at] for at in range(typed.shape[1])], kinds)
    return {"delimiter": delimiter, "header": header, "rows": rows, "kinds": kinds, "values": values}


ORACLES = {
    "csv of Python": read_csv_module,
    "pandas": read_pandas,
    "DuckDB": read_duckdb,
    "clevercsv": read_clevercsv,
}


def answer(read, text, asked):
    try:
        return read(text, asked)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}".split("\n")[0][:200]}


def finite(value):
    """JSON has no infinite numbers."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, list):
        return [finite(each) for each in value]
    return {key: finite(each) for key, each in value.items()} if isinstance(value, dict) else value


def main():
    versions = {name: importlib.metadata.version(name.lower()) for name in ("pandas", "DuckDB", "clevercsv")}
    print(json.dumps({"csv of Python": platform.python_version(), **versions}))
    with open(sys.argv[1], encoding="utf-8") as asked_lines:
        for line in asked_lines:
            asked = json.loads(line)
            with open(asked["path"], encoding="utf-8", newline="") as file:
                text = file.read()
            print(json.dumps(finite({name: answer(read, text, asked) for name, read in ORACLES.items()})))


main()
