// The search page: everything that fits, by transcript; its address holds the query.
(() => {
  "use strict";

  const { form, index, parse, rank, excerpt, say, element, words, place, byPage } = postilSearch;
  const page = document.querySelector("#search-page");
  if (!page) return;

  // So many transcripts are shown at once, and so many hits of each.
  const GROUPS = 10;
  const HITS = 5;
  const PAUSE = 150;

  const input = form.querySelector("input");
  const status = element("p", "search-status");
  const results = element("div", "search-results");

  let latest = 0;

  function setUp() {
    status.setAttribute("role", "status");
    page.append(status, results);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      update();
    });
    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(update, PAUSE);
    });
    window.addEventListener("popstate", read);
    read();
    if (!input.value) input.focus();
  }

  function read() {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    update();
  }

  async function update() {
    const run = ++latest;
    const query = parse(input.value);
    remember(query.text);
    if (query.terms.length === 0) return show("", []);
    try {
      const hits = await rank(await index(), query);
      const shown = await firstGroups(byPage(hits), query);
      if (run === latest) show(say(hits.length > 0 ? "results" : "none", String(hits.length)), shown);
    } catch {
      if (run === latest) show(say("failed"), []);
    }
  }

  function show(message, nodes) {
    status.textContent = message;
    results.replaceChildren(...nodes);
  }

  /** The query goes into the address, so that it can be kept and shared. */
  function remember(text) {
    try {
      history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
    } catch {
      // A page opened from disk may not change its address.
    }
  }

  /** The first of `groups` as elements, and a button for the others. */
  async function firstGroups(groups, query) {
    const nodes = await Promise.all(groups.slice(0, GROUPS).map(([page, hits]) => group(page, hits, query)));
    const others = groups.slice(GROUPS);
    return others.length > 0 ? [...nodes, more(() => firstGroups(others, query))] : nodes;
  }

  async function group(page, hits, query) {
    const first = await firstHits(hits, query);
    const { title, pageHref } = await excerpt(hits[0], query);
    const link = element("a", "", ...words(title));
    link.href = pageHref;
    const made = element("section", "search-group", element("h2", "search-title", link), ...first);
    made.lang = page.language;
    return made;
  }

  async function firstHits(hits, query) {
    const found = await Promise.all(hits.slice(0, HITS).map((hit) => excerpt(hit, query)));
    const others = hits.slice(HITS);
    return others.length > 0 ? [...found.map(item), more(() => firstHits(others, query))] : found.map(item);
  }

  function item(found) {
    const link = element("a", "hit-place", ...place(found));
    link.href = found.href;
    return element("div", "search-hit", link, element("p", "hit-text", ...words(found.text)));
  }

  /** A button that gives way to what `next` makes; the focus goes to the first of it. */
  function more(next) {
    const button = element("button", "search-more", say("more"));
    button.type = "button";
    button.lang = form.closest("[lang]").lang;
    button.addEventListener("click", async () => {
      const nodes = await next();
      button.replaceWith(...nodes);
      nodes[0].querySelector("a").focus();
    });
    return button;
  }

  setUp();
})();
