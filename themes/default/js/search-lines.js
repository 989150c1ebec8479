// Keyword in context: every place on a line of its own, the words that were found in one column, sorted by what
// stands after or before them.
(() => {
  "use strict";

  const { element, href, loosen, places, wordsOf } = postilSearch;

  // How many entries are read, how many lines made of them, and how much is shown on either side.
  const MOST_HITS = 50;
  const MOST_LINES = 300;
  const AROUND = 60;

  /** The lines of `hits` as a table. `order` is `following` or `preceding`. */
  async function lines(hits, query, order) {
    const found = (await Promise.all(hits.slice(0, MOST_HITS).map((hit) => linesOf(hit, query)))).flat();
    const sorted = found.map((line) => ({ ...line, key: keyOf(line, order) })).sort((a, b) => a.key.localeCompare(b.key));
    return element("table", "search-lines", element("tbody", "", ...sorted.slice(0, MOST_LINES).map(row)));
  }

  async function linesOf(hit, query) {
    const entry = await hit.page.entry(hit.at);
    const { page } = hit;
    const words = await wordsOf(hit);
    const wanted = loosen(query, [...words.about, ...words.parts]);
    return entry.parts.flatMap((part) => places(wanted, part.text, page.stemming).map(([start, end]) => ({
      before: part.text.slice(Math.max(0, start - AROUND), start).replace(/\s+/g, " "),
      words: part.text.slice(start, end),
      after: part.text.slice(end, end + AROUND).replace(/\s+/g, " "),
      href: href(page, part.anchor || entry.anchor, query),
      by: part.by || page.title,
      language: page.language,
    })));
  }

  /** What a line is sorted by: what follows, or the words that precede, the nearest first. */
  function keyOf({ before, words, after }, order) {
    const letters = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();
    if (order === "following") return `${letters(after)} ${letters(words)}`;
    const nearest = letters(before);
    return (nearest.includes(" ") ? nearest.split(" ") : Array.from(nearest)).reverse().join(" ");
  }

  function row({ before, words, after, href: address, by, language }) {
    const link = element("a", "", element("mark", "hit", words));
    link.href = address;
    const made = element("tr", "", element("td", "before", element("bdi", "", before)), element("td", "words", link), element("td", "after", after),
      element("td", "by", by));
    made.lang = language;
    return made;
  }

  postilSearch.lines = lines;
})();
