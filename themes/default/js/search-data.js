// The index's files: fetched when they are needed, and once.
(() => {
  "use strict";

  const { learn } = postilSearch;
  const { root } = document.documentElement.dataset;

  /**
   * Runs the script at `src`; several asked for at once run in order. A data file of ours assigns to one global, since a
   * page opened from disk may load scripts but not fetch: it runs, and its `load` event fires, before any other can run.
   */
  function run(src) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.async = false;
      script.src = src;
      script.onload = () => {
        script.remove();
        resolve(globalThis.postilSearchData);
        delete globalThis.postilSearchData;
      };
      script.onerror = () => reject(new Error(src));
      document.head.append(script);
    });
  }

  const load = (path) => run(root + path);

  const isFromDisk = () => globalThis.location?.protocol === "file:";

  /** Fetches a file of a large index: JSON, compressed. Some servers have unpacked it already. */
  async function unpack(path) {
    if (isFromDisk()) throw new Error("a page opened from disk may not fetch");
    const response = await fetch(root + path);
    if (!response.ok) throw new Error(path);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const stream = isPacked ? new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")) : bytes;
    return new Response(stream).json();
  }

  /** A function that loads once for each argument, and again only if it failed. */
  function once(start) {
    const started = new Map();
    return (argument) => {
      const forget = (error) => {
        started.delete(argument);
        throw error;
      };
      if (!started.has(argument)) started.set(argument, start(argument).catch(forget));
      return started.get(argument);
    };
  }

  /** Resolves when it is known how words are made on this site. */
  const ready = once(async () => {
    const words = await load("search/words.js");
    learn(words);
    return words;
  });

  /** Resolves when the part of the search called `name` is there, which not every search needs. */
  const need = once(async (name) => {
    const parts = document.querySelector("script[data-parts]").dataset[name];
    await Promise.all(parts.split(" ").filter(Boolean).map(run));
  });

  Object.assign(postilSearch, { load, unpack, isFromDisk, once, ready, need });
})();
