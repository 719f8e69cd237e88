#!/usr/bin/env python3
"""Folds MediaWiki's log of blocks (CSV, may be gzipped) into the blocks in force, without any code of Bouncer's.

    fold_block_log.py LOG                     prints kind, id and end of each block in force as of the last row
    fold_block_log.py LOG --listed NDJSON     compares with what './bouncer list --all --json' printed; status 1 if they differ

Imported with --shift-to-now, all times are moved by the same amount, which is taken from the list itself: a block whose
end has another distance to the original than the others is a difference.
"""
import argparse
import collections
import csv
import datetime
import gzip
import ipaddress
import json
import re
import sys

TIME = "%Y-%m-%dT%H:%M:%SZ"
HEADER = "logid,ns,title,pageid,logpage,params,type,action,user,timestamp,comment".split(",")


def rows(path):
    opener = gzip.open if open(path, "rb").read(2) == b"\x1f\x8b" else open
    csv.field_size_limit(1 << 24)
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def time(text):
    return datetime.datetime.strptime(text, TIME).replace(tzinfo=datetime.timezone.utc)


def subject(title):
    name = title[len("User:"):]
    try:
        network = ipaddress.ip_network(name, strict=False)
    except ValueError:
        return "user", name
    single = network.prefixlen == network.max_prefixlen
    return "ip", str(network.network_address if single else network)


def expiry(params):
    found = re.search(r"'expiry': '([^']*)'", params)
    return time(found.group(1)) if found else None


def fold(path):
    counts = collections.Counter()
    last = {}
    end = None
    for row in rows(path):
        if row == HEADER:
            counts["header"] += 1
            continue
        fields = dict(zip(HEADER, row))
        if not fields.get("title", "").startswith("User:") or len(fields["title"]) == len("User:"):
            counts["unusable"] += 1
            continue
        counts["usable"] += 1
        end = time(fields["timestamp"])
        if fields["action"] in ("block", "reblock"):
            last[subject(fields["title"])] = (True, expiry(fields["params"]))
        else:
            last[subject(fields["title"])] = (False, None)
    blocks = {key: until for key, (blocked, until) in last.items() if blocked and (until is None or until > end)}
    return counts, blocks


def compare(blocks, listed):
    differences = []
    shifts = collections.Counter()
    seen = {}
    for line in open(listed, encoding="utf-8"):
        block = json.loads(line)
        key = (block["subject"]["kind"], block["subject"]["id"])
        until = block.get("expires_at")
        seen[key] = datetime.datetime.fromisoformat(until.replace("Z", "+00:00")) if until else None
    for key, until in seen.items():
        if key not in blocks:
            differences.append(f"listed, but not in force: {key}")
        elif (until is None) != (blocks[key] is None):
            differences.append(f"for ever in one, not in the other: {key}")
        elif until is not None:
            shifts[until - blocks[key]] += 1
    if len(shifts) > 1:
        differences.append(f"ends are shifted by different amounts: {shifts.most_common(3)}")
    shift = shifts.most_common(1)[0][0] if shifts else datetime.timedelta()
    now = datetime.datetime.now(datetime.timezone.utc)
    ended = 0
    for key, until in blocks.items():
        if key in seen:
            continue
        if until is not None and until + shift <= now:
            ended += 1  # since the import
        else:
            differences.append(f"in force, but not listed: {key}")
    return differences, len(seen), ended


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--listed")
    arguments = parser.parse_args()
    counts, blocks = fold(arguments.log)
    if not arguments.listed:
        for (kind, name), until in sorted(blocks.items()):
            print(kind, name, until.strftime(TIME) if until else "never", sep="\t")
        print(dict(counts), len(blocks), "in force", file=sys.stderr)
        return 0
    differences, listed, ended = compare(blocks, arguments.listed)
    for difference in differences[:20]:
        print(difference)
    print(f"{counts['usable']} usable, {listed} listed, {len(blocks)} in force at the last row, {ended} ended since, {len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
