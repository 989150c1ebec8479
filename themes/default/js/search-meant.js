// What was meant by a word that is nowhere: one of the site's words that differs little from it.
(() => {
  "use strict";

  // A shorter word is as close to many others; a long one may have two mistakes.
  const SHORTEST = 4;
  const LONG = 6;

  /** The text of `query` with words of the site in place of those that are `unknown`; `undefined` if there are none. */
  async function corrected(index, query, unknown) {
    let text = query.text;
    for (const { text: word, written } of unknown) {
      const best = word.length >= SHORTEST && (await closest(index, word));
      if (best) text = text.replace(written, () => best);
    }
    return text === query.text ? undefined : text;
  }

  /** The word with the fewest mistakes; of those, the most frequent, with the same first letter rather than not. */
  async function closest(index, word) {
    const letters = [...new Set(Array.from(word).slice(0, 2))];
    const candidates = (await Promise.all(letters.map((letter) => index.wordsWith(letter)))).flat();
    let best;
    let least = word.length < LONG ? 1 : 2;
    for (const candidate of candidates) {
      const found = distance(word, candidate, best === undefined ? least : least - 1);
      if (found !== undefined) [best, least] = [candidate, found];
      if (least === 0) break;
    }
    return best;
  }

  /**
   * How many letters must be added, left out, changed or swapped to make `b` of `a` (Damerau and Levenshtein);
   * `undefined` when more than `most`.
   */
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return undefined;
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        const change = last[j - 1] + Number(a[i - 1] !== b[j - 1]);
        const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, change, isSwapped ? before[j - 2] + 1 : Infinity);
      }
      if (Math.min(...row) > most) return undefined;
      [before, last] = [last, row];
    }
    return last[b.length] <= most ? last[b.length] : undefined;
  }

  postilSearch.corrected = corrected;
})();
