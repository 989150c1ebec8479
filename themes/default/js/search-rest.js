// The many postings of a frequent token, which a shard has as packed text: src/index/shards/rest.rs says how.
(() => {
  "use strict";

  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const VALUES = new Map(Array.from(ALPHABET, (character, at) => [character, at]));
  const WORTH_BITS = 3;

  /** Reads numbers from `text`, six bits to a character. */
  function reader(text) {
    let at = 0;
    let pending = 0;
    let left = 0;
    const bit = () => {
      if (left === 0) {
        pending = VALUES.get(text[at++]) ?? 0;
        left = 6;
      }
      left -= 1;
      return (pending >> left) & 1;
    };
    const bits = (size) => {
      let number = 0;
      for (let count = 0; count < size; count++) number = (number << 1) | bit();
      return number;
    };
    const rice = (low) => {
      let high = 0;
      while (at <= text.length && bit() === 1) high += 1;
      return (high << low) | bits(low);
    };
    return { bits, rice };
  }

  /** The postings in `text`, one after another: page, entry and worth of each in turn. */
  function unpacked(text) {
    const { bits, rice } = reader(text);
    const count = Math.min(bits(24), text.length * 6);
    const [pageLow, entryLow, least, step] = [bits(5), bits(5), bits(8), bits(8)];
    const postings = new Int32Array(3 * count);
    let page = -1;
    let entry = -1;
    for (let at = 0; at < postings.length; at += 3) {
      if (bits(1) === 1) [page, entry] = [page + 1 + rice(pageLow), -1];
      entry += 1 + rice(entryLow);
      postings[at] = page;
      postings[at + 1] = entry;
      postings[at + 2] = least + Math.floor((bits(WORTH_BITS) + 0.5) * step);
    }
    return postings;
  }

  postilSearch.unpacked = unpacked;
})();
