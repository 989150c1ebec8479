// A concordance: every place of what was found, with the words around it, made from the texts themselves.
(() => {
  "use strict";

  const { conditionsOf, lineIn, marksOf, occurs, places, sortedLines, viewOf, wordsOf } = postilSearch;

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
    await run.pause();
    const lines = order === "following" || order === "preceding" ? sortedLines(found, order) : found;
    return { total: lines.length, lines: lines.slice(from, from + count) };
  }

  function linesOf({ page, at }, entry, query, around) {
    const words = wordsOf(entry, page);
    const said = query.where === null ? [] : viewOf(conditionsOf(query.where), words, () => true)?.said ?? [];
    const nodes = marksOf(query, [words.title, words.heading, ...words.parts]);
    return said.filter((number) => nodes.some((node) => occurs(node, words.parts[number]))).flatMap((number) => {
      const part = entry.parts[number];
      return places(nodes, part.text, words.parts[number]).map((place) => ({
        ...lineIn(entry, part, place, around),
        page: { number: page.number, address: page.address, title: page.title, language: page.language, date: page.date ?? "", collection: page.collection ?? null },
        entry: at,
      }));
    });
  }

  postilSearch.concordance = concordance;
})();
