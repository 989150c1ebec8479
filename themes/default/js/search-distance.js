// How much two words differ.
(() => {
  "use strict";

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

  postilSearch.distance = distance;
})();
