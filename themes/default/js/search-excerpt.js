// Excerpts: the words around what was found, where most of it stands together, and where to find them on their page.
(() => {
  "use strict";

  const { conditionsOf, marksOf, occurrences, places, stemmingOf, viewOf, wordsOf } = postilSearch;

  // How much text is shown, and how much of it before the first match; a Han character counts twice.
  const ALL = 280;
  const BEFORE = 60;
  const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]/;

  // How much of the text in front of a match tells it from others.
  const CONTEXT = 24;

  /**
   * What is shown of `hit` on `page`: `{href, pageHref, title, heading, kind, label, by, time, text}`. Of `title`, `heading` and
   * `text` each is a list of `[words, isMatch]`.
   */
  function excerpt(page, hit, query) {
    const stemming = stemmingOf(page.language);
    const words = wordsOf(hit, { title: page.title, stemming });
    const nodes = marksOf(query, [words.title, words.heading, ...words.by, ...words.parts]);
    const { number, found } = densest(words, nodes, query);
    const part = hit.parts[number];
    const cut = part && cutOut(part.text, found);
    return {
      href: href(page, part?.anchor || hit.anchor, query, part && !part.anchor ? contextOf(part.text, found) : ""),
      pageHref: href(page, "", query),
      title: marked(page.title, nodes, words.title),
      heading: marked(hit.heading ?? "", nodes, words.heading),
      kind: hit.kind,
      label: hit.label,
      by: part?.by ?? "",
      time: part?.time ?? "",
      text: cut ? cut.pieces(places(nodes, part.text, words.parts[number])) : [],
    };
  }

  /**
   * The part of an entry in which most of what was asked for stands within an excerpt, and its place there. Only what those say
   * counts who were asked for.
   */
  function densest(words, nodes, query) {
    const said = query.where === null ? [] : viewOf(conditionsOf(query.where), words, () => true)?.said ?? [];
    let best = { number: said[0] ?? 0, found: [], worth: 0 };
    for (const number of said) {
      const found = nodes.flatMap((node, at) => occurrences(node, words.parts[number]).map((place) => ({ ...place, at })));
      found.sort((a, b) => a.start - b.start);
      found.forEach((first, from) => {
        const inside = [];
        for (let at = from; at < found.length && found[at].start - first.start < ALL - BEFORE; at++) {
          if (found[at].end - first.start < ALL - BEFORE) inside.push(found[at]);
        }
        const worth = new Set(inside.map(({ at }) => at)).size + Math.min(inside.length, 9) / 10;
        if (worth > best.worth) best = { number, found: inside, worth };
      });
    }
    return best;
  }

  /** The words in front of a match and itself, by which a page finds the place where it has no anchor. */
  function contextOf(text, [first]) {
    if (!first) return "";
    return text.slice(Math.max(0, first.start - CONTEXT), first.end).replace(/^\S*\s+(?=\S)/u, "").replace(/\s+/gu, " ").trim();
  }

  function href(page, anchor, query, context = "") {
    const { root } = document.documentElement.dataset;
    const path = page.address.split("/").map(encodeURIComponent).join("/");
    const params = `q=${encodeURIComponent(query.text)}${context && `&at=${encodeURIComponent(context)}`}`;
    return `${root}${path}index.html?${params}${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;
  }

  /** The piece of `text` around a match. */
  function cutOut(text, [first]) {
    const from = first ? back(text, first.start) : 0;
    const to = forth(text, from);
    return {
      pieces(found) {
        const inside = found.filter(([start, end]) => end > from && start < to).map(([start, end]) => [Math.max(start, from), Math.min(end, to)]);
        const pieces = split(text, from, to, inside);
        if (from > 0) pieces.unshift(["… ", false]);
        if (to < text.length) pieces.push([" …", false]);
        return pieces;
      },
    };
  }

  const marked = (text, nodes, tokens) => split(text, 0, text.length, places(nodes, text, tokens));

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
