// The index of a small site: one file, loaded when it is first needed.
(() => {
  "use strict";

  const { Index, load, once, stemmingOf } = postilSearch;

  // The parameters of BM25: how soon repetition stops to count, and how much length counts.
  const SATURATION = 1.2;
  const LENGTH = 0.4;

  class OneFile extends Index {
    // How many of the best entries are compared with their text, how many at a time, and how many of a page are shown.
    looks = { most: 300, atATime: 20, ofPage: 5 };

    constructor(data, list) {
      super();
      this.tree = data.index;
      this.lengths = data.documentStore.docInfo;
      this.size = data.documentStore.length;
      this.means = this.meanLengths();
      this.pages = list.pages.map((page, number) => ({
        ...page,
        number,
        stemming: stemmingOf(page.language),
        entry: entryOf(once(() => load(textPath(page.address)))),
      }));
      this.entries = this.pages.flatMap((page) => Array.from({ length: page.entries }, (_, at) => ({ page, at })));
    }

    /** The mean length of each field, where there is any of it. */
    meanLengths() {
      const lengths = (field) => Object.values(this.lengths).map((info) => info[field] ?? 0).filter((n) => n > 0);
      const mean = (all) => all.reduce((sum, length) => sum + length, 0) / all.length;
      return Object.fromEntries(Object.keys(this.tree).map((field) => [field, mean(lengths(field))]));
    }

    place(ref) {
      return this.entries[ref];
    }

    trees() {
      return [this.tree];
    }

    treesAbove() {
      return [this.tree];
    }

    /** The index holds the square root of how often a token occurs; BM25 makes its worth of it. */
    *postings(field, node) {
      for (const [ref, { tf }] of Object.entries(node.docs)) {
        const count = tf * tf;
        const length = (this.lengths[ref]?.[field] ?? 0) / this.means[field];
        const worth = (count * (SATURATION + 1)) / (count + SATURATION * (1 - LENGTH + LENGTH * length));
        yield [Number(ref), this.entries[ref].page, worth];
      }
    }

    facets = once(() => load("search/facets.js"));

    /** The words that begin with `letter`, most frequent first. */
    async wordsWith(letter) {
      return ((await this.vocabulary())[letter] ?? "").split(" ");
    }

    vocabulary = once(() => load("search/vocabulary.js"));
  }

  const entryOf = (text) => async (at) => (await text()).entries[at];

  function textPath(address) {
    return `search/text/${address.split("/").map(encodeURIComponent).join("/")}text.js`;
  }

  postilSearch.one = async () => {
    const [data, list] = await Promise.all([load("search/index.js"), load("search/pages.js")]);
    return new OneFile(data, list);
  };
})();
