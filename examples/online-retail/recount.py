#!/usr/bin/env python3
"""Counts the Online Retail data set straight from its CSV file, with no word of Tallyman's code.

    recount.py FILE ROLLUP                prints every cell of the rollup, tab-separated
    recount.py FILE ROLLUP --compare TSV  compares them with a file (- for standard input) of the
                                          rollup's view, as a MySQL client prints it: a line of
                                          column names, then a line a cell, tab-separated

FILE is online-retail.csv or online-retail.csv.gz; ROLLUP is sales_by_country_hour, sales_by_day or
sales_by_item_day. Exits with 1 when a cell differs. Needs Python 3.8 and nothing else.
"""

import argparse
import csv
import gzip
import os
import sys
from datetime import datetime
from decimal import Decimal, getcontext
from functools import lru_cache

getcontext().prec = 60  # more digits than any sum has: nothing is rounded

MEASURES = ["line_count", "quantity", "revenue", "price_min", "price_max"]
ROLLUPS = {
    "sales_by_country_hour": ("hour", ["country"], "Country"),
    "sales_by_day": ("day", [], None),
    "sales_by_item_day": ("day", ["stock_code"], "StockCode"),
}


def rows(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@lru_cache(maxsize=None)
def bucket_start(text, length):
    time = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(minute=0, second=0)
    return str(time.replace(hour=0) if length == "day" else time)


def recount(path, rollup):
    """All cells: (bucket_start, dimensions...) -> [lines, quantity, revenue, least, greatest]."""
    length, _, column = ROLLUPS[rollup]
    cells = {}
    for row in rows(path):
        key = (bucket_start(row["InvoiceDate"], length),) + ((row[column],) if column else ())
        quantity, price = int(row["Quantity"]), Decimal(row["UnitPrice"])
        cell = cells.get(key)
        if cell is None:
            cells[key] = [1, quantity, quantity * price, price, price]
        else:
            cell[0] += 1
            cell[1] += quantity
            cell[2] += quantity * price
            cell[3] = min(cell[3], price)
            cell[4] = max(cell[4], price)
    return cells


def read_view(path, rollup):
    """The cells of a view that a MySQL client has printed."""
    dimensions = ROLLUPS[rollup][1]
    file = sys.stdin if path == "-" else open(path, encoding="utf-8", newline="\n")
    with file:
        lines = [line.rstrip("\n").split("\t") for line in file]
    if not lines:
        sys.exit(f"{path}: there is not even a line of column names; select from {rollup}")
    at = {name: i for i, name in enumerate(lines[0])}
    missing = [n for n in ["bucket_start"] + dimensions + MEASURES if n not in at]
    if missing:
        sys.exit(f"{path}: its first line doesn't name {', '.join(missing)}; select * from {rollup}")
    cells = {}
    for line in lines[1:]:
        key = tuple(line[at[name]] for name in ["bucket_start"] + dimensions)
        if key in cells:
            sys.exit(f"{path}: two cells of {' '.join(key)}")
        cells[key] = [Decimal(line[at[name]]) for name in MEASURES]
    return cells


def compare(expected, actual):
    """Prints what differs, a line each; gives how many cells do."""
    differences = 0
    for key in sorted(expected.keys() | actual.keys()):
        if expected.get(key) != actual.get(key):
            differences += 1
            if differences <= 20:
                print("\t".join(key), "csv", show(expected.get(key)), "view", show(actual.get(key)))
    return differences


def show(values):
    return "no cell" if values is None else "\t".join(str(value) for value in values)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file")
    parser.add_argument("rollup", choices=sorted(ROLLUPS))
    parser.add_argument("--compare", metavar="TSV")
    arguments = parser.parse_args()
    for path in [arguments.file, arguments.compare]:
        if path not in (None, "-") and not os.path.isfile(path):
            sys.exit(f"{path}: there is no such file; README.md beside this program says where it comes from")
    expected = recount(arguments.file, arguments.rollup)
    if arguments.compare is None:
        print("\t".join(["bucket_start"] + ROLLUPS[arguments.rollup][1] + MEASURES))
        for key in sorted(expected):
            print("\t".join(key), show(expected[key]), sep="\t")
        return 0
    differences = compare(expected, read_view(arguments.compare, arguments.rollup))
    total = [sum(cell[i] for cell in expected.values()) for i in range(3)]
    print(
        f"{arguments.rollup}: {len(expected)} cells, {total[0]} lines, quantity {total[1]}, "
        f"revenue {total[2]}, cells that differ: {differences}"
    )
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
