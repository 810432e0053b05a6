"""What counts and a linear forecast say of a row beside the network: see docs/anomaly.md.

The amounts, in bits, are those of src/tasks/anomaly/evidence/.
"""

import math

from encode_rows import number, scaled

# Every outcome counts as if it had been seen so often more.
SMOOTHING = 0.5
# Rows are counted by what these heads predict.
COUNTED = ("category", "number", "pause")
# A pair of values can be tested where chance expects so many rows of it.
LEAST_EXPECTED = 5
# All fields together keep so many pairs.
MOST_PAIRS = 5000


def amounts(header, outcomes, before, row):
    """One amount for each column of evidence; none in a model that keeps no counts."""
    kept = header.get("evidence")
    if kept is None:
        return []
    heads = header["target"]["heads"]
    counted = [came for head, came in zip(heads, outcomes) if head["kind"] in COUNTED]
    columns = row_bits(kept["rows"], counted)
    if "numbers" in kept:
        numbers = number_bits(kept["numbers"], header["encoder"]["fields"], before, row)
        # Models of older releases have both distances for columns.
        columns += [sum(numbers) / 2] if "testable" in kept["rows"] else numbers
    return columns


def row_bits(counts, outcomes):
    """How rare a row is: by equal rows and by each value given that of one other field; by equal
    rows alone; by its values alone; and by its oddest pair of values."""
    tree, alone, apart, oddest = 0.0, 0.0, 0.0, 0.0
    for head, (outcome, parent) in enumerate(zip(outcomes, counts["parents"])):
        values = counts["values"][head]
        own = (values[outcome] + SMOOTHING) / (counts["count"] + SMOOTHING * len(values))
        share = own
        if parent >= 0:
            given = outcomes[parent]
            table = counts["pairs"][head]
            together = count_of(table, given * len(values) + outcome)
            kinds = sum(key // len(values) == given for key in table["keys"]) or 1
            among = counts["values"][parent][given]
            share = (together + kinds * own) / (among + kinds)
            together = max(together, unlisted(table, len(outcomes)))
            expected = among * values[outcome] / counts["count"]
            oddest = max(oddest, pair_bits(together, expected, counts.get("testable", 0)))
        tree -= math.log2(share)
        alone -= math.log2(own)
        apart = max(apart, math.log2(own / share))
    equal = count_of(counts["rows"], row_hash(outcomes))
    count, distinct = counts["count"], counts["distinct"]
    rarity = -math.log2((equal + distinct * 2.0**-tree) / (count + distinct))
    # Models of older releases have these two columns.
    if "testable" not in counts:
        return [rarity, apart]
    return [rarity, -math.log2(equal + SMOOTHING), alone, oddest]


def pair_bits(together, expected, testable):
    """By how many bits a pair of values is odder than chance makes the oddest of the pairs."""
    if expected < LEAST_EXPECTED or together >= expected:
        return 0.0
    of_seen = together * math.log(together / expected) if together else 0.0
    nats = (expected - together + of_seen) / (together + 1) - math.log(max(1, testable))
    return max(0.0, nats / math.log(2))


def unlisted(table, width):
    """How often a pair that is not in a table may have come."""
    return min(table["counts"]) if len(table["counts"]) >= -(-MOST_PAIRS // width) else 0


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
    """Distances of the numbers from what the row before foretells, and from their means; both are
    the latter where the row is the first one."""
    means = kept["means"]
    own = [value - mean for value, mean in zip(numbers_of(fields, row), means)]
    from_means = distance(own, kept["ofValues"])
    if before is None:
        return [from_means, from_means]
    last = [value - mean for value, mean in zip(numbers_of(fields, before), means)]
    errors = [
        value - sum(slope * number for slope, number in zip(slopes, last))
        for value, slopes in zip(own, kept["slopes"])
    ]
    return [distance(errors, kept["ofErrors"]), from_means]


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
