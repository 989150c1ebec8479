// The index of a large site, as the page sees it: everything is done by a worker, so that no key press waits for it.
(() => {
  "use strict";

  /** An engine for the site at `base`, an absolute address; `words` says how words are made there. */
  async function openLarge({ base, words }) {
    const { worker: address } = document.querySelector("script[data-worker]").dataset;
    const worker = new Worker(postilSearch.scriptUrl(new URL(address, document.baseURI).href));
    const waiting = new Map();
    let next = 0;

    worker.onmessage = ({ data: { id, answer, error } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error) reject(Object.assign(new Error(error.message), { name: error.name }));
      else resolve(answer);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      for (const { reject } of waiting.values()) reject(new Error(event.message));
      waiting.clear();
    };

    function ask(method, request) {
      return new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, method, request });
      });
    }

    try {
      await ask("open", { base, words });
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return {
      perPage: 3,
      search: (request) => ask("search", request),
      lines: (request) => ask("lines", request),
      values: (request) => ask("values", request),
      cost: () => ask("cost"),
      abort: () => worker.postMessage({ method: "abort" }),
    };
  }

  postilSearch.openLarge = openLarge;
})();
