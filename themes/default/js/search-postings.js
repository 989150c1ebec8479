// The postings of a term in a large index: which documents have it, what it is worth there, and where it stands.
(() => {
  "use strict";

  const { Bits, BitDecoder, fillMembers, rankModels, rank } = postilSearch;

  // As src/index/large/lists.rs has it: documents of a block, and of one of a very long list; the best of such a list.
  const BLOCK = 128;
  const LONG = 8192;
  const LONG_BLOCK = 2048;
  const bestOf = (documents) => Math.min(Math.max(documents >> 7, 128), 1024);

  // From this position on stand headings and names: src/index/large/documents.rs.
  const ABOUT = 4096;

  /** The postings of a term. Of a long list, the blocks that a query does not need are not read. */
  class PostingList {
    constructor(segment, about) {
      Object.assign(this, about);
      this.segment = segment;
      this.read = new Map();
    }

    setInline(list) {
      this.inline = list;
      return this;
    }

    setPlaces(docs, positions) {
      Object.assign(this, { docs, positions });
      return this;
    }

    /** How many bytes its documents take. */
    get size() {
      return this.inline ? 0 : this.docs.to - this.docs.from;
    }

    /** Whether the words beside each position are kept. */
    get hasNeighbours() {
      return this.positions?.neighbours > 0;
    }

    once(name, make) {
      if (!this.read.has(name)) {
        this.read.set(name, make().catch((error) => {
          this.read.delete(name);
          throw error;
        }));
      }
      return this.read.get(name);
    }

    /** The number of documents of each of its blocks but the last. */
    get blockSize() {
      return this.count > LONG ? LONG_BLOCK : BLOCK;
    }

    /** Its blocks, each `{first, last, place: [from, to]}`: which documents, and where. */
    table() {
      return this.once("table", async () => {
        const { stream, from, to, best, table } = this.docs;
        const start = from + best + table;
        if (table === 0) return [{ first: 0, last: this.universe, place: [start, to] }];
        const bits = new Bits(await this.segment.packs.read(stream, from + best, start));
        const count = Math.ceil(this.count / this.blockSize);
        const lasts = bits.rising(count, 0, this.universe - 1);
        const places = ranges(start, bits.parts(count, to - start));
        return Array.from(lasts, (last, at) => ({ first: at === 0 ? 0 : lasts[at - 1] + 1, last, place: places[at] }));
      });
    }

    /** Where the positions of each 128 documents are, and the words beside them: `{positions, neighbours}`, each `[from, to]` of every block. */
    placeTable() {
      return this.once("table of places", async () => {
        const { stream, from, to, table, neighbours } = this.positions;
        const start = from + table;
        if (table === 0) return { positions: [[start, to]], neighbours: [[to, to + neighbours]] };
        const bits = new Bits(await this.segment.packs.read(stream, from, start));
        const count = Math.ceil(this.count / BLOCK);
        const [positions, beside] = [[start, to], [to, to + neighbours]].map(([from, to]) => ranges(from, bits.parts(count, to - from)));
        return { positions, neighbours: beside };
      });
    }

    /**
     * The documents with the term, and what it is worth in each: `{docs, impacts}`; if `within` is given, a sorted list,
     * only those of blocks that may have one of it.
     */
    async documents(within) {
      if (this.inline) return this.inline;
      const { packs } = this.segment;
      if (within === undefined) await packs.orMissing(packs.read(this.docs.stream, this.docs.from, this.docs.to));
      const blocks = await packs.orMissing(this.blocksWith(within), []);
      const parts = await Promise.all(blocks.map((number) => packs.orMissing(this.block(number), this.nothing())));
      const length = parts.reduce((sum, { docs }) => sum + docs.length, 0);
      const all = { docs: new Int32Array(length), impacts: this.hasImpacts ? new Uint8Array(length) : undefined };
      let at = 0;
      for (const { docs, impacts } of parts) {
        all.docs.set(docs, at);
        all.impacts?.set(impacts ?? [], at);
        at += docs.length;
      }
      if (this.docs.best > 0) await packs.orMissing(this.setBest(all));
      return all;
    }

    /** Sets the impacts of a very long list: its best documents have theirs, and the others are alike. */
    async setBest({ docs, impacts }) {
      const { usual, best } = await this.once("best", async () => {
        const { stream, from, best } = this.docs;
        const bits = new Bits(await this.segment.packs.read(stream, from, from + best));
        const usual = bits.small();
        const found = bits.rising(bestOf(this.universe), 0, this.universe - 1);
        const more = bits.amounts(found.length);
        return { usual, best: Array.from(found, (document, at) => [document, more[at] + 1]) };
      });
      impacts.fill(usual);
      let at = 0;
      for (const [document, impact] of best) {
        while (at < docs.length && docs[at] < document) at += 1;
        if (docs[at] === document) impacts[at] = impact;
      }
    }

    nothing() {
      return { docs: new Int32Array(0), impacts: this.hasImpacts ? new Uint8Array(0) : undefined };
    }

    async blocksWith(within) {
      const table = await this.table();
      const numbers = table.map((_, number) => number);
      if (within === undefined || table.length === 1) return numbers;
      let at = 0;
      return numbers.filter((number) => {
        while (at < within.length && within[at] < table[number].first) at += 1;
        return at < within.length && within[at] <= table[number].last;
      });
    }

    block(number) {
      return this.once(number, async () => {
        const { first, last, place: [from, to] } = (await this.table())[number];
        const bytes = await this.segment.packs.read(this.docs.stream, from, to);
        const docs = new Int32Array(Math.min(this.blockSize, this.count - number * this.blockSize));
        const isLastKnown = this.docs.table > 0;
        const unknown = docs.length - Number(isLastKnown);
        if (isLastKnown) docs[docs.length - 1] = last;
        if (this.count > LONG) {
          fillMembers(bytes, docs, unknown, first, last);
          return { docs };
        }
        const bits = new Bits(bytes);
        bits.fill(docs, 0, unknown, first, last - 1);
        return { docs, impacts: this.hasImpacts ? Uint8Array.from(bits.amounts(docs.length), (more) => more + 1) : undefined };
      });
    }

    /**
     * The positions in each of `docs`, a sorted list: a map. With `beside`, only those between the words with these ranks,
     * `{before, after}`, on each side two at most, the nearest first.
     */
    async places(docs, beside) {
      const found = new Map();
      if (this.inline) {
        if (docs.includes(this.inline.docs[0])) found.set(this.inline.docs[0], this.inline.positions[0]);
        return found;
      }
      const { packs } = this.segment;
      const numbers = await packs.orMissing(this.blocksWith(docs), []);
      const wanted = new Set(docs);
      await Promise.all(numbers.map((number) => packs.orMissing(this.placesIn(number, wanted, beside, found))));
      return found;
    }

    /** Adds to `found` the positions in those documents of a block that are `wanted`. */
    async placesIn(number, wanted, beside, found) {
      const { docs } = await this.block(number);
      const groups = Array.from({ length: Math.ceil(docs.length / BLOCK) }, (_, at) => docs.subarray(at * BLOCK, (at + 1) * BLOCK));
      await Promise.all(groups.map(async (group, at) => {
        if (!group.some((document) => wanted.has(document))) return;
        const reading = this.placesOfBlock((number * this.blockSize) / BLOCK + at, beside);
        const places = await this.segment.packs.orMissing(reading, []);
        group.forEach((document, at) => places[at] && wanted.has(document) && found.set(document, places[at]));
      }));
    }

    async placesOfBlock(number, beside) {
      const [places, neighbours] = await Promise.all([this.allPlaces(number), beside && this.neighboursOf(number)]);
      if (!beside) return places;
      const fits = (at) => ["before", "after"].every((side) => beside[side].every((rank, distance) => neighbours[side][distance][at] === rank + 1));
      let from = 0;
      return places.map((ofDocument) => {
        const start = from;
        from += ofDocument.length;
        return ofDocument.filter((_, at) => fits(start + at));
      });
    }

    /** The words beside each position of a block: `{before, after}`, each of the nearest and of the next its rank and one more, or 0. */
    neighboursOf(number) {
      return this.once(`neighbours ${number}`, async () => {
        const [from, to] = (await this.placeTable()).neighbours[number];
        const [bytes, places] = await Promise.all([this.segment.packs.read(this.positions.stream, from, to), this.allPlaces(number)]);
        const decoder = new BitDecoder(bytes);
        const count = places.reduce((sum, { length }) => sum + length, 0);
        const sides = [0, 1].map(() => [0, 1].map(() => ({ ranks: new Uint8Array(count), models: rankModels() })));
        for (let at = 0; at < count; at++) {
          for (const [nearest, next] of sides) {
            nearest.ranks[at] = rank(decoder, nearest.models);
            if (nearest.ranks[at] > 0) next.ranks[at] = rank(decoder, next.models);
          }
        }
        const [before, after] = sides.map((side) => side.map(({ ranks }) => ranks));
        return { before, after };
      });
    }

    allPlaces(number) {
      return this.once(`places ${number}`, async () => {
        const [from, to] = (await this.placeTable()).positions[number];
        const bits = new Bits(await this.segment.packs.read(this.positions.stream, from, to));
        const size = Math.min(BLOCK, this.count - number * BLOCK);
        const counts = bits.amounts(size).map((further) => further + 1);
        const others = bits.amounts(size);
        const inText = counts.some((count, at) => count > others[at]) ? bits.small() : 0;
        const about = others.some((count) => count > 0) ? ABOUT + bits.small() : ABOUT;
        return Array.from(counts, (count, at) => {
          const places = new Int32Array(count);
          bits.fill(places, 0, count - others[at], 0, inText);
          bits.fill(places, count - others[at], count, ABOUT, about);
          return places;
        });
      });
    }
  }

  /** Where each of `sizes` begins and ends, from `start` on. */
  function ranges(start, sizes) {
    let at = start;
    return Array.from(sizes, (size) => [at, (at += size)]);
  }

  Object.assign(postilSearch, { PostingList });
})();
