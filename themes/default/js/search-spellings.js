// Other ways to spell what was typed: compounds apart and together, umlauts as two letters and as one.
(() => {
  "use strict";

  // What the letters with umlauts are written as where there are none; without them they are the bare letter.
  const UMLAUTS = new Map(Object.entries({ ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" }));
  const WRITTEN_OUT = /ae|oe|ue|aa/u;

  // Letters and digits are the pieces of a name such as SHA256.
  const PIECES = /\d+|\D+/gu;
  const MOST_PIECES = 3;

  /** The other spellings of `text`, whose tokens are `tokens`; of several tokens, the word they are together. */
  function spellings(text, tokens) {
    const isWord = ({ isTail, first }) => !isTail && first === undefined;
    if (!tokens.every(isWord)) return [];
    if (tokens.length > 1) return tokens.length <= MOST_PIECES ? [tokens.map((token) => token.text).join("")] : [];
    const [word] = tokens.map((token) => token.text);
    const pieces = word.match(PIECES) ?? [];
    const apart = pieces.length > 1 && pieces.length <= MOST_PIECES ? [pieces.join(" ")] : [];
    return [...apart, ...withoutUmlauts(text, word)];
  }

  function withoutUmlauts(text, word) {
    const plain = text.toLowerCase().normalize("NFC");
    const out = Array.from(plain, (letter) => UMLAUTS.get(letter) ?? letter).join("");
    if (out !== plain) return [out];
    return WRITTEN_OUT.test(word) ? [word.replace(/[aou]e|aa/gu, (pair) => pair[0])] : [];
  }

  postilSearch.spellings = spellings;
})();
