"""Rows of search results as inputs of an exported model: what the app's encoders do, in Python.

A row is a dict of texts by field, as results have them; a field that is empty or missing is null.
`header` is the part of that name of the export's metadata: see docs/export.md.
"""

import bisect
import ipaddress
import math
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
OTHER = 0


HOUR = 3_600
DAY = 86_400


def encode_window(header, rows, next_row=None):
    """Inputs by name, a batch of one: of an entity's rows in order of time, or of the one row.

    next_row: the row that is judged by the rows before it, where sequences have a begin
    """
    encoder, target = header["encoder"], header["target"]
    if encoder["kind"] == "tokens":
        (row,) = rows
        return {"ids_0": np.array([encode_tokens(encoder, row)], "int32")}
    if encoder["kind"] == "characters":
        (row,) = rows
        characters = encode_characters(encoder, row)
        beside = encode_beside(header, row, characters) if header["network"].get("wide") else {}
        return {"ids_0": np.array([characters], "int32"), **beside}
    steps = [encode_row(encoder, row) for row in rows]
    if "begin" in encoder:
        begins = encode_begin(header, rows)
        steps = begins + steps
        dated = (rows if begins else rows[1:]) + [next_row]
    else:
        begins, dated = [], rows
    for (features, _), row in zip(steps, dated):
        for cycle in encoder.get("calendar", []):
            time = float(row[header["sequence"]["time"]])
            begun = time // HOUR * HOUR if "begin" in encoder else time
            features += calendar(cycle, local(encoder, begun))
    if "begin" in encoder:
        for at, (features, _) in enumerate(steps):
            features.append(float(at < len(begins)))
    if "pause" in encoder:
        unknown = [[0.0, 1.0]] * len(begins)
        for (features, _), pause in zip(steps, unknown + pauses(header, rows)):
            features += pause
    inputs = {}
    if steps[0][0]:
        inputs["features"] = np.array([[features for features, _ in steps]], "float32")
    for index in range(len(steps[0][1])):
        inputs[f"ids_{index}"] = np.array([[ids[index] for _, ids in steps]], "int32")
    if target["mode"] == "forecast":
        inputs["last_value"] = np.array([[last_value(target, rows)]], "float32")
    return inputs


def encode_begin(header, rows):
    """The step before an entity's first row, if it is read: if there are fewer rows than are read at most."""
    encoder = header["encoder"]
    if len(rows) >= header["sequence"]["reach"]["rows"]:
        return []
    features, ids = encode_row(encoder, {})
    return [([0.0] * len(features), [OTHER] * len(ids))]


def encode_row(encoder, row):
    """The features of a row, and its index into each embedding."""
    features, ids = [], []
    for field in encoder["fields"]:
        text = row.get(field["field"], "").strip()
        if field["kind"] == "numeric":
            value = number(text)
            features.append(scaled(field, field["fill"] if value is None else value))
            features += [float(value is None)] if field["hasNull"] else []
        elif field["kind"] == "ip":
            address = ip(text)
            features += field["fill"] if address is None else ip_features(address)
            features += [float(address is None)] if field["hasNull"] else []
        elif field["encoding"] == "onehot":
            place = index_of(field["vocabulary"], text)
            features += [float(k == place) for k in range(size(field["vocabulary"]))]
        else:
            ids.append(index_of(field["vocabulary"], text))
    return features, ids


def calendar(cycle, time):
    """Sine and cosine of the time of day or of the day of the week; `time` in local seconds since 1970."""
    phase = time % DAY / DAY if cycle == "hour" else time // DAY % 7 / 7
    return [math.sin(2 * math.pi * phase), math.cos(2 * math.pi * phase)]


def local(encoder, time):
    """Seconds since 1970 as a clock in the time zone of the model shows them."""
    zone = ZoneInfo(encoder.get("timeZone", "UTC"))
    return time + datetime.fromtimestamp(time, zone).utcoffset().total_seconds()


def last_value(target, rows):
    """The last known value of the target, else its mean in training."""
    known = [number(row.get(target["field"], "").strip()) for row in rows]
    return next((value for value in reversed(known) if value is not None), target["mean"])


def pauses(header, rows):
    """Two features a row: the scaled pause before it, and whether it is the first of the window."""
    times = [float(row[header["sequence"]["time"]]) for row in rows]
    between = [after - before for before, after in zip(times, times[1:])]
    first = [[0.0, 1.0]] if rows else []
    return first + [[scaled(header["encoder"]["pause"], pause), 0.0] for pause in between]


def encode_tokens(encoder, row):
    """A row as one sequence: a token for each field, four for an address."""
    tokens, base = [], 0
    for field in encoder["fields"]:
        text = row.get(field["field"], "").strip()
        if field["kind"] == "numeric":
            value, edges = number(text), field["edges"]
            null = len(edges) + 1 if field["hasNull"] else field["fill"]
            tokens.append(base + (null if value is None else bisect.bisect_right(edges, value)))
            base += len(edges) + 1 + field["hasNull"]
            continue
        parts = field["parts"] if field["kind"] == "ip" else [field["vocabulary"]]
        texts = ip_texts(text) if field["kind"] == "ip" else [text]
        for vocabulary, part in zip(parts, texts):
            tokens.append(base + index_of(vocabulary, part))
            base += size(vocabulary)
    return tokens


def encode_characters(encoder, row):
    """A text as one sequence: an index for each of its last characters, or that of null;
    where the next character is predicted, an index for the begin is before them."""
    field = text_field(encoder)
    characters = list(row.get(field["field"], "").strip())[-field["length"] :]
    if field["case"] == "lower":
        characters = [character.lower() for character in characters]
    values = {value: at + 1 for at, value in enumerate(field["vocabulary"]["values"])}
    null = len(values) + 1 if field["vocabulary"]["hasNull"] else OTHER
    begin = [len(values) + 1 + field["vocabulary"]["hasNull"]] if field["hasBegin"] else []
    return begin + ([values.get(character, OTHER) for character in characters] or [null])


def text_field(encoder):
    return next(field for field in encoder["fields"] if field["kind"] == "text")


def encode_beside(header, row, characters):
    """What the linear model reads of a text: its pieces, with the categories of further fields, and numbers.
    In a batch, fill `pieces` up with the number of columns, which stands for none."""
    encoder = header["encoder"]
    further = [field for field in encoder["fields"] if field["kind"] != "text"]
    features, ids = encode_row({"fields": further}, row)
    sizes = [size(field["vocabulary"]) for field in further if field.get("encoding") == "embedding"]
    columns = header["network"]["wide"]["columns"]
    of_ids = min(sum(sizes), columns // 2)
    places = [(sum(sizes[:at]) + own) % of_ids for at, own in enumerate(ids)]
    pieces = places + [of_ids + bucket for bucket in buckets(characters, columns - of_ids)]
    length = len(characters) / text_field(encoder)["meanLength"]
    return {"pieces": np.array([pieces], "int32"), "beside": np.array([features + [length]], "float32")}


BEGIN, END = -1, -2


def buckets(symbols, count):
    """Where the pieces of one to three neighbours are, each once; the begin and the end are symbols, too."""
    marked = [BEGIN, *symbols, END]
    found = {}
    for start, first in enumerate(marked[:-1]):
        state = joined(0, first)
        if start > 0:
            found[finished(state) % count] = True
        for symbol in marked[start + 1 : start + 3]:
            state = joined(state, symbol)
            found[finished(state) % count] = True
    return list(found)


BITS = 2**32 - 1


def joined(state, symbol):
    return ((state ^ (symbol + 3) * 0x85EBCA6B) * 0x9E3779B1 + 1) & BITS


def finished(state):
    mixed = (state ^ state >> 15) * 0x85EBCA6B & BITS
    return mixed ^ mixed >> 13


def number(text):
    """A finite decimal, or None."""
    value = float(text) if DECIMAL.fullmatch(text) else math.inf
    return value if math.isfinite(value) else None


def scaled(field, value):
    if "quantiles" in field:
        return rank(field["quantiles"], value)
    linear = math.copysign(math.log1p(abs(value)), value) if field["isLog"] else value
    clip = field.get("clip", 8)
    return max(-clip, min(clip, (linear - field["center"]) / field["scale"]))


def rank(quantiles, value):
    """0 to 1; the middle of its ranks where several quantiles are equal, but at the ends."""
    last = len(quantiles) - 1
    if value <= quantiles[0] or value >= quantiles[last]:
        return float(value >= quantiles[last] and value > quantiles[0])
    left, right = bisect.bisect_left(quantiles, value), bisect.bisect_right(quantiles, value)
    if left < right:
        return (left + right - 1) / 2 / last
    below, above = quantiles[left - 1], quantiles[left]
    return (left - 1 + (value - below) / (above - below)) / last


def size(vocabulary):
    """`other`, the values, null."""
    return 1 + len(vocabulary["values"]) + vocabulary["hasNull"]


def index_of(vocabulary, text):
    values = vocabulary["values"]
    if text == "":
        return len(values) + 1 if vocabulary["hasNull"] else OTHER
    return {comparable(value): at + 1 for at, value in enumerate(values)}.get(comparable(text), OTHER)


def comparable(text):
    """6 = 6.0; integers that a double cannot tell apart stay texts."""
    value = float(text) if DECIMAL.fullmatch(text) else math.inf
    return value if abs(value) < 2**53 else text


def ip(text):
    """An IPv4 address within IPv6 counts as IPv4."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def ip_parts(address):
    """Four octets, or the first four groups of IPv6."""
    packed = address.packed
    return list(packed) if address.version == 4 else [packed[k] * 256 + packed[k + 1] for k in (0, 2, 4, 6)]


def ip_features(address):
    parts = ip_parts(address)
    a, b = parts[:2]
    if address.version == 4:
        private = a == 10 or (a == 172 and b >> 4 == 1) or (a, b) in ((192, 168), (169, 254))
        flags = [private, a == 127, a >> 4 == 14, False]
        return [part / 255 for part in parts] + [float(flag) for flag in flags]
    private = a & 0xFE00 == 0xFC00 or a & 0xFFC0 == 0xFE80
    flags = [private, sum(parts) == 0, a >> 8 == 0xFF, True]
    return [part / 65535 for part in parts] + [float(flag) for flag in flags]


def ip_texts(text):
    address = ip(text)
    if address is None:
        return [""] * 4
    return [f"v6:{part:x}" if address.version == 6 else str(part) for part in ip_parts(address)]
