// Stems: Porter's for English, with the departures that elasticlunr's has; and by rules that come with the index.
// The same as src/text/tokens/porter.rs and light.rs; tests/search holds both sides to the same cases.
(() => {
  "use strict";

  // Step 2: suffixes made of two, and the one they are brought to. A longer one stands before one it ends in.
  const DOUBLE_SUFFIXES = Object.entries({
    ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", bli: "ble", alli: "al",
    entli: "ent", eli: "e", ousli: "ous", ization: "ize", ation: "ate", ator: "ate", alism: "al",
    iveness: "ive", fulness: "ful", ousness: "ous", aliti: "al", iviti: "ive", biliti: "ble", logi: "log",
  });

  // Step 3.
  const SIMPLE_SUFFIXES = Object.entries({
    icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "",
  });

  // Step 4: what goes when enough is left. A longer one stands before one it ends in.
  const LAST_SUFFIXES = [
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate",
    "iti", "ous", "ive", "ize",
  ];

  // A text says the same words again and again.
  const MOST_KNOWN = 20_000;

  const ASCII = /^[\0-\x7f]*$/;

  /** The English stem of `word`, which is in lower case; a word that is not ASCII is its own stem. */
  const stem = remembering((word) => (word.length < 3 || !ASCII.test(word) ? word : stripAll(word)));

  /** A function that brings words to their stems: `stemming` is `"none"`, `"english"` or `{light: rules}`. */
  function stemmer(stemming) {
    if (stemming === "none") return (word) => word;
    if (stemming === "english") return stem;
    const { ascii_is_english: isForeign, ...rules } = stemming.light;
    return remembering((word) => (isForeign && ASCII.test(word) ? stem(word) : lightStem(word, rules)));
  }

  function remembering(make) {
    const known = new Map();
    return (word) => {
      if (known.size > MOST_KNOWN) known.clear();
      if (!known.has(word)) known.set(word, make(word));
      return known.get(word);
    };
  }

  /** Without the word that lost its vowel before this one, and in each stage by the first rule that fits. */
  function lightStem(word, { elided, stages }) {
    const cut = word.indexOf("'");
    const whole = cut >= 0 && elided.includes(word.slice(0, cut)) ? word.slice(cut + 1) : word;
    return /^\p{Alphabetic}*$/u.test(whole) ? stages.reduce(shortened, whole) : whole;
  }

  function shortened(word, rules) {
    const left = (ending) => word.length - ending.length;
    const fits = ([ending, , least]) => word.endsWith(ending) && Array.from(word.slice(0, left(ending))).length >= least;
    const rule = rules.find(fits);
    return rule ? word.slice(0, left(rule[0])) + rule[1] : word;
  }

  function stripAll(word) {
    word = stripPlural(word);
    word = stripPastAndProgressive(word);
    word = softenFinalY(word);
    word = replaceLongest(word, DOUBLE_SUFFIXES);
    word = replaceLongest(word, SIMPLE_SUFFIXES);
    word = stripLastSuffix(word);
    return stripFinalEAndL(word);
  }

  // Step 1a: `caresses`, `ponies`, `cats`.
  function stripPlural(word) {
    if (/.(ss|i)es$/.test(word)) return word.slice(0, -2);
    return /.[^s]s$/.test(word) ? word.slice(0, -1) : word;
  }

  // Step 1b: `agreed`, `plastered`, `motoring`.
  function stripPastAndProgressive(word) {
    const agree = before(word, "eed");
    if (agree) return measure(agree) > 0 ? word.slice(0, -1) : word;
    const stem = before(word, "ed") || before(word, "ing");
    return shape(stem).includes("v") ? mendEnding(stem) : word;
  }

  // The rest of step 1b: `conflat(ed)` gets its `e` back, `hopp(ing)` loses a `p`.
  function mendEnding(word) {
    if (/(at|bl|iz)$/.test(word)) return word + "e";
    if (/([^aeiouylsz])\1$/.test(word)) return word.slice(0, -1);
    return isShort(word) ? word + "e" : word;
  }

  // Step 1c: `happy` becomes `happi`, but not `say` and not `by`.
  function softenFinalY(word) {
    return word.replace(/(.[^aeiou])y$/, "$1i");
  }

  // Steps 2 and 3: only the longest suffix is tried.
  function replaceLongest(word, suffixes) {
    const found = suffixes.find(([suffix]) => before(word, suffix));
    const stem = found && before(word, found[0]);
    return found && measure(stem) > 0 ? stem + found[1] : word;
  }

  // Step 4.
  function stripLastSuffix(word) {
    const suffix = LAST_SUFFIXES.find((suffix) => before(word, suffix)) || (/.[st]ion$/.test(word) && "ion");
    const stem = suffix && before(word, suffix);
    return suffix && measure(stem) > 1 ? stem : word;
  }

  // Step 5: `probate` becomes `probat`, `controll` becomes `control`.
  function stripFinalEAndL(word) {
    const stem = before(word, "e");
    if (measure(stem) > 1 || (measure(stem) === 1 && !isShort(stem))) word = stem;
    return word.endsWith("ll") && measure(word) > 1 ? word.slice(0, -1) : word;
  }

  /** What stands before `suffix` when `word` ends in it; empty when it does not. */
  function before(word, suffix) {
    return word.endsWith(suffix) ? word.slice(0, word.length - suffix.length) : "";
  }

  /** A letter `v` for each vowel and `c` for each consonant; `y` is a vowel after a consonant. */
  function shape(stem) {
    let out = "";
    for (const letter of stem) {
      out += "aeiou".includes(letter) || (letter === "y" && out.endsWith("c")) ? "v" : "c";
    }
    return out;
  }

  /** How often a consonant follows a vowel: Porter's m. */
  function measure(stem) {
    return shape(stem).split("vc").length - 1;
  }

  /** Whether `stem` is consonants, one vowel, one consonant other than `w`, `x`, `y`: `hop`, `fil`. */
  function isShort(stem) {
    return /^c+vc$/.test(shape(stem)) && !/[wxy]$/.test(stem);
  }

  globalThis.postilSearch = Object.assign(globalThis.postilSearch ?? {}, { stem, stemmer });
})();
