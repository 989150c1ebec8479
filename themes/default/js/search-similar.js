// What was meant by a word that is nowhere: words of the site that differ little from it.
(() => {
  "use strict";

  // A shorter word is as close to many others; a long one may have two mistakes.
  const SHORTEST = 4;
  const LONG = 6;
  const MOST = 3;

  /**
   * The words of `lists`, each with the most frequent first, that differ from `word` in one letter or two: fewest mistakes first,
   * then the same first letter, then the most frequent. `isOpen`: the word may be only the beginning of one. `pause` lets a
   * browser draw between two lists.
   */
  async function similar(word, lists, { isOpen = false, pause = () => {} } = {}) {
    if (word.length < SHORTEST) return [];
    const most = word.length < LONG ? 1 : 2;
    const found = [];
    for (const list of lists) {
      await pause();
      list.forEach((candidate, place) => {
        const start = isOpen && candidate.length > word.length ? candidate.slice(0, word.length) : candidate;
        const mistakes = distance(word, candidate, most) ?? (start === candidate ? undefined : beginning(word, start, most));
        if (mistakes > 0) found.push({ candidate, mistakes, isElsewhere: Number(candidate[0] !== word[0]), place });
      });
    }
    found.sort((a, b) => a.mistakes - b.mistakes || a.isElsewhere - b.isElsewhere || a.place - b.place);
    return [...new Set(found.map(({ candidate }) => candidate))].slice(0, MOST);
  }

  /** The mistakes in the beginning of a word count half a letter more: the whole word would be closer. */
  function beginning(word, start, most) {
    const mistakes = distance(word, start, most - 1);
    return mistakes === undefined ? undefined : mistakes + 0.5;
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

  postilSearch.similar = similar;
})();
