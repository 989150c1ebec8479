// A line of a concordance: words in a part of an entry, what stands around them, and where that is.
(() => {
  "use strict";

  const plain = (text) => text.replace(/\s+/g, " ");

  /** The line of what stands between two places of `part`, with up to `around` characters on either side. */
  function lineIn(entry, part, [from, to], around) {
    return {
      before: plain(part.text.slice(Math.max(0, from - around), from)),
      words: plain(part.text.slice(from, to)),
      after: plain(part.text.slice(to, to + around)),
      by: part.by ?? "",
      time: part.time ?? "",
      kind: entry.kind ?? null,
      label: entry.label ?? "",
      heading: entry.heading ?? "",
      anchor: part.anchor || entry.anchor,
    };
  }

  const { compare } = new Intl.Collator();

  /** `lines` by what follows, or by the words that precede, the nearest first. */
  function sortedLines(lines, order) {
    const keys = new Map(lines.map((line) => [line, keyOf(line, order)]));
    return [...lines].sort((a, b) => compare(keys.get(a), keys.get(b)));
  }

  function keyOf({ before, words, after }, order) {
    const letters = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();
    if (order !== "preceding") return `${letters(after)} ${letters(words)}`;
    const nearest = letters(before);
    return (nearest.includes(" ") ? nearest.split(" ") : Array.from(nearest)).reverse().join(" ");
  }

  Object.assign(postilSearch, { lineIn, sortedLines });
})();
