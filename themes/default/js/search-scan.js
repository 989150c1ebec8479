// The first step of reading a query: cuts what was typed at spaces, quotation marks and the marks that end a clause.
(() => {
  "use strict";

  // What closes what was opened, in the ways of the world: “ ”, „ “, ” ”, « », » «, ‹ ›, 「 」, 『 』, 〝 〟, ‘ ’, ‚ ‘.
  const CLOSERS = new Map(Object.entries({
    '"': '"“”', "＂": '＂"', "“": '”“"', "”": '”"', "„": '“”"', "‟": '”"', "«": "»", "»": "«»", "‹": "›", "›": "‹›",
    "「": "」", "『": "』", "｢": "｣", "〝": "〞〟", "'": "'’", "‘": "’‘", "’": "’", "‚": "‘’",
  }));

  // These are also apostrophes, inches and closing marks: they open a phrase only where a word could begin.
  const AMBIGUOUS = "\"＂”»›'’‘‚";
  const APOSTROPHES = "'’‘‚";

  const FIELD = /(?<not>-)?(?<field>speaker|title|kind|tag|collection|year|language)[:：]\s*/iuy;
  const PLAIN = /[^\s"＂“”„‟«»‹›「」『』｢｣〝〞〟,;:!?()，、。；：！？（）…]+/uy;
  const VALUE = /[^\s"＂“”„‟«»‹›「」『』｢｣〝〞〟,;!?()，、。；！？（）]+/uy;
  const OPERATOR = /^(?:(?<or>OR|\|)|NEAR(?:\/(?<distance>\d{1,3}))?|(?<and>AND))$/u;

  /**
   * The items of `text`: `{text, start, from, to, isNot, isQuoted, field}` with the place of the words and of the whole, or
   * `{operator, distance}`. `isOpen` tells that the last word may go on.
   */
  function scan(text) {
    const items = [];
    let at = 0;
    let isOpen = false;
    while (at < text.length) {
      const item = itemAt(text, at);
      if (item.text !== undefined) {
        items.push(asOperator(item, items.length) ?? item);
        isOpen = item.isOpen && item.to === text.length;
      }
      at = Math.max(item.to, at + 1);
    }
    return { items, isOpen };
  }

  /** The item that begins at `at`; one without `text`, if there is none, or a field has no value. */
  function itemAt(text, at) {
    const isStart = at === 0 || /[\s("＂“「『（]/u.test(text[at - 1]);
    const before = isStart ? prefixAt(text, at) : { to: at };
    const content = phraseAt(text, before.to, isStart || before.to > at) ?? plainAt(text, before.to, before.field ? VALUE : PLAIN);
    return { isQuoted: false, ...before, ...content, from: at };
  }

  /** What stands before a term: a `-`, which the number that a query begins with has for itself, and a field. */
  function prefixAt(text, at) {
    FIELD.lastIndex = at;
    const field = FIELD.exec(text);
    if (field) return { isNot: Boolean(field.groups.not), field: field.groups.field.toLowerCase(), to: FIELD.lastIndex };
    const isNot = /^[-−]$/u.test(text[at]) && /[^\s-]/u.test(text[at + 1] ?? " ") && !(at === 0 && /\d/u.test(text[1]));
    return { isNot, to: isNot ? at + 1 : at };
  }

  /** A phrase in quotation marks; one that nothing closes goes on to the end, unless its mark may be something else. */
  function phraseAt(text, at, isStart) {
    const closers = CLOSERS.get(text[at]);
    if (!closers || (!isStart && !canFollow(text, at))) return undefined;
    const isApostrophe = APOSTROPHES.includes(text[at]);
    const end = endOf(text, at + 1, closers, isApostrophe);
    if (end === undefined && (isApostrophe || !isStart)) return undefined;
    const to = end ?? text.length;
    return { text: text.slice(at + 1, to), start: at + 1, isQuoted: true, to: Math.min(to + 1, text.length), isOpen: end === undefined };
  }

  /** Whether a phrase may begin right behind a word: not by an apostrophe, nor by the sign for inches. */
  const canFollow = (text, at) => !AMBIGUOUS.includes(text[at]) || (/["＂]/u.test(text[at]) && /\p{L}/u.test(text[at - 1]));

  /** Where one of `closers` stands from `at` on. An apostrophe closes a phrase only where a word ends. */
  function endOf(text, at, closers, isApostrophe) {
    for (let end = at; end < text.length; end++) {
      if (closers.includes(text[end]) && (!isApostrophe || (end > at && !/[\p{L}\p{N}]/u.test(text[end + 1] ?? "")))) return end;
    }
    return undefined;
  }

  function plainAt(text, at, pattern) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    return found && { text: found, start: at, to: at + found.length, isOpen: !found.endsWith("*") };
  }

  /** An operator, if `item` is one; the first word of a query is none. */
  function asOperator({ text, isQuoted, isNot, field, to }, place) {
    const groups = place > 0 && !isQuoted && !isNot && !field ? OPERATOR.exec(text)?.groups : undefined;
    if (!groups) return undefined;
    const operator = groups.or ? "OR" : groups.and ? "AND" : "NEAR";
    return { operator, distance: groups.distance && Number(groups.distance), to };
  }

  postilSearch.scan = scan;
})();
