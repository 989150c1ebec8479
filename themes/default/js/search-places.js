// A concordance: every place of what was found, with the words around it, made from the texts themselves.
(() => {
  "use strict";

  const { conditionsOf, marksOf, occurs, places, viewOf, wordsOf } = postilSearch;

  /**
   * `{total, lines}`: the lines `from` and `count` of all places in `hits`, with up to `around` characters on either side. `order`
   * is `following` or `preceding`, by the words there, or that of the hits. `read` gives the text of a hit, `run.pause` lets a
   * browser draw.
   */
  async function concordance({ query, hits, order, from = 0, count = 100, around = 60, read, run }) {
    const found = [];
    for (const hit of hits) {
      await run.pause();
      const entry = await read(hit);
      if (entry) found.push(...linesOf(hit, entry, query, around));
    }
    if (order === "following" || order === "preceding") await sort(found, order, run);
    return { total: found.length, lines: found.slice(from, from + count) };
  }

  function linesOf({ page, at }, entry, query, around) {
    const words = wordsOf(entry, page);
    const said = query.where === null ? [] : viewOf(conditionsOf(query.where), words, () => true)?.said ?? [];
    const nodes = marksOf(query, [words.title, words.heading, ...words.parts]);
    return said.filter((number) => nodes.some((node) => occurs(node, words.parts[number]))).flatMap((number) => {
      const part = entry.parts[number];
      return places(nodes, part.text, page.stemming).map(([start, end]) => ({
        before: part.text.slice(Math.max(0, start - around), start).replace(/\s+/g, " "),
        words: part.text.slice(start, end).replace(/\s+/g, " "),
        after: part.text.slice(end, end + around).replace(/\s+/g, " "),
        by: part.by ?? "",
        time: part.time ?? "",
        kind: entry.kind ?? null,
        label: entry.label ?? "",
        heading: entry.heading ?? "",
        page: { number: page.number, address: page.address, title: page.title, language: page.language, date: page.date ?? "", collection: page.collection ?? null },
        anchor: part.anchor || entry.anchor,
        entry: at,
      }));
    });
  }

  /** Sorts by what follows, or by the words that precede, the nearest first. */
  async function sort(lines, order, run) {
    await run.pause();
    const keys = new Map(lines.map((line) => [line, keyOf(line, order)]));
    const { compare } = new Intl.Collator();
    lines.sort((a, b) => compare(keys.get(a), keys.get(b)));
  }

  function keyOf({ before, words, after }, order) {
    const letters = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();
    if (order === "following") return `${letters(after)} ${letters(words)}`;
    const nearest = letters(before);
    return (nearest.includes(" ") ? nearest.split(" ") : Array.from(nearest)).reverse().join(" ");
  }

  postilSearch.concordance = concordance;
})();
