// Ranking: the entries that fit a query best, checked against their words.
(() => {
  "use strict";

  const { tokens, sought, occurrences, WHOLE } = postilSearch;

  // How many are given.
  const MOST = 200;

  // How many are looked at more closely, and more than any entry's score in the index.
  const MOST_CANDIDATES = 1000;
  const SCORES = 1000;

  // What is left of a term whose tokens an entry has, but not one after another.
  const SCATTERED = 0.4;

  // What an entry gains when it has the whole query as it was typed, or all of it in one turn.
  const PHRASE = 2;
  const TOGETHER = 1.3;

  // A preface tells what the sections say, and the reader wants the place where it is said.
  const PREFACE = 0.6;

  // An entry with less of a query is not shown beside one that has all of it.
  const ENOUGH = 0.5;

  /**
   * The entries that fit `query`, best first: `{page, at, score, coverage}`. Those with all its terms come
   * before those with some; a term that most entries have counts for the score alone. `accepts` may leave entries
   * out. The list has `unknown`, the words that were found nowhere.
   */
  async function rank(index, query, accepts) {
    const found = await index.lookUp(query);
    const { speakers, excluded } = found;
    const terms = query.terms.length > 0 ? found.terms : speakers;
    const filter = { speakers, excluded: excluded.filter((term) => sought(term).length > 1) };
    const isLetIn = (ref) => speakers.every((term) => isWhole(term.entries.get(ref))) &&
      !excluded.some((term) => sought(term).length === 1 && term.entries.has(ref)) && isAccepted(index.place(ref), accepts);
    const isAnyLetIn = accepts === undefined && speakers.length + excluded.length === 0;
    let hits = sorted(candidates(index, terms, isAnyLetIn ? () => true : isLetIn), terms);
    if (needsText(terms, filter)) hits = await checked(index, hits, terms, filter);
    const least = hits[0]?.coverage > WHOLE ? ENOUGH : 0;
    const shown = hits.filter((hit) => hit.coverage > least && hasAllQuoted(hit, terms));
    return Object.assign(withoutBareTitles(shown).slice(0, MOST), { unknown: unknown(terms, hits) });
  }

  const isAccepted = ({ page, at }, accepts) => accepts === undefined || accepts(page, at);

  /** The words that are nowhere, as far as the best hits tell. */
  function unknown(terms, hits) {
    const isNowhere = (term, number) => term.tokens.length === 1 && !term.tokens[0].isTail &&
      (term.entries.size === 0 || (term.isGuess && !hits.some((hit) => isWhole(hit.parts[number]))));
    return terms.filter(isNowhere).map((term) => term.tokens[0]);
  }

  const isWhole = (part) => part?.share > WHOLE;

  /** What was quoted is meant as it is: an entry without it does not fit, however much else it has. */
  function hasAllQuoted(hit, terms) {
    return terms.every((term, number) => !term.isQuoted || isWhole(hit.parts[number]));
  }

  /** The best of the entries with any of the terms; `parts` holds what each has of them. */
  function candidates(index, terms, isLetIn) {
    const { refs, keys } = estimates(index, terms, isLetIn);
    const least = keys.length > MOST_CANDIDATES ? Float64Array.from(keys).sort()[keys.length - MOST_CANDIDATES] : -1;
    return refs.filter((_, at) => keys[at] >= least).map((ref) => {
      const { page, at } = index.place(ref);
      return { page, at, ref, parts: partsOf(terms, ref), bonus: page.preface && at === 0 ? PREFACE : 1 };
    });
  }

  /**
   * Entries with any of the terms, and keys that are about in the order of the hits to be made of them. The terms that
   * count most come first: once enough entries have more than the others are worth together, no more are added.
   */
  function estimates(index, terms, isLetIn) {
    const places = new Map();
    const [refs, keys] = [[], []];
    const weight = weightOf(terms);
    const whole = terms.reduce((sum, term) => sum + weight(term), 0);
    let left = 1;
    for (const term of [...terms].sort((a, b) => weight(b) - weight(a))) {
      const share = weight(term) / whole;
      const isOpen = keys.length < MOST_CANDIDATES || !hasMost(keys, left);
      left -= share;
      for (const [ref, part] of term.entries) {
        let at = places.get(ref);
        if (at === undefined) {
          if (!isOpen) continue;
          at = isLetIn(ref) ? refs.length : -1;
          places.set(ref, at);
          if (at >= 0) {
            refs.push(ref);
            keys.push(0);
          }
        }
        if (at >= 0) keys[at] += part.score / SCORES + share * part.share;
      }
    }
    return { refs, keys };
  }

  /** Whether as many `keys` as there are candidates are above `bound`. */
  function hasMost(keys, bound) {
    let count = 0;
    return keys.some((key) => key > bound && ++count >= MOST_CANDIDATES);
  }

  /** What an entry has of each term; a term of which it has nothing is left out. */
  function partsOf(terms, ref) {
    const parts = [];
    terms.forEach((term, number) => {
      const part = term.entries.get(ref);
      if (part) parts[number] = isWhole(part) ? part : scattered(part, term);
    });
    return parts;
  }

  /** What a term counts for in the coverage of a query: nothing if most entries have it, unless all terms are so. */
  function weightOf(terms) {
    const isCounted = terms.every((term) => term.isCommon) ? () => true : (term) => !term.isCommon;
    return (term) => (isCounted(term) ? term.weight : 0);
  }

  /** Less of `part`, since its tokens are apart; nothing if they were quoted, or no more than guessed. */
  function scattered(part, term) {
    const left = term.isQuoted || term.isGuess ? 0 : SCATTERED;
    return { ...part, score: part.score * left, share: part.share * left };
  }

  /** `hits` with their coverage and score, the best first. */
  function sorted(hits, terms) {
    const weight = weightOf(terms);
    const whole = terms.reduce((sum, term) => sum + weight(term), 0);
    for (const hit of hits) {
      const sum = (value) => hit.parts.reduce((sum, part, number) => sum + value(part, terms[number]), 0);
      hit.coverage = sum((part, term) => part.share * weight(term)) / whole;
      hit.score = hit.coverage * hit.bonus * sum((part) => part.score);
    }
    const isComplete = (hit) => Number(hit.coverage > WHOLE);
    return hits.sort((a, b) => isComplete(b) - isComplete(a) || b.score - a.score || a.ref - b.ref);
  }

  /** The index says that tokens are in an entry, but not that they stand together, nor who says them. */
  function needsText(terms, { speakers, excluded }) {
    const isRun = (term) => sought(term).length > 1;
    return terms.length > 1 || terms.some((term) => isRun(term) || term.isGuess) || speakers.length + excluded.length > 0;
  }

  /**
   * The best of `hits` after a look at their text, until none that was not looked at is among the first; all that can
   * be looked at, where only the text decides whether they are hits at all.
   */
  async function checked(index, hits, terms, filter) {
    const { atATime, most } = index.looks;
    const isStrict = filter.speakers.length + filter.excluded.length > 0 || terms.some((term) => term.isQuoted);
    for (let count = 0; count < most; count += atATime) {
      const next = hits.filter((hit) => !hit.isChecked).slice(0, atATime);
      await Promise.all(next.map((hit) => check(hit, terms, filter)));
      hits = sorted(hits.filter((hit) => !hit.isOut), terms);
      if (next.length === 0 || (!isStrict && hits.slice(0, atATime).every((hit) => hit.isChecked))) break;
    }
    return isStrict ? hits.filter((hit) => hit.isChecked) : hits;
  }

  async function check(hit, terms, { speakers, excluded }) {
    const { about, parts, by } = await wordsOf(hit);
    const has = (term, text) => occurrences(term, text).length > 0;
    const said = parts.filter((_, at) => isBy(by[at], speakers));
    const texts = speakers.length > 0 ? [...said, ...by] : [...about, ...parts];
    terms.forEach((term, number) => {
      const part = hit.parts[number];
      if (!isWhole(part) || texts.some((text) => has(term, text))) return;
      hit.parts[number] = scattered(part, term);
    });
    const phrase = { tokens: terms.flatMap((term) => term.tokens) };
    const isTogether = (text) => terms.every((term) => has(term, text));
    if (terms.length > 1 && texts.some((text) => has(phrase, text))) hit.bonus *= PHRASE;
    else if (terms.length > 1 && texts.some(isTogether)) hit.bonus *= TOGETHER;
    hit.isOut = (speakers.length > 0 && !terms.some((term) => texts.some((text) => has(term, text)))) ||
      excluded.some((term) => [...about, ...parts].some((text) => has(term, text)));
    hit.isChecked = true;
  }

  /** Whether the tokens of a name have what was asked of the speaker. */
  function isBy(name, speakers) {
    return speakers.every((term) => occurrences(term, name).length > 0);
  }

  // The tokens of entries, kept since the next letter typed asks for them again.
  const known = new WeakMap();

  /** The tokens of an entry: of what is said about it, and of each of its parts with its speaker's name. */
  async function wordsOf({ page, at }) {
    const entry = await page.entry(at);
    if (!known.has(entry)) {
      const made = (text = "") => tokens(text, page.stemming);
      const by = entry.parts.map((part) => made(part.by));
      const about = [made(page.title), made(entry.heading), ...by];
      known.set(entry, { about, by, parts: entry.parts.map((part) => made(part.text)) });
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

  Object.assign(postilSearch, { rank, wordsOf, isBy });
})();
