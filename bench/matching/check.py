"""Check descriptions.jsonl: fields, ids, and every article against the statute texts.

    python bench/matching/check.py [--laws FOLDER]

The folder of statute texts (INDEX.csv and the files it names) is taken from
--laws or from ZHIFA_LAWS.  Without it the articles are not checked and a
message says so.  Exit code 1 when something is wrong.
"""

import argparse
import csv
import datetime
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIELDS = ["id", "text", "on", "kind", "field", "conduct", "accept", "note"]
KINDS = {"one", "two", "near", "outside"}
PREFIX = "中华人民共和国"
CODE_IN_FORCE = "2026-08-15"  # 生态环境法典; it repeals the laws in the folder "repealed"
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
ARTICLE = re.compile(r"^[#*\s　]*第([零一二三四五六七八九十百千]+)条(之[一二三四五六七八九十]+)?")


def number(s):
    total = cur = 0
    for c in s:
        if c in DIGITS:
            cur = DIGITS[c]
        else:
            total += (cur or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            cur = 0
    return total + cur


UNREAD = {"殡葬管理条例": "2026-03-30"}
"""Laws whose present text nobody has read, by the day it came into force: the law alone is the answer."""


class Laws:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.rows = {}
        with open(self.folder / "INDEX.csv", encoding="utf-8-sig", newline="") as f:
            for row in csv.DictReader(f):
                self.rows.setdefault(row["title"].replace(PREFIX, ""), []).append(row)
        self.articles = {}

    def numbers(self, title):
        if title not in self.articles:
            found = set()
            for row in self.rows[title]:
                for line in (self.folder / row["file"]).read_text(encoding="utf-8").splitlines():
                    m = ARTICLE.match(line)
                    if m:
                        found.add(str(number(m.group(1))) + (m.group(2) or ""))
            self.articles[title] = found
        return self.articles[title]

    def repealed(self, title):
        return all(r["file"].startswith("repealed/") for r in self.rows[title])


def check(rows, laws):
    wrong = []

    def say(r, what):
        wrong.append(f"{r.get('id', '?')}: {what}")

    ids, texts = Counter(), Counter()
    for r in rows:
        if list(r) != FIELDS:
            say(r, f"fields {list(r)}")
            continue
        ids[r["id"]] += 1
        texts[r["text"]] += 1
        if not re.fullmatch(r"m\d{4}", r["id"]):
            say(r, "id is not m and four digits")
        if not 10 <= len(r["text"]) <= 90:
            say(r, f"text has {len(r['text'])} characters")
        try:
            datetime.date.fromisoformat(r["on"])
        except ValueError:
            say(r, f"day {r['on']}")
        if r["kind"] not in KINDS:
            say(r, f"kind {r['kind']}")
        if not r["field"]:
            say(r, "no field")
        offences = {"one": 1, "near": 1, "two": 2, "outside": 0}.get(r["kind"])
        if len(r["accept"]) != offences:
            say(r, f"{len(r['accept'])} offences for kind {r['kind']}")
        if r["kind"] != "outside" and not r["conduct"]:
            say(r, "no conduct")
        if r["kind"] == "near" and not r["note"]:
            say(r, "near without a note naming the neighbour")
        for offence in r["accept"]:
            if not offence:
                say(r, "offence without articles")
            if len(set(offence)) != len(offence):
                say(r, "article given twice")
            for key in offence:
                if key in UNREAD and r["on"] >= UNREAD[key]:
                    continue
                m = re.fullmatch(r"([^#]+)#(\d+(?:之[一二三四五六七八九十]+)?)", key)
                if not m:
                    say(r, f"not 法名#条: {key}")
                    continue
                if m.group(1).startswith(PREFIX):
                    say(r, f"long title: {key}")
                if laws is None:
                    continue
                title, art = m.groups()
                if title not in laws.rows:
                    say(r, f"title not in INDEX.csv: {title}")
                elif art not in laws.numbers(title):
                    say(r, f"no such article: {key}")
                elif laws.repealed(title) and r["on"] >= CODE_IN_FORCE:
                    say(r, f"repealed on {r['on']}: {key}")
                elif title == "生态环境法典" and r["on"] < CODE_IN_FORCE:
                    say(r, f"not yet in force on {r['on']}: {key}")
    wrong += [f"{i}: id used {n} times" for i, n in ids.items() if n > 1]
    wrong += [f"text used {n} times: {t}" for t, n in texts.items() if n > 1]
    return wrong


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--laws", default=os.environ.get("ZHIFA_LAWS"))
    p.add_argument("--file", default=HERE / "descriptions.jsonl")
    a = p.parse_args()
    with open(a.file, encoding="utf-8") as f:
        rows = [json.loads(line) for line in f if line.strip()]
    laws = Laws(a.laws) if a.laws and (Path(a.laws) / "INDEX.csv").exists() else None
    wrong = check(rows, laws)
    for line in wrong:
        sys.stdout.write(line + "\n")
    checked = "laws and articles checked" if laws else "no folder of laws: articles not checked"
    sys.stdout.write(f"{len(rows)} descriptions, {len(wrong)} faults, {checked}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
