// Words of a query beside the words of a text: what only the text can tell.
(() => {
  "use strict";

  const { tokens, stemmings } = postilSearch;

  const known = new WeakMap();

  /** What fits each token of a node, in order. */
  function patterns(node) {
    if (!known.has(node)) known.set(node, made(node));
    return known.get(node);
  }

  function made({ kind, text, isPrefix }) {
    if (text === undefined) return [];
    const found = tokens(text);
    return found.map((token, at) => ({
      text: token.text,
      stems: kind === "phrase" || token.first !== undefined ? [] : stemmings().map((stem) => stem(token.text)),
      isOpen: token.isTail === true || ((isPrefix || kind === "prefix") && at === found.length - 1),
    }));
  }

  /** Whether tokens of a text have what fits `pattern` one after another. */
  function isPartOf(words, pattern) {
    if (pattern.length === 0) return false;
    for (let at = 0; at + pattern.length <= words.length; at++) {
      if (pattern.every((wanted, offset) => fits(words[at + offset], wanted))) return true;
    }
    return false;
  }

  function fits(token, { text, stems, isOpen }) {
    return token.text === text || stems.includes(token.stem) || (isOpen && token.text.startsWith(text));
  }

  Object.assign(postilSearch, { patterns, isPartOf });
})();
