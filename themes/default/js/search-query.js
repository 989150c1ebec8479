// A query: what was typed, as terms; and where a text has them.
(() => {
  "use strict";

  const { tokens, stemmings } = postilSearch;

  // A phrase in quotation marks, or what stands between spaces and the marks that end a clause; before it a `-`, which
  // a number may have for itself, and the field it is to be found in.
  const CHUNK = new RegExp(
    "(?<not>(?<!\\S)-(?=[^\\s\\d-]))?(?:(?<field>speaker)[:：])?" +
      "(?:[\"“„](?<phrase>[^\"“”„]*)[\"“”]?|(?<plain>[^\\s\"“”„,;:!?()，、。；：！？（）…]+))",
    "giu",
  );
  const IS_FINISHED = /["“”\s]$/u;

  /**
   * A query: `{text, terms, speakers, excluded}`. A term is `{tokens, isQuoted}`, tokens that stand one after another: a
   * word, a run of Chinese, words written together, a quoted phrase. The word that is still being typed may go on.
   */
  function parse(text) {
    const query = { text: text.trim(), terms: [], speakers: [], excluded: [] };
    let last;
    for (const { groups } of text.matchAll(CHUNK)) {
      const written = groups.phrase ?? groups.plain;
      const found = tokens(written).map((token) => wanted(token, written));
      if (found.length === 0) continue;
      const term = { tokens: found, isQuoted: groups.phrase !== undefined };
      query[groups.not ? "excluded" : groups.field ? "speakers" : "terms"].push(term);
      last = groups.not ? undefined : term;
    }
    if (last && !IS_FINISHED.test(text)) last.tokens.at(-1).isPrefix = true;
    return query;
  }

  /** A token to look for: it may be stemmed in each of the site's ways. */
  function wanted(token, written) {
    const stems = stemmings().map((stem) => stem(token.text));
    return { ...token, written: written.slice(token.start, token.end), stems, isPrefix: token.isTail === true };
  }

  /** Whether there is anything to look for. */
  const isEmpty = ({ terms, speakers }) => terms.length + speakers.length === 0;

  /** The tokens of `term` to look for in the index: the others follow from them. */
  const sought = (term) => term.tokens.filter((token) => !token.isImplied);

  /**
   * `query` as `texts` answer it, each a list of tokens: a last word that is there as it was typed does not go on,
   * and a term that is nowhere is taken apart, unless it was quoted.
   */
  function loosen(query, texts) {
    const isThere = (term) => texts.some((text) => occurrences(term, text).length > 0);
    const apart = (term) => (term.isQuoted ? [] : sought(term).map((token) => ({ tokens: [token] })));
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
  function places(query, text, stem) {
    const textTokens = tokens(text, stem);
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
    return token.text === wanted.text || (!wanted.isTail && wanted.stems.includes(token.stem));
  }

  /** A single character finds a pair that it begins, but not the second character of it. */
  const endOf = (token, wanted) => (wanted.isTail ? token.first : token.end);

  Object.assign(postilSearch, { parse, isEmpty, sought, loosen, occurrences, places });
})();
