// The packs of a large index: ranges of them are fetched as they are needed, near ones together, and each once.
(() => {
  "use strict";

  // As src/index/large/packs.rs cuts streams.
  const PACK = 256 * 1024;

  // Ranges of a pack that are no further apart are one request: a request costs more than so many bytes.
  const NEAR = 1500;

  class Packs {
    /** Reads the files of `search/` below `base`, an absolute address that ends in a slash. */
    constructor(base) {
      this.base = `${base}search/`;
      this.known = new Map(); // by name of the pack, the pieces that are there or on their way
      this.waiting = new Map();
      this.missing = new Set();
      this.isSlow = false;
      this.cost = { requests: 0, bytes: 0 };
    }

    /** A whole file, and not one that a browser has kept if `isFresh`. */
    async file(name, isFresh = false) {
      const response = await fetch(this.base + name, isFresh ? { cache: "no-cache" } : {});
      if (!response.ok) throw new Error(name);
      const bytes = new Uint8Array(await response.arrayBuffer());
      this.count(bytes.length);
      return bytes;
    }

    count(bytes) {
      this.cost.requests += 1;
      this.cost.bytes += bytes;
    }

    /** What `reading` gives, or `otherwise` if a file is missing: then the answer is partial, and that is said. */
    async orMissing(reading, otherwise) {
      try {
        return await reading;
      } catch (error) {
        if (this.missing.size === 0) throw error;
        return otherwise;
      }
    }

    /**
     * The bytes of a stream between `from` and `to`; it may fail, and then the pack is among those missing. `nameOf` tells the
     * name of a pack by its number.
     */
    async read({ length, nameOf }, from, to) {
      if (from >= to) return new Uint8Array(0);
      if (to > length) throw new RangeError("the index is cut short");
      const pieces = [];
      for (let at = from; at < to; ) {
        const number = Math.floor(at / PACK);
        const end = Math.min(to, (number + 1) * PACK);
        pieces.push(this.piece(nameOf(number), at - number * PACK, end - number * PACK));
        at = end;
      }
      return joined(await Promise.all(pieces));
    }

    /** The bytes of a pack between `from` and `to`. */
    async piece(name, from, to) {
      const pieces = this.known.get(name) ?? this.known.set(name, []).get(name);
      const found = pieces.find((piece) => piece.from <= from && piece.to >= to) ?? (await this.asked(name, from, to));
      const bytes = await found.bytes;
      return bytes.subarray(from - found.from, to - found.from);
    }

    /** What is asked for in one go is fetched together. */
    asked(name, from, to) {
      if (this.waiting.size === 0) setTimeout(() => this.fetchWaiting());
      return new Promise((resolve) => {
        const others = this.waiting.get(name) ?? [];
        this.waiting.set(name, [...others, { from, to, resolve }]);
      });
    }

    fetchWaiting() {
      const waiting = [...this.waiting];
      this.waiting.clear();
      for (const [name, asked] of waiting) {
        asked.sort((a, b) => a.from - b.from);
        for (const group of groups(asked, this.isSlow ? PACK : NEAR)) this.fetchGroup(name, group);
      }
    }

    fetchGroup(name, group) {
      const piece = { from: group[0].from, to: Math.max(...group.map(({ to }) => to)) };
      const pieces = this.known.get(name);
      piece.bytes = this.range(name, piece).catch((error) => {
        this.missing.add(name);
        pieces.splice(pieces.indexOf(piece), 1);
        throw error;
      });
      pieces.push(piece);
      for (const { resolve } of group) resolve(piece);
    }

    async range(name, piece) {
      const { from, to } = piece;
      const response = await fetch(`${this.base}${name}.pack`, { headers: { Range: `bytes=${from}-${to - 1}` } });
      if (response.status === 200 && !isPage(response)) return this.beginning(response, piece);
      if (response.status !== 206) throw new Error(name);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (bytes.length !== to - from) throw new Error(name);
      this.count(bytes.length);
      return bytes;
    }

    /** A host without ranges sends all of a pack: it is read up to the last byte that is needed. */
    async beginning(response, piece) {
      this.isSlow = true;
      const chunks = [];
      let length = 0;
      const reader = response.body.getReader();
      while (length < piece.to) {
        const { value, done } = await reader.read();
        if (done) break;
        chunks.push(value);
        length += value.length;
      }
      reader.cancel().catch(() => {});
      this.count(length);
      if (length < piece.to) throw new RangeError("the index is cut short");
      Object.assign(piece, { from: 0, to: length });
      return joined(chunks);
    }
  }

  /** Whether a host sends a page, as some do in the place of a file that they do not have. */
  const isPage = ({ headers }) => /^text\/html/i.test(headers.get("content-type") ?? "");

  /** `asked`, which is in order, cut where two are further apart than `most`. */
  function groups(asked, most) {
    const found = [];
    let end = -Infinity;
    for (const one of asked) {
      if (one.from - end <= most) found.at(-1).push(one);
      else found.push([one]);
      end = Math.max(end, one.to);
    }
    return found;
  }

  function joined(pieces) {
    if (pieces.length === 1) return pieces[0];
    const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  postilSearch.Packs = Packs;
})();
