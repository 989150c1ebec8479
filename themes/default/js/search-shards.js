// The index of a large site: in shards, by tokens. A query fetches those it needs, and the text of what it shows.
(() => {
  "use strict";

  const { Index, oneFile, unpack, once, ready, stemmings, stemmingOf } = postilSearch;

  // No page has more entries: a reference is the page's number times this, and the entry's place.
  const PER_PAGE = 2 ** 20;

  // What stands for all entries of a page.
  const ALL = PER_PAGE - 1;

  // Steps in which an entry's worth is written.
  const STEPS = 32;

  // How many shards a beginning is looked for in; a lone character stands for all that begin with it.
  const MOST_FOR_WORD = 3;
  const MOST_FOR_CHARACTER = 8;
  const SHORTEST_STEM = 3;

  const FILES_OF_A_FOLDER = 256;
  const folder = (number) => Math.floor(number / FILES_OF_A_FOLDER).toString(16);

  class Shards extends Index {
    // Each look at a text is a file to be fetched.
    looks = { most: 20, atATime: 10, ofPage: 2 };

    constructor(manifest) {
      super();
      this.manifest = manifest;
      this.size = manifest.entries;
      this.pages = manifest.pages.flatMap(([language, preface, count]) =>
        Array.from({ length: count }, () => ({ language, preface: preface === 1, stemming: stemmingOf(language) })));
      this.pages.forEach((page, number) => this.setUp(page, number));
      this.entriesOfPage = this.size / this.pages.length;
    }

    setUp(page, number) {
      page.number = number;
      page.chunk = once(async (at) => {
        const { entries, ...about } = await unpack(`search/c/${folder(number)}/${number}-${at}.bin`);
        Object.assign(page, about);
        return entries;
      });
      page.entry = async (at) => {
        const { chunk } = this.manifest;
        return (await page.chunk(Math.floor(at / chunk)))[at % chunk];
      };
    }

    place(ref) {
      return { page: this.pages[Math.floor(ref / PER_PAGE)], at: ref % PER_PAGE };
    }

    shard = once(async (number) => {
      const hash = this.manifest.hashes.slice(4 * number, 4 * number + 4);
      return (await unpack(`search/t/${folder(number)}/${number}.bin?${hash}`)).index;
    });

    /** The number of the shard that has `token`, if any has: the last that begins no later. */
    shardOf(token) {
      const { borders } = this.manifest;
      let [from, to] = [0, borders.length];
      while (to - from > 1) {
        const middle = (from + to) >> 1;
        if (borders[middle] <= token) from = middle;
        else to = middle;
      }
      return from;
    }

    trees(token) {
      const numbers = new Set(token.isTail ? [] : stemmings().map((stem) => this.shardOf(stem(token.text))));
      if (token.isPrefix) {
        const first = this.shardOf(token.text);
        const most = token.isTail ? MOST_FOR_CHARACTER : MOST_FOR_WORD;
        const last = Math.min(this.shardOf(`${token.text}\uffff`), first + most - 1);
        for (let number = first; number <= last; number++) numbers.add(number);
      }
      return Promise.all([...numbers].map(this.shard));
    }

    treesAbove(token) {
      const numbers = new Set();
      for (let length = SHORTEST_STEM; length < token.text.length; length++) {
        numbers.add(this.shardOf(token.text.slice(0, length)));
      }
      return Promise.all([...numbers].slice(-MOST_FOR_WORD).map(this.shard));
    }

    *postings(field, node) {
      for (const [number, { tf, s: entries }] of Object.entries(node.docs)) {
        const page = this.pages[number];
        const first = Number(number) * PER_PAGE;
        if (!entries) yield [first + ALL, page, tf];
        else for (let at = 0; at < entries.length; at += 2) yield [first + entries[at], page, entries[at + 1] / STEPS];
      }
    }

    countOf(found) {
      let count = 0;
      for (const ref of found.keys()) count += ref % PER_PAGE === ALL ? this.entriesOfPage : 1;
      return Math.round(count);
    }

    /** A title counts for every entry of its page that has another word of the query; for the first, if none has. */
    spread(parts) {
      const known = new Map();
      for (const { found } of parts) {
        for (const ref of found.keys()) {
          const page = Math.floor(ref / PER_PAGE);
          if (!known.has(page)) known.set(page, new Set());
          if (ref % PER_PAGE !== ALL) known.get(page).add(ref);
        }
      }
      for (const { found } of parts) {
        for (const [ref, ofPage] of [...found]) if (ref % PER_PAGE === ALL) spreadOne(found, ref, ofPage, known);
      }
    }

    facets = once(() => unpack("search/facets.bin"));

    async wordsWith(letter) {
      try {
        return (await this.wordsOf(letter)).split(" ");
      } catch {
        return []; // No word begins with it.
      }
    }

    wordsOf = once((letter) => unpack(`search/v/${letter.codePointAt(0).toString(16)}.bin`));
  }

  function spreadOne(found, ref, ofPage, known) {
    const page = Math.floor(ref / PER_PAGE);
    const refs = known.get(page);
    found.delete(ref);
    if (refs.size === 0) refs.add(page * PER_PAGE);
    for (const ref of refs) {
      const entry = found.get(ref) ?? { score: 0, isOwn: false };
      found.set(ref, { score: entry.score + ofPage.score, isOwn: entry.isOwn });
    }
  }

  /** The index, loaded when it is first asked for. */
  const index = once(async () => {
    const { shards } = await ready();
    return shards ? new Shards(await unpack("search/manifest.bin")) : oneFile();
  });

  Object.assign(postilSearch, { index });
})();
