// Ranking: the entries that fit a query best, checked against their words.
(() => {
  "use strict";

  const { tokens, sought, occurrences, WHOLE } = postilSearch;

  // How many of the best entries are compared with their text, and so many at a time.
  const CHECKED = 100;
  const AT_A_TIME = 20;

  // How many are given.
  const MOST = 200;

  // What is left of a term whose tokens an entry has, but not one after another.
  const SCATTERED = 0.4;

  // What an entry gains when it has the whole query as it was typed, or all of it in one turn.
  const PHRASE = 2;
  const TOGETHER = 1.3;

  // A preface tells what the sections say, and the reader wants the place where it is said.
  const PREFACE = 0.7;

  // An entry with less of a query is not shown beside one that has all of it.
  const ENOUGH = 0.5;

  /**
   * The entries that fit `query`, best first: `{page, at, score, coverage}`. Those with all its terms come
   * before those with some; a term that most entries have counts for the score alone.
   */
  async function rank(index, query) {
    const terms = index.lookUp(query);
    let hits = sorted(candidates(index, terms), terms);
    if (needsText(terms)) hits = await checked(hits, terms);
    const least = hits[0]?.coverage > WHOLE ? ENOUGH : 0;
    return withoutBareTitles(hits.filter((hit) => hit.coverage > least)).slice(0, MOST);
  }

  /** Every entry with any of the terms; `parts` holds what it has of each. */
  function candidates(index, terms) {
    const hits = new Map();
    terms.forEach((term, number) => {
      for (const [ref, part] of term.entries) {
        const hit = hits.get(ref) ?? newHit(index, ref);
        hit.parts[number] = part.share > WHOLE ? part : scattered(part, term);
        hits.set(ref, hit);
      }
    });
    return [...hits.values()];
  }

  function newHit(index, ref) {
    const { page, at } = index.places[ref];
    return { page, at, ref: Number(ref), parts: [], bonus: page.preface && at === 0 ? PREFACE : 1 };
  }

  /** Less of `part`, since its tokens are apart; nothing if they were quoted, or no more than guessed. */
  function scattered(part, term) {
    const left = term.isQuoted || term.isGuess ? 0 : SCATTERED;
    return { ...part, score: part.score * left, share: part.share * left };
  }

  /** `hits` with their coverage and score, the best first. */
  function sorted(hits, terms) {
    const isCounted = terms.every((term) => term.isCommon) ? () => true : (term) => !term.isCommon;
    const weight = (term) => (isCounted(term) ? term.weight : 0);
    const whole = terms.reduce((sum, term) => sum + weight(term), 0);
    for (const hit of hits) {
      const sum = (value) => hit.parts.reduce((sum, part, number) => sum + value(part, terms[number]), 0);
      hit.coverage = sum((part, term) => part.share * weight(term)) / whole;
      hit.score = hit.coverage * hit.bonus * sum((part) => part.score);
    }
    const isWhole = (hit) => Number(hit.coverage > WHOLE);
    return hits.sort((a, b) => isWhole(b) - isWhole(a) || b.score - a.score || a.ref - b.ref);
  }

  /** The index says that tokens are in an entry, but not that they stand together. */
  function needsText(terms) {
    return terms.length > 1 || terms.some((term) => sought(term).length > 1 || term.isGuess);
  }

  /** The best of `hits` after a look at their text, until none that was not looked at is among the first. */
  async function checked(hits, terms) {
    for (let count = 0; count < CHECKED; count += AT_A_TIME) {
      const next = hits.filter((hit) => !hit.isChecked).slice(0, AT_A_TIME);
      await Promise.all(next.map((hit) => check(hit, terms)));
      sorted(hits, terms);
      if (hits.slice(0, AT_A_TIME).every((hit) => hit.isChecked)) break;
    }
    return hits;
  }

  async function check(hit, terms) {
    const { about, parts } = await wordsOf(hit);
    const texts = [...about, ...parts];
    const has = (term, text) => occurrences(term, text).length > 0;
    terms.forEach((term, number) => {
      const part = hit.parts[number];
      if (!part || part.share < WHOLE || texts.some((text) => has(term, text))) return;
      hit.parts[number] = scattered(part, term);
    });
    const phrase = { tokens: terms.flatMap((term) => term.tokens) };
    const isTogether = (text) => terms.every((term) => has(term, text));
    if (terms.length > 1 && texts.some((text) => has(phrase, text))) hit.bonus *= PHRASE;
    else if (terms.length > 1 && texts.some(isTogether)) hit.bonus *= TOGETHER;
    hit.isChecked = true;
  }

  // The tokens of entries, kept since the next letter typed asks for them again.
  const known = new WeakMap();

  /** The tokens of an entry: of what is said about it, and of each of its parts. */
  async function wordsOf(hit) {
    const entry = (await hit.page.text()).entries[hit.at];
    if (!known.has(entry)) {
      const speakers = entry.parts.map((part) => part.by ?? "").join("\n");
      const about = [hit.page.title, speakers, entry.heading ?? ""].map(tokens);
      known.set(entry, { about, parts: entry.parts.map((part) => tokens(part.text)) });
    }
    return known.get(entry);
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

  Object.assign(postilSearch, { rank, wordsOf });
})();
