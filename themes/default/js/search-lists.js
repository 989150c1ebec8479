// The words of a small site: lists of the entries that have each, by field. src/index/one_file.rs says how they are written.
(() => {
  "use strict";

  const { stemmings } = postilSearch;

  const FIELDS = { title: 2, speaker: 1.5, section: 2.5, note: 1.1, body: 1 };

  // What a word that only begins like a typed one is worth, and how short the beginning of a stem may be.
  const PREFIX_WORTH = 0.6;
  const SHORTEST_STEM = 3;

  // The parameters of BM25: how soon repetition stops to count, and how much length counts.
  const SATURATION = 1.2;
  const LENGTH = 0.4;

  /** The entries of a site by words. `stemmingOf(ref)` is the way in which the words of an entry are stemmed. */
  class WordLists {
    constructor({ size, fields }, stemmingOf) {
      Object.assign(this, { size, stemmingOf });
      this.fields = Object.fromEntries(Object.entries(fields).map(([name, { lengths, tokens }]) => {
        const there = lengths.filter((length) => length > 0);
        const mean = there.reduce((sum, length) => sum + length, 0) / there.length;
        return [name, { lengths, mean, tokens: new Map(Object.entries(tokens)) }];
      }));
    }

    /**
     * The entries with `token` in any of `fields`: `found` has, by reference, `{score, isOwn}`: what it is worth there, and
     * whether any of it stands outside the page's title. `isGuess`: there are only stems, and the text alone can tell whether a
     * word begins as the token does.
     */
    lookUp(token, fields = Object.keys(FIELDS)) {
      const isGuess = (token.isPrefix || token.isOpen === true) && !token.isTail;
      const found = this.collect(fields, (tokens, stem) => listsOf(tokens, token, stem, isGuess));
      const rarity = Math.log(1 + (this.size - found.size + 0.5) / (found.size + 0.5));
      for (const entry of found.values()) entry.score *= rarity;
      return { found, rarity, isGuess };
    }

    /** Each way of stemming leads to lists of its own, and they count for the entries that it is the way of. */
    collect(fields, of) {
      const found = new Map();
      for (const stem of stemmings()) {
        for (const field of fields) {
          for (const [list, worth] of of(this.fields[field].tokens, stem)) this.add(found, stem, field, list, worth);
        }
      }
      return found;
    }

    add(found, stem, field, list, worth) {
      let ref = 0;
      for (let at = 0; at < list.length; at += 2) {
        ref += list[at];
        if (this.stemmingOf(ref) !== stem) continue;
        const score = FIELDS[field] * worth * this.worth(ref, field, list[at + 1]);
        const entry = found.get(ref);
        if (!entry) found.set(ref, { score, isOwn: field !== "title" });
        else Object.assign(entry, { score: entry.score + score, isOwn: entry.isOwn || field !== "title" });
      }
    }

    worth(ref, field, count) {
      const { lengths, mean } = this.fields[field];
      const length = (lengths[ref] ?? 0) / mean;
      return (count * (SATURATION + 1)) / (count + SATURATION * (1 - LENGTH + LENGTH * length));
    }
  }

  /** The lists that may stand for `token` among words stemmed by `stem`, and what each is worth. */
  function listsOf(tokens, token, stem, isGuess) {
    const found = new Map();
    const own = token.isTail ? undefined : stem(token.text);
    if (token.isTail || isGuess) {
      const beginnings = [token.text, own].filter((text) => text !== undefined);
      for (const [text, list] of tokens) if (beginnings.some((beginning) => text.startsWith(beginning))) found.set(list, PREFIX_WORTH);
    }
    if (isGuess) addStems(tokens, token.text, found);
    if (tokens.has(own)) found.set(tokens.get(own), 1);
    return found;
  }

  /** Adds the stems of words that `text` may begin: `optimizati` begins `optimization`, which is there as `optim`. */
  function addStems(tokens, text, found) {
    for (let length = SHORTEST_STEM; length < text.length; length++) {
      const stem = text.slice(0, length);
      [stem, `${stem}e`].filter((one) => tokens.has(one)).forEach((one) => found.set(tokens.get(one), PREFIX_WORTH));
    }
  }

  postilSearch.WordLists = WordLists;
})();
