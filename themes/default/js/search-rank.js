// Ranking: the entries that fit a query best, checked against their words.
(() => {
  "use strict";

  const { tokens, occurrences } = postilSearch;

  // How many of the best entries are compared with their text, and are given at most.
  const CHECKED = 30;
  const MOST = 200;

  // What is left of a term whose tokens an entry has, but not one after another.
  const SCATTERED = 0.4;
  // What an entry gains when it has the whole query as it was typed.
  const PHRASE = 2;

  // An entry with less of a query is not shown beside one that has all of it.
  const ENOUGH = 0.5;
  const WHOLE = 0.999;

  /**
   * The entries that fit `query`, best first: `{page, at, score, coverage}`. Those with all its terms come
   * before those with some; a term that most entries have counts for the score alone.
   */
  async function rank(index, query) {
    const terms = index.lookUp(query);
    const hits = candidates(index, terms);
    sort(hits, terms);
    if (needsText(query, terms)) {
      await Promise.all(hits.slice(0, CHECKED).map((hit) => check(hit, query)));
      sort(hits, terms);
    }
    const all = hits.length > 0 && hits[0].coverage > WHOLE;
    return withoutBareTitles(hits.filter((hit) => hit.coverage > (all ? ENOUGH : 0))).slice(0, MOST);
  }

  /** Every entry with any of the terms; `parts` holds what it has of each. */
  function candidates(index, terms) {
    const hits = new Map();
    terms.forEach(({ entries }, number) => {
      for (const [ref, part] of entries) {
        const hit = hits.get(ref) ?? { ...index.places[ref], ref: Number(ref), parts: [], bonus: 1 };
        hit.parts[number] = part;
        hits.set(ref, hit);
      }
    });
    return [...hits.values()];
  }

  function sort(hits, terms) {
    const isCounted = terms.every((term) => term.isCommon) ? () => true : (term) => !term.isCommon;
    const weight = (term) => (isCounted(term) ? term.weight : 0);
    const whole = terms.reduce((sum, term) => sum + weight(term), 0);
    for (const hit of hits) {
      const sum = (value) => hit.parts.reduce((sum, part, number) => sum + value(part, terms[number]), 0);
      hit.coverage = sum((part, term) => part.share * weight(term)) / whole;
      hit.score = hit.bonus * sum((part) => part.score);
    }
    const isWhole = (hit) => Number(hit.coverage > WHOLE);
    hits.sort((a, b) => isWhole(b) - isWhole(a) || b.score * b.coverage - a.score * a.coverage || a.ref - b.ref);
  }

  /** The index says that tokens are in an entry, but not that they stand together. */
  function needsText(query, terms) {
    return query.terms.flat().length > 1 || terms.some((term) => term.isGuess);
  }

  async function check(hit, query) {
    const text = (await hit.page.text()).entries[hit.at];
    const words = [hit.page.title, text.heading ?? "", ...text.parts.flatMap((part) => [part.by ?? "", part.text])];
    const found = words.map((text) => tokens(text));
    const has = (term) => found.some((textTokens) => occurrences(term, textTokens).length > 0);
    query.terms.forEach((term, number) => {
      const part = hit.parts[number];
      if (!part || has(term)) return;
      hit.parts[number] = { ...part, score: part.score * SCATTERED, share: part.share * SCATTERED };
    });
    if (query.terms.length > 1 && has(query.terms.flat())) hit.bonus = PHRASE;
  }

  /** A page whose title alone fits is shown by one entry, and by none when others have words of their own. */
  function withoutBareTitles(hits) {
    const isOwn = (hit) => hit.parts.some((part) => part?.isOwn);
    const shown = new Set(hits.filter(isOwn).map((hit) => hit.page));
    return hits.filter((hit) => {
      if (isOwn(hit)) return true;
      const isFirst = !shown.has(hit.page);
      shown.add(hit.page);
      return isFirst;
    });
  }

  postilSearch.rank = rank;
})();
