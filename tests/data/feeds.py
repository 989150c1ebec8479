#!/usr/bin/env python3
"""Reads every Atom and RSS feed of a built site with feedparser: `feeds.py SITE`.

Run by hand; needs feedparser (PyPI). Ends with 1 if a feed is broken or lacks something.
"""

import pathlib
import sys

import feedparser

VERSIONS = {"feed.xml": "atom10", "rss.xml": "rss20"}


def shortcomings(feed, version):
    """What a feed reader would miss."""
    if feed.bozo:
        yield f"is broken: {feed.bozo_exception}"
    if feed.version != version:
        yield f"is taken for {feed.version}"
    yield from (f"has no {name}" for name in ("title", "link") if not feed.feed.get(name))
    if not feed.entries:
        yield "has no entries"
    for entry in feed.entries:
        yield from (f"{entry.get('link')} {what}" for what in entry_shortcomings(entry))


def entry_shortcomings(entry):
    yield from (f"has no {name}" for name in ("id", "title", "link") if not entry.get(name))
    if not (entry.get("updated_parsed") or entry.get("published_parsed")):
        yield "has no day that can be read"
    if not any(part.value.strip() for part in entry.get("content", [])):
        yield "has no text"
    for enclosure in entry.get("enclosures", []):
        if not enclosure.get("type", "").split("/")[0] in ("audio", "video"):
            yield f"encloses what is not a recording: {enclosure}"


def main(site):
    feeds = [path for path in sorted(pathlib.Path(site).rglob("*.xml")) if path.name in VERSIONS]
    count = entries = enclosures = 0
    for path in feeds:
        feed = feedparser.parse(path.read_bytes())
        entries += len(feed.entries)
        enclosures += sum(len(entry.get("enclosures", [])) for entry in feed.entries)
        for shortcoming in shortcomings(feed, VERSIONS[path.name]):
            print(f"{path}: {shortcoming}")
            count += 1
    print(f"{len(feeds)} feeds, {entries} entries, {enclosures} enclosures, {count} shortcomings")
    return 0 if feeds and not count else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
