// What may have been meant by a word that is nowhere: words of the index that share its trigrams and differ little.
(() => {
  "use strict";

  const { Reader, relative, decode, distance } = postilSearch;

  // A shorter word is as close to many others; a long one may have two mistakes.
  const SHORTEST = 4;
  const LONG = 6;

  // A short word shares hardly a trigram with what it is when two letters change places.
  const LONGEST_SWAPPED = 6;

  const BLOCK = 64;
  const MOST_BLOCKS = 12;
  const MOST_WORDS = 3;

  /** The words closest to `word`, the best first. */
  async function closest(index, word) {
    if (Array.from(word).length < SHORTEST) return [];
    const found = await Promise.all(index.segments.map((segment) => index.tried(() => closestIn(segment, word))));
    const counts = new Map();
    for (const { text, count, distance } of found.flat().filter(Boolean)) {
      const known = counts.get(text);
      counts.set(text, { text, distance, count: count + (known?.count ?? 0) });
    }
    const worth = ({ text, distance, count }) => distance - (text[0] === word[0] ? 0.3 : 0) - Math.min(Math.log10(count + 1) / 10, 0.4);
    return [...counts.values()].sort((a, b) => worth(a) - worth(b)).slice(0, MOST_WORDS).map(({ text }) => text);
  }

  async function closestIn(segment, word) {
    await segment.open();
    const most = Array.from(word).length < LONG ? 1 : 2;
    const numbers = await likely(segment, word, most);
    const blocks = [...new Set(numbers.map((number) => Math.floor(number / BLOCK)))].slice(0, MOST_BLOCKS);
    const read = await Promise.all(blocks.map((block) => wordsOf(segment, block)));
    const isNear = ({ text }) => distance(word, text, most) !== undefined;
    const near = new Map(read.flat().filter(isNear).map((found) => [found.text, found]));
    if (near.size === 0 || Array.from(word).length <= LONGEST_SWAPPED) {
      for (const found of await swapped(segment, word)) near.set(found.text, found);
    }
    return [...near.values()].map((found) => ({ ...found, distance: distance(word, found.text, most) }));
  }

  /** The words that `word` is with two letters in the wrong order. */
  async function swapped(segment, word) {
    const letters = Array.from(word);
    const others = letters.slice(1).map((letter, at) => [...letters.slice(0, at), letter, letters[at], ...letters.slice(at + 2)].join(""));
    const records = await Promise.all([...new Set(others)].filter((other) => other !== word).map((other) => segment.lookUp(`w${other}`)));
    return records.flat().filter(({ forms }) => !forms).map(({ key, occurrences }) => ({ text: key.slice(1), count: occurrences }));
  }

  /** The numbers of the words of about its length that share most trigrams with `word`: a rare one counts more. */
  async function likely(segment, word, most) {
    const shared = new Map();
    const lists = await Promise.all([...trigrams(word)].map(async (trigram) => {
      const [list] = await segment.lookUp(`x${trigram}`);
      return list ? (await list.documents()).docs : [];
    }));
    const { lengths } = segment.head;
    const size = Array.from(word).length;
    const first = lengths[Math.min(Math.max(size - most, 0), lengths.length - 1)] ?? 0;
    const last = lengths[size + most + 1] ?? Infinity;
    for (const list of lists) {
      const weight = Math.log(segment.head.spelled / (list.length + 1));
      for (const number of list) if (number >= first && number < last) shared.set(number, (shared.get(number) ?? 0) + weight);
    }
    return [...shared].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, BLOCK).map(([number]) => number);
  }

  function trigrams(word) {
    const characters = ["^", ...word, "$"];
    return new Set(characters.slice(2).map((_, at) => characters.slice(at, at + 3).join("")));
  }

  /** Where each block of words begins, and the end of the last. */
  function blocksOf(segment) {
    return segment.once("blocks of words", async () => {
      const reader = new Reader(await segment.part("blocks of words"));
      const places = [0];
      while (!reader.isAtEnd) places.push(places.at(-1) + reader.varint());
      return places;
    });
  }

  function wordsOf(segment, block) {
    return segment.once(`words ${block}`, async () => {
      const places = await blocksOf(segment);
      const reader = new Reader(await segment.part("words", places[block], places[block + 1]));
      const words = [];
      let text = new Uint8Array(0);
      while (!reader.isAtEnd) {
        text = relative(reader, text);
        words.push({ text: decode(text), count: reader.varint() });
      }
      return words;
    });
  }

  Object.assign(postilSearch, { closest });
})();
