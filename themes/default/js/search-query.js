// A query: what was typed, as terms; and where a text has them.
(() => {
  "use strict";

  const { tokens } = postilSearch;

  // A phrase in quotation marks, or what stands between spaces and the marks that end a clause.
  const CHUNK = /["“„](?<phrase>[^"“”„]*)["“”]?|[^\s"“”„,;:!?()，、。；：！？（）…]+/gu;
  const IS_FINISHED = /["“”\s]$/u;

  /**
   * A query: `{text, terms}`. A term is `{tokens, isQuoted}`, tokens that stand one after another: a word, a run
   * of Chinese, words written together, a quoted phrase. The word that is still being typed may go on.
   */
  function parse(text) {
    const terms = [];
    for (const { 0: chunk, groups } of text.matchAll(CHUNK)) {
      const found = tokens(groups.phrase ?? chunk).map((token) => ({ ...token, isPrefix: token.isTail === true }));
      if (found.length > 0) terms.push({ tokens: found, isQuoted: groups.phrase !== undefined });
    }
    if (terms.length > 0 && !IS_FINISHED.test(text)) terms.at(-1).tokens.at(-1).isPrefix = true;
    return { text: text.trim(), terms };
  }

  /** The tokens of `term` to look for in the index: the others follow from them. */
  const sought = (term) => term.tokens.filter((token) => !token.isImplied);

  /**
   * `query` as `texts` answer it, each a list of tokens: a last word that is there as it was typed does not go on,
   * and a term that is nowhere is taken apart.
   */
  function loosen(query, texts) {
    const isThere = (term) => texts.some((text) => occurrences(term, text).length > 0);
    const apart = (term) => sought(term).map((token) => ({ tokens: [token] }));
    const answered = (term) => [finished(term), term].find(isThere);
    return { ...query, terms: query.terms.flatMap((term) => answered(term) ?? apart(term)) };
  }

  function finished(term) {
    return { ...term, tokens: term.tokens.map((token) => ({ ...token, isPrefix: token.isTail === true })) };
  }

  /** Where `term` stands in a text, given the text's tokens: `[start, end]` pairs. */
  function occurrences(term, textTokens) {
    const wanted = term.tokens;
    const found = [];
    for (let at = 0; at + wanted.length <= textTokens.length; at++) {
      if (wanted.every((token, offset) => fits(textTokens[at + offset], token))) {
        found.push([textTokens[at].start, endOf(textTokens[at + wanted.length - 1], wanted.at(-1))]);
      }
    }
    return found;
  }

  /** Every place in `text` that has one of `query`'s terms, in order; what only a space divides is one. */
  function places(query, text) {
    const textTokens = tokens(text);
    const all = query.terms.flatMap((term) => occurrences(term, textTokens));
    const merged = [];
    for (const [start, end] of all.sort((a, b) => a[0] - b[0])) {
      const last = merged.at(-1);
      if (last && text.slice(last[1], start).trim() === "") last[1] = Math.max(last[1], end);
      else merged.push([start, end]);
    }
    return merged;
  }

  function fits(token, wanted) {
    if (wanted.isPrefix && token.text.startsWith(wanted.text)) return true;
    return token.text === wanted.text || (!wanted.isTail && token.stem === wanted.stem);
  }

  /** A single character finds a pair that it begins, but not the second character of it. */
  const endOf = (token, wanted) => (wanted.isTail ? token.first : token.end);

  Object.assign(postilSearch, { parse, sought, loosen, occurrences, places });
})();
