// The engine of a large index in a worker: it answers messages. What is typed next puts an end to what was asked before.
(() => {
  "use strict";

  let index;
  let site;
  let latest = 0;

  const METHODS = {
    async open({ base, words }) {
      postilSearch.learn(words);
      site = base;
      index = postilSearch.LargeIndex.open(base);
      const { entries } = await index;
      return { entries };
    },
    search: (request, check) => onNewest((found) => found.search(request, check)),
    lines: (request, check) => onNewest((found) => postilSearch.linesOf(found, request, check)),
    values: (request) => onNewest((found) => postilSearch.valuesOf(found, request)),
    cost: async () => (await index).packs.cost,
  };

  // These end one another: only the last is waited for.
  const EXCLUSIVE = new Set(["search", "lines"]);

  /** Asks the index; and if files of it are gone because another was published, asks that one. */
  async function onNewest(ask) {
    const answered = await ask(await index).catch((error) => ({ error }));
    const isFaulty = answered.isPartial || (answered.error && answered.error.name !== "AbortError");
    if (isFaulty && (await (await index).isReplaced().catch(() => false))) {
      index = postilSearch.LargeIndex.open(site);
      return ask(await index);
    }
    if (answered.error) throw answered.error;
    return answered;
  }

  function checkOf(run) {
    return () => {
      if (run !== latest) throw new DOMException("a later search took its place", "AbortError");
    };
  }

  onmessage = async ({ data: { id, method, request } }) => {
    if (method === "abort") {
      latest += 1;
      return;
    }
    const check = EXCLUSIVE.has(method) ? checkOf(++latest) : () => {};
    try {
      const answer = await METHODS[method](request, check);
      check();
      postMessage({ id, answer });
    } catch ({ name, message }) {
      postMessage({ id, error: { name, message } });
    }
  };
})();
