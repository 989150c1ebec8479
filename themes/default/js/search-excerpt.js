// Excerpts: the words around what was found, and where to find them on their page.
(() => {
  "use strict";

  const { loosen, occurrences, places, wordsOf, isBy } = postilSearch;

  // How much text stands before the first match, and in all; a Han character counts twice.
  const BEFORE = 60;
  const ALL = 220;
  const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]/;

  /**
   * What is shown of `hit`: `{href, pageHref, title, heading, kind, label, by, time, text}`. Of `title`, `heading` and `text`
   * each is a list of `[words, isMatch]`.
   */
  async function excerpt(hit, query) {
    const entry = await hit.page.entry(hit.at);
    const { stemming, title } = hit.page;
    const words = await wordsOf(hit);
    const wanted = loosen(query, [...words.about, ...words.parts]);
    const part = entry.parts[bestPart(words, wanted)];
    return {
      href: href(hit.page, part?.anchor || entry.anchor, query),
      pageHref: href(hit.page, "", query),
      title: marked(title, wanted, stemming),
      heading: marked(entry.heading ?? "", wanted, stemming),
      kind: entry.kind,
      label: entry.label,
      by: part?.by ?? "",
      time: part?.time ?? "",
      text: part ? cut(part.text, wanted, stemming) : [],
    };
  }

  /** Which part has most of the terms, and is by whom it should be; the first of those. */
  function bestPart({ parts, by }, query) {
    const has = (term, words) => occurrences(term, words).length > 0;
    const worth = (words, at) => (isBy(by[at], query.speakers) ? 1 + query.terms.filter((term) => has(term, words)).length : 0);
    const worths = parts.map(worth);
    return worths.indexOf(Math.max(...worths));
  }

  function href(page, anchor, query) {
    const { root } = document.documentElement.dataset;
    const path = page.address.split("/").map(encodeURIComponent).join("/");
    const fragment = anchor ? `#${encodeURIComponent(anchor)}` : "";
    return `${root}${path}index.html?q=${encodeURIComponent(query.text)}${fragment}`;
  }

  /** The piece of `text` around its first match, as `[words, isMatch]`. */
  function cut(text, query, stem) {
    const found = places(query, text, stem);
    const from = found.length > 0 ? back(text, found[0][0]) : 0;
    const to = forth(text, from);
    const inside = found.filter(([start, end]) => start >= from && end <= to);
    const pieces = split(text, from, to, inside);
    if (from > 0) pieces.unshift(["… ", false]);
    if (to < text.length) pieces.push([" …", false]);
    return pieces;
  }

  const marked = (text, query, stem) => split(text, 0, text.length, places(query, text, stem));

  function split(text, from, to, found) {
    const pieces = [];
    let at = from;
    for (const [start, end] of found) {
      pieces.push([text.slice(at, start), false], [text.slice(start, end), true]);
      at = end;
    }
    pieces.push([text.slice(at, to), false]);
    return pieces.filter(([words]) => words !== "");
  }

  const width = (character) => (WIDE.test(character) ? 2 : 1);

  /** The start of a word, or of a sentence if one is near, before `at`. */
  function back(text, at) {
    let room = BEFORE;
    let from = at;
    while (from > 0 && room > 0) room -= width(text[--from]);
    if (from === 0) return 0;
    const sentence = /[.!?。！？\n]["”」』）)]*\s*(?=[^.!?。！？\n]*$)/u.exec(text.slice(from, at));
    if (sentence) return from + sentence.index + sentence[0].length;
    const space = text.slice(from, at).search(/\s/);
    return space >= 0 && space < 20 ? from + space + 1 : wholeCharacter(text, from);
  }

  function forth(text, from) {
    let room = ALL;
    let to = from;
    while (to < text.length && room > 0) room -= width(text[to++]);
    if (to === text.length) return to;
    const space = text.slice(from, to).search(/\s\S{0,20}$/);
    return space > 0 ? from + space : wholeCharacter(text, to);
  }

  /** `at`, or the unit before it when that would cut a character in two. */
  const wholeCharacter = (text, at) => (/[\udc00-\udfff]/.test(text[at]) ? at - 1 : at);

  Object.assign(postilSearch, { excerpt, href });
})();
