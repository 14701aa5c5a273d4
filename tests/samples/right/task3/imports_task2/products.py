"""The helper: a column times a row."""


def column_times_row(column, row):
    return column[:, None] * row
