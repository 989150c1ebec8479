// What was meant by a word that is nowhere: words of the site that differ little from it.
(() => {
  "use strict";

  const { distance } = postilSearch;

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

  postilSearch.similar = similar;
})();
