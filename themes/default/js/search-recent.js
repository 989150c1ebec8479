// The last searches, kept on the reader's machine alone.
(() => {
  "use strict";

  const { element, say } = postilSearch;

  const KEY = "postil-searches";
  const MOST = 8;

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(0, MOST) : [];
    } catch {
      return []; // Storage may be forbidden, and what is in it may be anything.
    }
  }

  function write(texts) {
    try {
      localStorage.setItem(KEY, JSON.stringify(texts));
    } catch {
      // Then nothing is kept.
    }
  }

  /** Keeps `text` as the last search. */
  function keep(text) {
    if (text) write([text, ...read().filter((other) => other !== text)].slice(0, MOST));
  }

  /** The last searches as links, and a button that forgets them; nothing where there are none. */
  function recent() {
    const texts = read();
    if (texts.length === 0) return [];
    const links = texts.map((text) => {
      const link = element("a", "", text);
      link.href = `?q=${encodeURIComponent(text)}`;
      return element("li", "", link);
    });
    const button = element("button", "search-more", say("forget"));
    const list = element("ul", "search-recent", ...links);
    const made = element("section", "search-history", element("h2", "", say("recent")), list, button);
    button.type = "button";
    button.addEventListener("click", () => {
      write([]);
      made.remove();
    });
    return [made];
  }

  Object.assign(postilSearch, { keep, recent });
})();
