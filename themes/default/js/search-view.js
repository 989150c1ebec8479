// Hits as elements. Words from the index only ever become text nodes.
(() => {
  "use strict";

  const { ready, isFromDisk } = postilSearch;

  const form = document.querySelector(".search-form");

  /** The theme's text called `name`, in the page's language, with `value` for its `{}`. */
  const say = (name, value) => (form.getAttribute(`data-${name}`) ?? "").replace("{}", () => value);

  /** An element with a class and children: strings and nodes. */
  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children.filter((child) => child !== ""));
    return made;
  }

  /** `[words, isMatch]` pieces as nodes. */
  const words = (pieces) => pieces.map(([text, isMatch]) => (isMatch ? element("mark", "hit", text) : text));

  /** Where a hit stands, in as many words as there are: kind of note, speaker, time, heading. */
  function place(found) {
    const parts = [
      found.kind && inOurs("hit-kind", found.label || say(`kind-${found.kind}`) || found.kind),
      found.by && element("span", "hit-speaker", found.by),
      found.time && element("span", "hit-time", found.time),
      found.heading.length > 0 && element("span", "hit-heading", ...words(found.heading)),
    ].filter(Boolean);
    return parts.length > 0 ? parts : [inOurs("hit-heading", say("beginning"))];
  }

  /** Words of the theme's among those of a page, which may be in another language. */
  function inOurs(className, text) {
    const made = element("span", className, text);
    made.lang = form.closest("[lang]").lang;
    return made;
  }

  /** `hits` by page, pages in the order of their best hit: `[page, hits]` pairs. */
  function byPage(hits) {
    const groups = new Map();
    for (const hit of hits) groups.set(hit.page, [...(groups.get(hit.page) ?? []), hit]);
    return [...groups];
  }

  /** Why nothing could be searched: a page from a disk may not fetch what a large index consists of. */
  async function failure() {
    const { shards } = await ready().catch(() => ({}));
    return say(shards && isFromDisk() ? "from-disk" : "failed");
  }

  Object.assign(postilSearch, { failure, form, say, element, words, place, byPage });
})();
