"""Says how many entries answer each query, by SQLite's FTS5: `judge.py FOLDER`, for judge.js."""

import json
import sqlite3
import sys
from itertools import product
from pathlib import Path

folder = Path(sys.argv[1])
ids = {}
pages, spoken, rows = [], [], []


def word(token, kind):
    """A token as a word that no tokeniser changes."""
    return kind + str(ids.setdefault(token, len(ids)))


def column(areas, key):
    return " zz ".join(" ".join(word(token, key[0]) for token in area[key]) for area in areas)


with open(folder / "entries.ndjson") as lines:
    for line in lines:
        entry = json.loads(line)
        areas, title = entry["parts"] + entry["about"], [entry["title"]]
        rows.append([column(areas, "forms"), column(areas, "stems"), column(title, "forms"), column(title, "stems")])
        pages.append(entry["page"])
        spoken.append([(part["by"], set(part["stems"])) for part in entry["parts"]])

db = sqlite3.connect(":memory:")
db.execute("create virtual table entries using fts5(forms, stems, title_forms, title_stems, tokenize='ascii')")
db.executemany("insert into entries values (?, ?, ?, ?)", rows)
entries_of_page = {}
for number, page in enumerate(pages):
    entries_of_page.setdefault(page, set()).add(number)


def matching(column, pattern, kind):
    """The entries whose column has tokens that fit, one after another."""
    known = [[word(token, kind) for token in set(choice) if token in ids] for choice in pattern]
    found = set()
    for words in product(*known):
        query = f'{{{column}}} : "{" ".join(words)}"'
        found |= {row[0] - 1 for row in db.execute("select rowid from entries where entries match ?", (query,))}
    return found


def where(node):
    """The entries that have a node themselves, and those that have it in the title of their page."""
    kind, name = ("f", "forms") if node["isExact"] else ("s", "stems")
    own = matching(name, node["tokens"], kind)
    titled = {pages[number] for number in matching("title_" + name, node["tokens"], kind)}
    return own, set().union(*(entries_of_page[page] for page in titled)) if titled else set()


def total(query):
    found = [where(node) for node in query["wanted"]]
    out = set().union(*(own | titled for own, titled in map(where, query["excluded"])), set())
    if query["speaker"] is None:
        every = set.intersection(*(own | titled for own, titled in found)) - out
        own = {number for number in every if any(number in of_node for of_node, _ in found)}
        bare = {pages[number] for number in every} - {pages[number] for number in own}
        return len(own) + len(bare)
    stems = [set(node["tokens"][0]) for node in query["wanted"]]
    fits = lambda said: said and all(any(stems_of & words for words in said) for stems_of in stems)
    by = lambda number: [words for name, words in spoken[number] if query["speaker"] in name.split(", ")]
    return sum(1 for number in range(len(pages)) if fits(by(number)) and number not in out)


queries = json.loads((folder / "queries.json").read_text())
wrong = [(query["text"], query["total"], expected) for query in queries if (expected := total(query)) != query["total"]]
print(f"\n{len(queries) - len(wrong)} of {len(queries)} totals are as FTS5 has them")
for text, found, expected in wrong:
    print(f"- {text}: {found}, not {expected}")
sys.exit(1 if wrong else 0)
