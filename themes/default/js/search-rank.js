// The order of the entries that fit, and their pages.
(() => {
  "use strict";

  const { conditionsOf, isLeaf, occurs, tokensOf } = postilSearch;

  // How many of the best entries are compared with their text, and what one gains that has the whole query as it was typed,
  // or all of it in one turn.
  const MOST_READ = 40;
  const PHRASE = 2;
  const TOGETHER = 1.3;

  // A preface tells what the sections say, and the reader wants the place where it is said.
  const PREFACE = 0.6;

  /** `hits` in the order `sort`: `best`, `newest`, `oldest`, or `page`, as they stand on the site. */
  async function ranked({ query, hits, sort, engine, run }) {
    if (sort !== "best") return hits.sort(byPage(sort));
    for (const hit of hits) hit.score *= hit.page.preface && hit.at === 0 ? PREFACE : 1;
    const byScore = (a, b) => b.score - a.score || a.ref - b.ref;
    hits.sort(byScore);
    const leaves = query.where === null ? [] : conditionsOf(query.where).all.filter(isLeaf);
    if (leaves.length < 2) return hits;
    for (const hit of hits.slice(0, MOST_READ)) {
      await run.pause();
      const words = await engine.words(hit, run);
      if (words) hit.score *= bonus(leaves, words);
    }
    return hits.sort(byScore);
  }

  function bonus(leaves, { title, heading, parts }) {
    const phrase = phraseOf(leaves);
    const texts = [title, heading, ...parts];
    if (texts.some((text) => isRun(phrase, text))) return PHRASE;
    return texts.some((text) => leaves.every((node) => occurs(node, text))) ? TOGETHER : 1;
  }

  const phraseOf = (leaves) => leaves.flatMap(tokensOf);

  /** Whether a text has these tokens one after another, by their stems. */
  function isRun(wanted, text) {
    const fits = (token, at) => text[at].text === token.text || token.stems.includes(text[at].stem) ||
      ((token.isPrefix || token.isOpen) && text[at].text.startsWith(token.text));
    const starts = Math.max(text.length - wanted.length + 1, 0);
    return Array.from({ length: starts }, (_, at) => at).some((at) => wanted.every((token, offset) => fits(token, at + offset)));
  }

  /** Pages are numbered by date; those without one come last. */
  function byPage(sort) {
    const sign = sort === "newest" ? -1 : 1;
    const isUndated = ({ page }) => Number(sort !== "page" && !page.date);
    return (a, b) => isUndated(a) - isUndated(b) || sign * (a.page.number - b.page.number) || a.at - b.at;
  }

  /**
   * The pages of `hits` in the order of their first, `from` and `count` of them, each with `perPage` hits that have their text; with
   * `page`, of that page alone the hits `from` and `count`.
   */
  async function grouped(hits, { from, count, perPage, page, read }) {
    const groups = new Map();
    for (const hit of hits) {
      if (!groups.has(hit.page)) groups.set(hit.page, []);
      groups.get(hit.page).push(hit);
    }
    const all = [...groups];
    const chosen = page === undefined ? all.slice(from, from + count) : all.filter(([{ number }]) => number === page);
    return Promise.all(chosen.map(async ([{ number, address, title, language, date = "", collection = null }, own]) => ({
      page: { number, address, title, language, date, collection },
      total: own.length,
      hits: (await Promise.all(own.slice(...(page === undefined ? [0, perPage] : [from, from + count])).map((hit) => shown(hit, read)))).filter(Boolean),
    })));
  }

  async function shown(hit, read) {
    const entry = await read(hit);
    const { ref, score, missing, isOwn } = hit;
    const { anchor, heading = "", kind = null, label = "", parts = [] } = entry ?? {};
    return entry && { entry: ref, anchor, heading, kind, label, parts, score, isOwn, missing };
  }

  Object.assign(postilSearch, { ranked, grouped });
})();
