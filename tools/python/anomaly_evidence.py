"""What counts and a linear forecast say of a row beside the network: see docs/anomaly.md.

The amounts, in bits, are those of src/tasks/anomaly/evidence/.
"""

import math

from encode_rows import number, scaled

# Every outcome counts as if it had been seen so often more.
SMOOTHING = 0.5
# Rows are counted by what these heads predict.
COUNTED = ("category", "number", "pause")


def amounts(header, outcomes, before, row):
    """One amount for each column of evidence; none in a model that keeps no counts."""
    kept = header.get("evidence")
    if kept is None:
        return []
    heads = header["target"]["heads"]
    counted = [came for head, came in zip(heads, outcomes) if head["kind"] in COUNTED]
    columns = list(row_bits(kept["rows"], counted))
    if "numbers" in kept:
        columns += number_bits(kept["numbers"], header["encoder"]["fields"], before, row)
    return columns


def row_bits(counts, outcomes):
    """How rare a row is, by equal rows and by each value given that of one other field; and how
    much less likely its least likely pair is than the two values by themselves."""
    tree, apart = 0.0, 0.0
    for head, (outcome, parent) in enumerate(zip(outcomes, counts["parents"])):
        values = counts["values"][head]
        own = (values[outcome] + SMOOTHING) / (counts["count"] + SMOOTHING * len(values))
        share = own
        if parent >= 0:
            given = outcomes[parent]
            keys = counts["pairs"][head]["keys"]
            together = count_of(counts["pairs"][head], given * len(values) + outcome)
            kinds = sum(key // len(values) == given for key in keys) or 1
            among = counts["values"][parent][given]
            share = (together + kinds * own) / (among + kinds)
        tree -= math.log2(share)
        apart = max(apart, math.log2(own / share))
    equal = count_of(counts["rows"], row_hash(outcomes))
    count, distinct = counts["count"], counts["distinct"]
    return -math.log2((equal + distinct * 2.0**-tree) / (count + distinct)), apart


def count_of(table, key):
    """How often a key was counted."""
    return table["counts"][table["keys"].index(key)] if key in table["keys"] else 0


def row_hash(outcomes):
    """FNV-1a of the low and the high byte of each outcome."""
    hashed = 0x811C9DC5
    for outcome in outcomes:
        for byte in (outcome & 0xFF, outcome >> 8):
            hashed = ((hashed ^ byte) * 0x01000193) & 0xFFFFFFFF
    return hashed


def number_bits(kept, fields, before, row):
    """Distances of the numbers from what the row before foretells, and from their means."""
    means = kept["means"]
    own, last = (
        [value - mean for value, mean in zip(numbers_of(fields, of), means)] for of in (row, before)
    )
    errors = [
        value - sum(slope * number for slope, number in zip(slopes, last))
        for value, slopes in zip(own, kept["slopes"])
    ]
    return [distance(errors, kept["ofErrors"]), distance(own, kept["ofValues"])]


def numbers_of(fields, row):
    values = (number(row.get(field["field"], "").strip()) for field in fields)
    return [
        scaled(field, field["fill"] if value is None else value)
        for field, value in zip(fields, values)
    ]


def distance(errors, lower):
    """Half of the squared length of y with L·y = errors, in bits."""
    solution = []
    for error, row in zip(errors, lower):
        known = sum(factor * value for factor, value in zip(row, solution))
        solution.append((error - known) / row[-1])
    return sum(value * value for value in solution) / 2 / math.log(2)
