// Keyword in context: every place that a query is found at, with what stands before and after it.
(() => {
  "use strict";

  const { tokens, stemmingOf, patterns, isPartOf, leavesOf, lineIn, sortedLines } = postilSearch;

  // By what stands around them, so many places are sorted: the text of each must be read.
  const MOST_SORTED = 2000;

  // About so many bytes the text of an entry takes.
  const TEXT = 1400;

  /**
   * The lines from `from` on, `count` of them, and how many there are in all. In the order of pages, no other text is read;
   * sorted by what stands around, that of the first `sorted`.
   */
  async function linesOf(index, request, check) {
    const { order = "page", from = 0, count = 100, query } = request;
    index.packs.missing.clear();
    const found = await index.found({ query, sort: "best" }, check);
    const places = await index.places(found, found.hits);
    check();
    const direction = order === "newest" ? -1 : 1;
    const day = ({ segment, page }) => segment.days[page] ?? -Infinity;
    const byPage = (a, b) => a.segment.first + a.page - (b.segment.first + b.page) || a.document - b.document;
    const inOrder = (a, b) => (order === "newest" && day(a) !== day(b) ? direction * (day(a) - day(b)) : byPage(a, b));
    const all = [...places].sort(([a], [b]) => inOrder(a, b)).flatMap(([hit, starts]) => starts.map((start) => ({ hit, start })));
    const isSorted = order === "following" || order === "preceding";
    const read = isSorted ? all.slice(0, MOST_SORTED) : all.slice(from, from + count);
    const patternsOf = leavesOf({ kind: "and", nodes: found.nodes }).flatMap(waysOf).map(patterns);
    const made = (await Promise.all(read.map((place) => index.tried(() => lineOf(index, place, patternsOf, request))))).filter(Boolean);
    check();
    const lines = isSorted ? sortedLines(made, order).slice(from, from + count) : made;
    const left = new Set(all.map(({ hit }) => hit)).size - new Set(read.map(({ hit }) => hit)).size;
    return { total: all.length, lines, sorted: isSorted ? read.length : all.length, cost: left * TEXT, ...index.faults() };
  }

  /** A node, and how else it may be written. */
  const waysOf = (node) => [node, ...(node.also ?? []).map((text) => ({ kind: "words", text }))];

  async function lineOf(index, { hit, start }, patternsOf, { around = 60 }) {
    const { segment, document, page } = hit;
    const entry = await segment.text(document);
    const place = placeOf(entry, start, stemmingOf(segment.languages[page]), patternsOf);
    if (!place) return undefined;
    return { ...lineIn(entry, place.part, [place.from, place.to], around), page: index.pageOf(hit, entry) };
  }

  // The tokens of each entry by their positions in it, as src/index/large/documents.rs places them.
  const placed = new WeakMap();

  function tokensOf(entry, stem) {
    if (!placed.has(entry)) {
      const found = new Map();
      let end = 0;
      entry.parts.forEach((part, number) => {
        const start = end + Number(number > 0 && !part.goesOn);
        const words = tokens(part.text, stem);
        words.forEach((token, at) => found.set(start + token.position, { part, words, at }));
        end = start + (words.length > 0 ? words.at(-1).position + 1 : 0);
      });
      placed.set(entry, found);
    }
    return placed.get(entry);
  }

  /** What stands at a position, for as long as any pattern fits there. */
  function placeOf(entry, start, stem, patternsOf) {
    const found = tokensOf(entry, stem).get(start);
    if (!found) return undefined;
    const { part, words, at } = found;
    const fitting = patternsOf.filter((pattern) => isPartOf(words.slice(at, at + pattern.length), pattern));
    const ends = fitting.map((pattern) => {
      const last = words[at + pattern.length - 1];
      return pattern.at(-1).isOpen && last.first !== undefined ? last.first : last.end;
    });
    return { part, from: words[at].start, to: Math.max(words[at].first ?? words[at].end, ...ends) };
  }

  Object.assign(postilSearch, { linesOf });
})();
