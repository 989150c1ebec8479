// The index's files: fetched when they are needed, and once.
(() => {
  "use strict";

  const { learn, scriptUrl } = postilSearch;

  // A browser draws and takes keys between two pieces of work; one is about so long, in milliseconds.
  const PIECE = 12;
  const { root } = document.documentElement.dataset;

  /**
   * Runs the script at `src`; several asked for at once run in order. A data file of ours assigns to one global, since a
   * page opened from disk may load scripts but not fetch: it runs, and its `load` event fires, before any other can run.
   */
  function run(src) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.async = false;
      script.src = scriptUrl(src);
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

  /**
   * A function to await within long work: now and then it lets the browser do something else, and it rejects with an
   * `AbortError` when the work is not wanted any more.
   */
  function pauser(isUnwanted) {
    let last = performance.now();
    return async () => {
      if (performance.now() - last < PIECE) return;
      await new Promise((resolve) => setTimeout(resolve));
      last = performance.now();
      if (isUnwanted()) throw new DOMException("a newer search began", "AbortError");
    };
  }

  /** Resolves when it is known how words are made on this site. */
  const ready = once(async () => {
    const words = await load("search/words.js");
    learn(words);
    postilSearch.learnStops(Object.keys(words.languages));
    postilSearch.learnSynonyms(words.synonyms ?? []);
    return words;
  });

  /** Resolves when the part of the search called `name` is there, which not every search needs. */
  const need = once(async (name) => {
    await run(document.querySelector("script[data-places]").dataset[name]);
  });

  /** The engine of this site, loaded when it is first asked for. */
  const index = once(async () => {
    const words = await ready();
    const shape = words.engine ? "engine" : words.shape;
    if (shape === "large") return postilSearch.openLarge({ base: new URL(root || "./", document.baseURI).href, words });
    await need(shape);
    return postilSearch[shape](words);
  });

  Object.assign(postilSearch, { index, load, isFromDisk, once, pauser, ready, need });
})();
