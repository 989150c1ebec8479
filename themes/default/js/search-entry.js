// An entry of a large index from what is stored of it: src/index/large/stored_entry.rs.
(() => {
  "use strict";

  const { decode } = postilSearch;
  const encoder = new TextEncoder();

  // A heading without a text is stored without texts, and shown as any other hit.
  const NONE = [""];

  // How an anchor is stored, and the digits of a hash.
  const [OTHER, HASH, CUT, WORD] = [0, 1, 2, 3];
  const KINDS = 5;

  // The number of words of a turn that the hash in its permalink is made of.
  const HASHED_WORDS = 16;
  const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  const count = (length, make) => Array.from({ length }, make);
  const string = (reader) => decode(reader.take(reader.varint()));

  /**
   * `{address, title, anchor, heading, kind, label, parts}`, each part `{anchor, by, time, text, goesOn}` as far as it has these,
   * from the `strings` of an entry, its `frame`, and the bits that have the hashes of anchors.
   */
  function entryOf([title, heading, label, ...strings], frame, hashes) {
    const [address, kind] = [string(frame), string(frame)];
    const names = strings.splice(0, frame.varint());
    const by = count(frame.varint(), () => names[frame.varint()]);
    const codes = count(by.length + 1, () => frame.varint());
    const ownOf = (number) => (number > 0 ? [by[number - 1], strings[number - 1]] : heading === "" ? [by[0] ?? "", strings[0] ?? ""] : ["", heading]);
    const [anchor, ...anchors] = codes.map((code, number) => anchorOf(code, ...ownOf(number), frame, hashes));
    const times = frame.byte() === 1 ? by.map(() => string(frame)) : [];
    const parts = (by.length > 0 ? strings : NONE).map((text, at) => {
      const part = { text };
      if (anchors[at]) part.anchor = anchors[at];
      if (by[at]) part.by = by[at];
      if (times[at]) part.time = times[at];
      return part;
    });
    while (!frame.isAtEnd) parts[frame.varint()].goesOn = true;
    return { address, title, anchor, heading, ...(kind && { kind }), label, parts };
  }

  /** The anchor of what has this speaker and this text: how much of the usual one it has, and what else. */
  function anchorOf(code, by, text, frame, hashes) {
    if (code === 0) return "";
    const [much, how] = [Math.floor((code - 1) / KINDS), (code - 1) % KINDS];
    const usual = usualAnchor(by, text);
    const characters = () => Array.from(usual).slice(0, much).join("");
    const words = () => usual.split("-").slice(0, much).map((word) => `${word}-`).join("");
    const hash = () => count(4, () => DIGITS[hashes.take(5)]).join("");
    if (how === OTHER) return characters() + string(frame);
    if (how === HASH) return words() + hash();
    if (how === CUT) return `${characters()}-${hash()}`;
    if (how === WORD) return words() + usual.split("-")[much];
    return words() + shortHash(`-${usualAnchor("", text).split("-").slice(0, HASHED_WORDS).join("-").replace(/-$/, "")}`);
  }

  /** Four digits that stand for `text`: src/text/hash.rs. */
  function shortHash(text) {
    let hash = 0xcbf29ce484222325n;
    for (const byte of encoder.encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    const folded = hash ^ (hash >> 40n) ^ (hash >> 20n);
    return count(4, (_, at) => DIGITS[Number((folded >> BigInt(5 * at)) & 31n)]).join("");
  }

  /** The letters of a speaker and the words, and hyphens between them. */
  function usualAnchor(by, text) {
    let [anchor, isBetween] = ["", true];
    for (const character of `${by} ${text}`) {
      if (character === "'" || character === "’") continue;
      const isLetter = /[A-Za-z0-9\u{80}-\u{10ffff}]/u.test(character);
      if (isLetter || !isBetween) anchor += isLetter ? character.replace(/[A-Z]/, (letter) => letter.toLowerCase()) : "-";
      isBetween = !isLetter;
    }
    return anchor;
  }

  Object.assign(postilSearch, { entryOf });
})();
