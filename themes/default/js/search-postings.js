// The postings of a term in a large index: which documents have it, what it is worth there, and where it stands.
(() => {
  "use strict";

  const { Bits, fillMembers, ranksIn } = postilSearch;

  // As src/index/large/lists.rs has it: documents of a block, and of one of a very long list; the best of such a list.
  const BLOCK = 128;
  const LONG = 8192;
  const LONG_BLOCK = 2048;
  const bestOf = (documents) => Math.min(Math.max(documents >> 7, 128), 512);

  // The parts of the positions of a list with neighbours; those of words beside others by side, the nearest and the next.
  const [COUNTS, PLACES] = [0, 1];
  const BESIDE = { before: [2, 4], after: [3, 5] };

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
      return this.positions?.parts.length > 1;
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

    /** Where the parts of the positions of each 128 documents are: of each part, `[from, to]` of every block. */
    placeTable() {
      return this.once("table of places", async () => {
        const { stream, from, table, parts } = this.positions;
        const places = ranges(from + table, parts);
        if (table === 0) return places.map((place) => [place]);
        const bits = new Bits(await this.segment.packs.read(stream, from, from + table));
        const count = Math.ceil(this.count / BLOCK);
        return places.map(([start, end]) => ranges(start, bits.parts(count, end - start)));
      });
    }

    /** The bytes of a part of the positions of a block. */
    async placeBytes(part, number) {
      const [from, to] = (await this.placeTable())[part][number];
      return this.segment.packs.read(this.positions.stream, from, to);
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
        const impacts = impactsIn(bits, found.length);
        return { usual, best: Array.from(found, (document, at) => [document, impacts[at]]) };
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
        return { docs, impacts: this.hasImpacts ? impactsIn(bits, docs.length) : undefined };
      });
    }

    /**
     * The positions in each of `docs`, a sorted list: a map. With `beside`, only those between the words with these ranks,
     * `{before, after}`, on each side two at most, the nearest first.
     */
    places(docs, beside) {
      if (this.inline) return new Map(docs.includes(this.inline.docs[0]) ? [[this.inline.docs[0], this.inline.positions[0]]] : []);
      return this.inBlocks(docs, (number) => this.placesOfBlock(number, beside));
    }

    /** How often each of `docs` has the word between those `beside` it: a map of `{text, about}`, in its text and elsewhere. */
    tallies(docs, beside) {
      return this.inBlocks(docs, async (number) => {
        const [{ counts, others }, isBetween] = await Promise.all([this.countsOf(number), this.between(number, beside)]);
        let at = 0;
        return Array.from(counts, (count, document) => {
          const tally = { text: 0, about: 0 };
          for (let place = 0; place < count; place++) {
            if (isBetween[at++]) tally[place < count - others[document] ? "text" : "about"] += 1;
          }
          return tally;
        });
      });
    }

    /** By document what `read` finds of each in its block of 128. */
    async inBlocks(docs, read) {
      const found = new Map();
      const { packs } = this.segment;
      const numbers = await packs.orMissing(this.blocksWith(docs), []);
      const wanted = new Set(docs);
      await Promise.all(numbers.map((number) => packs.orMissing(this.inBlock(number, wanted, read, found))));
      return found;
    }

    async inBlock(number, wanted, read, found) {
      const { docs } = await this.block(number);
      const groups = Array.from({ length: Math.ceil(docs.length / BLOCK) }, (_, at) => docs.subarray(at * BLOCK, (at + 1) * BLOCK));
      await Promise.all(groups.map(async (group, at) => {
        if (!group.some((document) => wanted.has(document))) return;
        const all = await this.segment.packs.orMissing(read((number * this.blockSize) / BLOCK + at), []);
        group.forEach((document, at) => all[at] && wanted.has(document) && found.set(document, all[at]));
      }));
    }

    async placesOfBlock(number, beside) {
      const [places, isBetween] = await Promise.all([this.allPlaces(number), beside && this.between(number, beside)]);
      if (!beside) return places;
      let from = 0;
      return places.map((ofDocument) => {
        const start = from;
        from += ofDocument.length;
        return ofDocument.filter((_, at) => isBetween[start + at]);
      });
    }

    /** Whether each place of a block is between words with these ranks. */
    async between(number, beside) {
      const { counts } = await this.countsOf(number);
      const all = new Uint8Array(counts.reduce((sum, count) => sum + count, 0)).fill(1);
      await Promise.all(Object.entries(beside).map(async ([side, ranks]) => {
        const beside = await Promise.all(ranks.map((_, distance) => this.ranksBeside(number, side, distance, all.length)));
        ranks.forEach((rank, distance) => beside[distance].forEach((other, at) => other !== rank + 1 && (all[at] = 0)));
      }));
      return all;
    }

    /** Of each place of a block the rank of a word beside it and one more, or 0. */
    ranksBeside(number, side, distance, count) {
      const part = BESIDE[side][distance];
      return this.once(`beside ${part} ${number}`, async () => {
        const reading = this.placeBytes(part, number);
        if (distance === 0) return ranksIn(await reading, count);
        const [bytes, nearest] = await Promise.all([reading, this.ranksBeside(number, side, 0, count)]);
        const next = ranksIn(bytes, nearest.reduce((sum, rank) => sum + Number(rank > 0), 0));
        let at = 0;
        return nearest.map((rank) => (rank > 0 ? next[at++] : 0));
      });
    }

    /** Of each document of a block, how many positions it has, and how many of these are not in its text. */
    countsOf(number) {
      return this.once(`counts ${number}`, async () => {
        const bits = new Bits(await this.placeBytes(COUNTS, number));
        const size = Math.min(BLOCK, this.count - number * BLOCK);
        return { counts: bits.amounts(size).map((further) => further + 1), others: bits.amounts(size), bits };
      });
    }

    allPlaces(number) {
      return this.once(`places ${number}`, async () => {
        const [{ counts, others, bits: rest }, bytes] = await Promise.all([this.countsOf(number), this.hasNeighbours && this.placeBytes(PLACES, number)]);
        const bits = bytes ? new Bits(bytes) : rest;
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

  /** So many impacts: how far each is above the least. */
  function impactsIn(bits, count) {
    const least = bits.small() + 1;
    return Uint8Array.from(bits.amounts(count), (above) => least + above);
  }

  /** Where each of `sizes` begins and ends, from `start` on. */
  function ranges(start, sizes) {
    let at = start;
    return Array.from(sizes, (size) => [at, (at += size)]);
  }

  Object.assign(postilSearch, { PostingList });
})();
