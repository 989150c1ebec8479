// The index of a large site: in shards, by tokens. A query fetches those it needs, and the text of what it shows.
(() => {
  "use strict";

  const { Index, unpack, unpacked, walk, add, once, stemmings, stemmingOf } = postilSearch;

  // References are the page's number times a number that no page has as many entries as, and the entry's place. They are
  // quicker to look up while they fit into 30 bits.
  const LARGEST = 2 ** 30;
  const MOST_ENTRIES = 2 ** 16;

  // Steps in which an entry's worth is written.
  const STEPS = 32;

  // How many shards a beginning is looked for in; a lone character stands for all that begin with it.
  const MOST_FOR_WORD = 3;
  const MOST_FOR_CHARACTER = 8;
  const SHORTEST_STEM = 3;

  const PAGES_OF_A_FOLDER = 256;
  const hash = ({ hashes }, number) => hashes.slice(4 * number, 4 * number + 4);

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
      this.perPage = Math.max(Math.floor(LARGEST / this.pages.length), MOST_ENTRIES);
      this.all = this.perPage - 1; // what stands for all entries of a page
    }

    setUp(page, number) {
      page.number = number;
      page.chunk = once(async (at) => {
        const { entries, ...about } = await unpack(`search/c/${Math.floor(number / PAGES_OF_A_FOLDER).toString(16)}/${number}-${at}.bin`);
        Object.assign(page, about);
        return entries;
      });
      page.entry = async (at) => {
        const { chunk } = this.manifest;
        return (await page.chunk(Math.floor(at / chunk)))[at % chunk];
      };
    }

    place(ref) {
      return { page: this.pages[Math.floor(ref / this.perPage)], at: ref % this.perPage };
    }

    folder = once((number) => unpack(`search/t/${number.toString(16)}/shards.bin?${hash(this.manifest.shards, number)}`));

    shard = once(async (number) => {
      const { folder: size } = this.manifest;
      const folder = Math.floor(number / size);
      const name = `${folder.toString(16)}/${number}.bin?${hash(await this.folder(folder), number % size)}`;
      return withRest(await unpack(`search/t/${name}`));
    });

    /** The number of the shard that has `token`, if any has; a site without words has no shards. */
    async shardOf(token) {
      if (this.manifest.shards.borders.length === 0) return undefined;
      const folder = lastUpTo(this.manifest.shards.borders, token);
      return folder * this.manifest.folder + lastUpTo((await this.folder(folder)).borders, token);
    }

    async trees(token) {
      const numbers = token.isTail ? [] : stemmings().map((stem) => this.shardOf(stem(token.text)));
      const exact = await Promise.all(numbers);
      const further = token.isPrefix ? await this.shardsBelow(token) : [];
      return this.shards([...exact, ...further]);
    }

    /** The numbers of the first shards with tokens that begin as `token` does. */
    async shardsBelow(token) {
      const [first, last] = await Promise.all([this.shardOf(token.text), this.shardOf(`${token.text}\uffff`)]);
      if (first === undefined) return [];
      const count = Math.min(last - first + 1, token.isTail ? MOST_FOR_CHARACTER : MOST_FOR_WORD);
      return Array.from({ length: count }, (_, at) => first + at);
    }

    async treesAbove(token) {
      const lengths = Array.from({ length: Math.max(token.text.length - SHORTEST_STEM, 0) }, (_, at) => at + SHORTEST_STEM);
      const numbers = await Promise.all(lengths.map((length) => this.shardOf(token.text.slice(0, length))));
      return this.shards([...new Set(numbers)].slice(-MOST_FOR_WORD));
    }

    shards(numbers) {
      return Promise.all([...new Set(numbers)].filter((number) => number !== undefined).map(this.shard));
    }

    *postings(field, node) {
      for (const [number, { tf, s: entries }] of Object.entries(node.docs)) {
        const page = this.pages[number];
        const first = Number(number) * this.perPage;
        if (!entries) yield [first + this.all, page, tf];
        else for (let at = 0; at < entries.length; at += 2) yield [first + entries[at], page, entries[at + 1] / STEPS];
      }
      if (typeof node.rest === "string") node.rest = unpacked(node.rest);
      const { rest = [] } = node;
      for (let at = 0; at < rest.length; at += 3) {
        const entry = field === "title" ? this.all : rest[at + 1];
        yield [rest[at] * this.perPage + entry, this.pages[rest[at]], rest[at + 2] / STEPS];
      }
    }

    countOf(found) {
      let count = 0;
      for (const ref of found.keys()) count += ref % this.perPage === this.all ? this.entriesOfPage : 1;
      return Math.round(count);
    }

    /** A title counts for every entry of its page that has another word of the query; for the first, if none has. */
    spread(parts) {
      const titles = parts.map(({ found }) => [...found].filter(([ref]) => ref % this.perPage === this.all));
      const known = new Map(titles.flat().map(([ref]) => [ref, []]));
      if (known.size === 0) return;
      for (const { found } of parts) {
        for (const ref of found.keys()) {
          if (ref % this.perPage !== this.all) known.get(ref - (ref % this.perPage) + this.all)?.push(ref);
        }
      }
      parts.forEach(({ found }, at) => titles[at].forEach(([ref, ofPage]) => {
        found.delete(ref);
        const refs = known.get(ref);
        if (refs.length === 0) refs.push(ref - this.all);
        for (const own of refs) add(found, own, ofPage.score, false);
      }));
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

  /** The place of the last of `borders` that is no greater than `token`; the first, if all are. */
  function lastUpTo(borders, token) {
    let [from, to] = [0, borders.length];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if (borders[middle] <= token) from = middle;
      else to = middle;
    }
    return from;
  }

  /** The tries of a shard by field; what is packed of a token stands at its node. */
  function withRest({ fields, index, rest }) {
    fields.forEach((field, at) => {
      for (const [token, packed] of Object.entries(rest[at])) walk(index[field].root, token).rest = packed;
    });
    return index;
  }

  postilSearch.shards = async () => new Shards(await unpack("search/manifest.bin"));
})();
