// The search page: everything that fits, by transcript; its address holds the query and the choices.
(() => {
  "use strict";

  const { form, index, parse, isEmpty, rank, excerpt, meant, keep, recent, chooser, need } = postilSearch;
  const { say, failure, element, words, place, byPage } = postilSearch;
  const page = document.querySelector("#_search-page");
  if (!page) return;

  // So many transcripts are shown at once.
  const GROUPS = 10;
  const PAUSE = 150;

  const input = form.querySelector("input");
  const choices = chooser(index, update);
  const status = element("p", "search-status");
  const results = element("div", "search-results");

  let latest = 0;

  function setUp() {
    status.setAttribute("role", "status");
    page.append(choices.node, status, results);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      update();
    });
    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(update, PAUSE);
    });
    input.addEventListener("change", () => keep(input.value.trim()));
    window.addEventListener("popstate", read);
    read();
    if (!input.value) input.focus();
  }

  async function read() {
    const params = new URLSearchParams(location.search);
    input.value = params.get("q") ?? "";
    keep(input.value.trim());
    await choices.read(params);
    update();
  }

  async function update() {
    const run = ++latest;
    remember(input.value.trim());
    const { message, nodes } = await found().catch(async () => ({ message: await failure(), nodes: [] }));
    if (run !== latest) return;
    status.textContent = message;
    results.replaceChildren(...nodes);
  }

  /** What there is to say and to show. */
  async function found() {
    if (input.value.trim() === "") return { message: "", nodes: recent() };
    const loaded = await index();
    const { query, accepts, sort, view } = await choices.apply(parse(input.value));
    if (isEmpty(query)) return { message: "", nodes: [] };
    const hits = await rank(loaded, query, accepts);
    const correction = await meant(loaded, query, hits.unknown);
    if (sort === "newest") hits.sort((a, b) => b.page.number - a.page.number);
    const shown = view === "passages" ? await firstGroups(byPage(hits), query, loaded.looks.ofPage) : [await inLines(hits, query, view)];
    const message = say(hits.length > 0 ? "results" : "none", String(hits.length));
    return { message, nodes: correction ? [suggestion(correction), ...shown] : shown };
  }

  async function inLines(hits, query, order) {
    await need("lines");
    return postilSearch.lines(hits, query, order);
  }

  function suggestion(text) {
    const link = element("a", "", say("meant", text));
    link.href = `?q=${encodeURIComponent(text)}`;
    return element("p", "search-meant", link);
  }

  /** The query goes into the address, so that it can be kept and shared. */
  function remember(text) {
    const params = new URLSearchParams(text ? { q: text } : {});
    choices.write(params);
    try {
      history.replaceState(null, "", params.size > 0 ? `?${params}` : location.pathname);
    } catch {
      // A page opened from disk may not change its address.
    }
  }

  /** The first of `groups` as elements, each with `most` of its hits, and a button for the others. */
  async function firstGroups(groups, query, most) {
    const nodes = await Promise.all(groups.slice(0, GROUPS).map(([page, hits]) => group(page, hits, query, most)));
    const others = groups.slice(GROUPS);
    return others.length > 0 ? [...nodes, more(() => firstGroups(others, query, most))] : nodes;
  }

  async function group(page, hits, query, most) {
    const first = await firstHits(hits, query, most);
    const { title, pageHref } = await excerpt(hits[0], query);
    const link = element("a", "", ...words(title));
    link.href = pageHref;
    const made = element("section", "search-group", element("h2", "search-title", link), ...first);
    made.lang = page.language;
    return made;
  }

  /** The first `most` of a transcript's hits, and a button for as many more. */
  async function firstHits(hits, query, most) {
    const found = await Promise.all(hits.slice(0, most).map((hit) => excerpt(hit, query)));
    const others = hits.slice(most);
    return others.length > 0 ? [...found.map(item), more(() => firstHits(others, query, most))] : found.map(item);
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
