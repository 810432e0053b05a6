"""What a model of mode=anomaly says of a row, from the probabilities that its export gives.

The network reads the rows before the one that is judged: see docs/export.md.
"""

import bisect
import math

from anomaly_evidence import amounts
from encode_rows import OTHER, index_of, number

# Below this a float32 is not exact.
TINY = 2.0**-126
HIGHEST_SCORE = 1 - 2.0**-24
# Every outcome counts as if it had been seen so often more.
SMOOTHING = 0.5
# What the least share weighs in the harmonic mean of the shares.
LEAST_WEIGHT = 0.7


def judge(header, probabilities, before, row):
    """`anomaly_surprise` and `anomaly_score` of `row`.

    probabilities: of the outcomes of each head, in the order of the outputs
    before: the last row of the entity before it; None for the first one
    """
    heads = header["target"]["heads"]
    bits, excess, outcomes = [], [], []
    for head, own in zip(heads, probabilities):
        own = [max(float(p), TINY) for p in own]
        came, tail = outcome(header, head, before, row)
        outcomes.append(came)
        surprise = tail - math.log2(share(head, own, came))
        bits.append(surprise)
        excess.append(surprise + sum(p * math.log2(p) for p in own))
    ranks = header["anomaly"]
    combined = score(ranks, excess, amounts(header, outcomes, before, row))
    return sum(bits), max(combined, new_value_score(ranks, heads, outcomes))


def new_value_score(ranks, heads, outcomes):
    """The least score of a row with a value that training had too seldom to know, or never; 0 without one."""
    # Models of older releases know no chance of such values.
    chances = ranks.get("newValues", [])
    scores = [1 - chance for *came, chance in zip(heads, outcomes, chances) if is_new(*came)]
    return min(HIGHEST_SCORE, max(scores, default=0.0))


def is_new(head, came):
    """Whether training did not know a value; bins of numbers have tails, which tell more."""
    is_empty = came in head.get("empty", {"outcomes": []})["outcomes"]
    if head["kind"] == "category":
        return came == OTHER or is_empty
    return head["kind"] == "number" and came == 0 and is_empty


def score(ranks, excess, evidence):
    """Rank of a row by the sums over the heads and the evidence and by its least share, among held-out rows."""
    parts = [parts_of(ranks["heads"], excess), parts_of(ranks.get("evidence", []), evidence)]
    if "sums" not in ranks:
        return rank(ranks, sum(parts[0]) + sum(parts[1]))
    of_heads, *weights = ranks.get("weights", [1.0])
    chance = math.log(of_heads / len(parts[0])) if "weights" in ranks else 0.0
    least = max(
        [part + chance for part in parts[0]]
        + [part + math.log(weight) for part, weight in zip(parts[1], weights)]
    )
    sums = [sum(parts[0])]
    of_sums = [1.0]
    if evidence:
        sums.append(sum(part * weight for part, weight in zip(parts[1], weights)))
        of_sums = [of_heads, sum(weights)]
    logs = [
        nats_above(table, value) + math.log((1 - LEAST_WEIGHT) * weight / sum(of_sums))
        for table, value, weight in zip(ranks["sums"], sums, of_sums)
    ]
    logs.append(nats_above(ranks["least"], least) + math.log(LEAST_WEIGHT))
    most = max(logs)
    return rank(ranks, most + math.log(sum(math.exp(log - most) for log in logs)))


def parts_of(tables, values):
    return [-math.log(share_above(table, value)) for table, value in zip(tables, values)]


def rank(ranks, combined):
    return min(HIGHEST_SCORE, 1 - share_above(ranks["combined"], combined))


def share(head, probabilities, came):
    """The probability of an outcome; a smoothed share where training never had it."""
    empty = head.get("empty", {"outcomes": []})
    if came not in empty["outcomes"]:
        return probabilities[came]
    return SMOOTHING / (empty["rows"] + SMOOTHING * len(probabilities))


def outcome(header, head, before, row):
    """Which outcome of a head came, and what a number adds that lies beyond its bins, in bits."""
    if head["kind"] == "category":
        return index_of(head["vocabulary"], row.get(head["field"], "").strip()), 0.0
    if head["kind"] == "end":
        # The row came; whether one follows is not known yet.
        return 0, 0.0
    if head["kind"] == "pause":
        time = header["sequence"]["time"]
        value = None if before is None else float(row[time]) - float(before[time])
    else:
        value = number(row.get(head["field"], "").strip())
    if value is None:
        return 0, 0.0
    edges = head["edges"]
    came = 1 + bisect.bisect_right(edges, value) - (value == edges[-1])
    return came, tail_bits(head, value)


def tail_bits(head, value):
    """The negative binary logarithm of the survival of a generalised Pareto distribution."""
    first, last = head["edges"][0], head["edges"][-1]
    if "tails" not in head or first <= value <= last:
        return 0.0
    tail = head["tails"]["above" if value > last else "below"]
    distance = value - last if value > last else first - value
    return math.log1p(tail["shape"] * distance / tail["scale"]) / tail["shape"] / math.log(2)


def share_above(table, value):
    """Share of held-out values that are larger."""
    values, above = table["values"], table["above"]
    if value < values[-1]:
        return share_within(table, value)
    return tail_share(above[-1], (value - values[-1]) / table["tail"])


def nats_above(table, value):
    """Negative logarithm of this share, in a tail that falls exponentially however far out."""
    values, above = table["values"], table["above"]
    if value < values[-1]:
        return -math.log(share_within(table, value))
    return (value - values[-1]) / table["tail"] - math.log(above[-1])


def share_within(table, value):
    values, above = table["values"], table["above"]
    if value < values[0]:
        return (table["count"] + 0.5) / (table["count"] + 1)
    at = bisect.bisect_right(values, value)
    part = (value - values[at - 1]) / (values[at] - values[at - 1])
    return above[at - 1] * (above[at] / above[at - 1]) ** part


def tail_share(share, excess):
    """Falls exponentially, below 1e-5 as 1/excess."""
    exponential = max(0.0, math.log(share / 1e-5))
    rest = excess - exponential
    return share * math.exp(-excess) if rest <= 0 else share * math.exp(-exponential) / (1 + rest)
