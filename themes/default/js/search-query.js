// A query: what was typed, as terms; and where a text has them.
(() => {
  "use strict";

  const { tokens } = postilSearch;

  // A phrase in quotation marks, or what stands between spaces and the marks that end a clause.
  const CHUNK = /["“„](?<phrase>[^"“”„]*)["“”]?|[^\s"“”„,;:!?()，、。；：！？（）…]+/gu;
  const IS_FINISHED = /["“”\s]$/u;

  /**
   * A query: `{text, terms}`. A term is tokens that stand one after another: a word, a run of Chinese, words
   * written together, a quoted phrase. The word that is still being typed may go on.
   */
  function parse(text) {
    const terms = [];
    for (const { 0: chunk, groups } of text.matchAll(CHUNK)) {
      const found = tokens(groups.phrase ?? chunk);
      if (found.length > 0) terms.push(found.map((token) => ({ ...token, isPrefix: token.isTail === true })));
    }
    if (terms.length > 0 && !IS_FINISHED.test(text)) terms.at(-1).at(-1).isPrefix = true;
    return { text: text.trim(), terms };
  }

  /** The tokens of `term` to look for in the index: the others follow from them. */
  const sought = (term) => term.filter((token) => !token.isImplied);

  /** Where `term` stands in `text`, given the tokens of `text`: `[start, end]` pairs. */
  function occurrences(term, textTokens) {
    const places = [];
    for (let at = 0; at + term.length <= textTokens.length; at++) {
      if (!term.every((wanted, offset) => fits(textTokens[at + offset], wanted))) continue;
      const last = textTokens[at + term.length - 1];
      places.push([textTokens[at].start, last.first ?? last.end]);
    }
    return places;
  }

  /** Every place in `text` that has one of `query`'s terms, in order and without overlaps. */
  function places(query, text) {
    const textTokens = tokens(text);
    const all = query.terms.flatMap((term) => occurrences(term, textTokens));
    const merged = [];
    for (const [start, end] of all.sort((a, b) => a[0] - b[0])) {
      const last = merged.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else merged.push([start, end]);
    }
    return merged;
  }

  function fits(token, wanted) {
    if (wanted.isPrefix && token.text.startsWith(wanted.text)) return true;
    return token.text === wanted.text || (!wanted.isTail && token.stem === wanted.stem);
  }

  Object.assign(postilSearch, { parse, sought, occurrences, places });
})();
