// Tokens: what the search index holds, and what a query is turned into.
// The same as src/text/tokens, where the rules are explained; tests/search holds both to the same cases.
// Here each token also knows its place in the text, so that the words of a hit can be marked.
(() => {
  "use strict";

  const { stemmer } = postilSearch;

  const MAX_WORD = 40;

  // How each script is searched: by pairs, by triples, by words.
  // A sign that a few scripts share belongs to each of them, unless Latin is one.
  const PAIR =
    "(?:(?!\\p{scx=Latin})[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Bopomofo}\\p{scx=Hangul}])";
  const TRIPLE = "(?:(?!\\p{scx=Latin})[\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Myanmar}\\p{scx=Khmer}])";
  const SIGN = "[\\p{Alphabetic}\\p{N}\\p{M}]";
  const WORD = `(?:[a-z0-9]|(?!${PAIR}|${TRIPLE})${SIGN})`;
  const RUN = new RegExp(
    `(?<word>${WORD}(?:[.+#_']?${WORD})+|(?=\\p{Alphabetic})${WORD}[+#]{0,2}|${WORD})|` +
      `(?<pairs>(?:(?=${SIGN})${PAIR})+)|(?<triples>(?:(?=${SIGN})${TRIPLE})+)`,
    "gu",
  );

  // A cluster is a character and those that modify it. ASCII, Han and Hangul that nothing modifies are what they
  // are but for case, and taken many at a time.
  const MODIFIERS = "\\p{M}\\u1160-\\u11ff\\ud7b0-\\ud7ff\\uff9e\\uff9f";
  const CLUSTER = new RegExp(
    `(?<plain>[\\0-\\x7f\\u4e00-\\u9fff\\uac00-\\ud7a3]+(?![${MODIFIERS}]))|[^][${MODIFIERS}]*`,
    "gu",
  );

  // Accents, vowel points, and characters that are never seen.
  const DROPPED = new RegExp(
    "[\\u00ad\\u0300-\\u036f\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0640\\u064b-\\u065f" +
      "\\u0670\\u200c-\\u200f\\u2060\\ufeff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]",
    "gu",
  );
  const PLAIN_LETTERS = new Map(Object.entries({
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i",
    "ς": "σ", "\u02bb": "'", "\u02bc": "'", "\u2019": "'",
  }));

  // What the site's words need: simplified characters by traditional ones, and a stemmer for each language.
  let simplified = new Map();
  let stemmers = new Map();

  /** Learns how words are made on this site, from `search/words.js`. */
  function learn({ han, languages }) {
    const characters = Array.from(han);
    simplified = new Map(characters.flatMap((c, at) => (at % 2 === 0 ? [[c, characters[at + 1]]] : [])));
    const known = new Map();
    const shared = (key, stemming) => known.get(key) ?? known.set(key, stemmer(stemming)).get(key);
    const entries = Object.entries(languages);
    stemmers = new Map(entries.map(([language, stemming]) => [language, shared(JSON.stringify(stemming), stemming)]));
  }

  /** The ways in which words are stemmed on this site. */
  const stemmings = () => [...new Set(stemmers.values())];

  const stemmingOf = (language) => stemmers.get(language) ?? stemmings()[0] ?? stemmer("none");

  /**
   * The tokens of `text`, in order, each `{text, stem, start, end, position}` with its place in `text` and its position
   * in an index, where one is left out between runs of characters that something separates. One that is cut
   * from a run also has `first`, the end of its first character; `isTail`, whether the run ended too soon
   * for it to be whole; and `isImplied`, whether every text with the token before it has this one too.
   */
  function tokens(text, stem = (word) => word) {
    const folded = fold(text);
    const out = [];
    let [gaps, endOfGrams] = [0, undefined];
    for (const { 0: run, index, groups } of folded.text.matchAll(RUN)) {
      const from = out.length;
      if (groups.word === undefined) {
        if (endOfGrams < index) gaps += 1;
        pushGrams(folded, run, index, groups.pairs ? 2 : 3, out);
      } else out.push(word(folded, run, index, stem));
      endOfGrams = groups.word === undefined ? index + run.length : undefined;
      for (let at = from; at < out.length; at++) out[at].position = at + gaps;
    }
    return out;
  }

  /** Folds `text`, and remembers where each unit of the result begins and ends in it. */
  function fold(text) {
    const folded = { text: "", starts: [], ends: [] };
    for (const { 0: cluster, index, groups } of text.matchAll(CLUSTER)) {
      const isPlain = groups.plain !== undefined;
      const plain = simplify(isPlain ? cluster.toLowerCase() : foldCluster(cluster));
      for (let at = 0; at < plain.length; at++) {
        folded.starts.push(isPlain ? index + at : index);
        folded.ends.push(isPlain ? index + at + 1 : index + cluster.length);
      }
      folded.text += plain;
    }
    return folded;
  }

  const simplify = (text) => text.replace(/[\u4e00-\u9fff]/g, (c) => simplified.get(c) ?? c);

  function foldCluster(cluster) {
    const letters = Array.from(cluster.normalize("NFKD"), (letter) => letter.toLowerCase()).join("");
    const kept = letters.replace(DROPPED, "");
    return Array.from(kept, (letter) => PLAIN_LETTERS.get(letter) ?? letter).join("").normalize("NFC");
  }

  function word(folded, run, index, stem) {
    const whole = run.endsWith("'s") ? run.slice(0, -2) : run;
    const text = whole.length > MAX_WORD ? Array.from(whole).slice(0, MAX_WORD).join("") : whole;
    const end = folded.ends[index + whole.length - 1];
    return { text, stem: stem(text), start: folded.starts[index], end };
  }

  /** Overlapping grams of `size` characters, one for each character: those at the end are shorter. */
  function pushGrams(folded, run, index, size, out) {
    const characters = Array.from(run);
    let from = index;
    characters.forEach((character, at) => {
      const text = characters.slice(at, at + size).join("");
      const first = folded.ends[from + character.length - 1];
      const end = folded.ends[from + text.length - 1];
      const isTail = characters.length - at < size;
      out.push({ text, stem: text, start: folded.starts[from], end, first, isTail, isImplied: isTail && at > 0 });
      from += character.length;
    });
  }

  /** The tokens of `text` that must be looked for: not those that every text has with the ones before. */
  const soughtIn = (text) => tokens(text).filter(({ isImplied }) => !isImplied);

  Object.assign(postilSearch, { tokens, soughtIn, learn, stemmings, stemmingOf });
})();
