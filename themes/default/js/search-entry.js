// An entry of a large index as it is stored, column by column, and as it is shown: src/index/large/texts.rs.
(() => {
  "use strict";

  // A heading without a text is stored without texts, and shown as any other hit.
  const NONE = [""];

  /** `{address, title, anchor, heading, kind, label, parts}`, each part `{anchor, by, time, text, goesOn}` as far as it has these. */
  function entryOf({ texts = NONE, goesOn = [], times = [], anchors = [], by, names, ...about }) {
    const parts = texts.map((text, at) => {
      const name = names[by[at]];
      const part = { text };
      if (anchors[at]) part.anchor = anchorOf(name, text, anchors[at]);
      if (name) part.by = name;
      if (times[at]) part.time = times[at];
      return part;
    });
    for (const at of goesOn) parts[at].goesOn = true;
    return { ...about, parts };
  }

  /** The anchor that begins with so many characters of the usual one. */
  const anchorOf = (by, text, [shared, rest]) => usualAnchor(by, text, shared) + rest;

  /** The first `length` characters of the letters of a speaker and the words, and hyphens between them. */
  function usualAnchor(by, text, length) {
    let [anchor, count, isBetween] = ["", 0, true];
    for (const character of `${by} ${text}`) {
      if (count === length) break;
      if (character === "'" || character === "’") continue;
      const isLetter = /[A-Za-z0-9\u{80}-\u{10ffff}]/u.test(character);
      if (isLetter || !isBetween) {
        anchor += isLetter ? character.replace(/[A-Z]/, (letter) => letter.toLowerCase()) : "-";
        count += 1;
      }
      isBetween = !isLetter;
    }
    return anchor;
  }

  Object.assign(postilSearch, { entryOf });
})();
