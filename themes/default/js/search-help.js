// What to do when nothing was typed yet, or nothing was found.
(() => {
  "use strict";

  const { conditionsOf, corrected, element, isLeaf, say } = postilSearch;

  // How each thing is asked for, and the text that says what it finds.
  const EXAMPLES = [
    ['"…"', "phrase"], ["-…", "not"], ["… OR …", "or"], ["… NEAR/5 …", "near"], ["…*", "prefix"], ["speaker:…", "speaker"], ["year:2001..2005", "year"],
  ];

  /** The ways to ask for more or less. */
  function help() {
    const rows = EXAMPLES.flatMap(([typed, name]) => [element("dt", "", element("code", "", typed)), element("dd", "", say(`help-${name}`))]);
    return element("section", "search-help", element("h2", "", say("help")), element("dl", "", ...rows));
  }

  /** What may lead on from a query without an answer; `search` begins another one, `clear` takes the choices away. */
  function advice({ query, unknown, choices, search, clear }) {
    const offers = unknown.flatMap((word) => word.words.map((best) => corrected(query, [{ ...word, words: [best] }])));
    const { phrases, words } = partsOf(query, unknown);
    const lines = [
      ...[...new Set(offers)].map((text) => search(text, say("meant", text))),
      phrases.length > 0 && search(unquoted(query, phrases), say("unquoted", unquoted(query, phrases))),
      words.length > 1 && search(words.join(" OR "), say("either", words.join(" OR "))),
      choices > 0 && clear(),
    ].filter(Boolean);
    const list = lines.length > 0 ? [element("ul", "search-offers", ...lines.map((line) => element("li", "", line)))] : [];
    return [...list, element("p", "search-advice", say("advice")), help()];
  }

  /** The quotations of a query, and those of its words that are somewhere, where it has nothing but words. */
  function partsOf({ where, text }, unknown) {
    if (where === null) return { phrases: [], words: [] };
    const { all } = conditionsOf(where);
    const phrases = all.filter(({ kind }) => kind === "phrase");
    const isKnown = (node) => isLeaf(node) && !unknown.some(({ start }) => node.start <= start && start < node.end);
    const isWords = all.every((node) => isLeaf(node) || node.isExact);
    return { phrases, words: isWords ? all.filter(isKnown).map(({ start, end }) => text.slice(start, end)) : [] };
  }

  const unquoted = ({ text }, phrases) => [...phrases].reverse().reduce((out, { start, end, text: said }) => out.slice(0, start) + said + out.slice(end), text);

  Object.assign(postilSearch, { help, advice });
})();
