#!/usr/bin/env python3
"""Reads every Atom and RSS feed of a built site with feedparser: `feeds.py SITE`.

Run by hand; needs feedparser and html5lib (PyPI). Ends with 1 if a feed is broken, lacks something, or has a title or
a summary that becomes markup where a reader shows it as HTML.
"""

import pathlib
import sys

import feedparser
import html5lib

VERSIONS = {"feed.xml": "atom10", "rss.xml": "rss20"}


def markup(entry):
    """The elements in texts that are to be nothing but words, as a browser reads them."""
    for name in ("title_detail", "subtitle_detail", "summary_detail"):
        detail = entry.get(name)
        # The text itself stands in for a summary that is not there.
        if not detail or detail.value in [part.value for part in entry.get("content", [])]:
            continue
        fragment = html5lib.parseFragment(detail.value, namespaceHTMLElements=False)
        yield from (f"has <{element.tag}> in its {name}" for element in fragment.iter() if element is not fragment)


def shortcomings(feed, version):
    """What a feed reader would miss."""
    if feed.bozo:
        yield f"is broken: {feed.bozo_exception}"
    if feed.version != version:
        yield f"is taken for {feed.version}"
    yield from (f"has no {name}" for name in ("title", "link") if not feed.feed.get(name))
    if not feed.entries:
        yield "has no entries"
    yield from markup(feed.feed)
    for entry in feed.entries:
        yield from (f"{entry.get('link')} {what}" for what in [*entry_shortcomings(entry), *markup(entry)])


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
        feed = feedparser.parse(path.read_bytes(), sanitize_html=False)
        entries += len(feed.entries)
        enclosures += sum(len(entry.get("enclosures", [])) for entry in feed.entries)
        for shortcoming in shortcomings(feed, VERSIONS[path.name]):
            print(f"{path}: {shortcoming}")
            count += 1
    print(f"{len(feeds)} feeds, {entries} entries, {enclosures} enclosures, {count} shortcomings")
    return 0 if feeds and not count else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
