// The search box: results below it as one types, by the WAI-ARIA pattern of a combobox with a list.
(() => {
  "use strict";

  const { failure, form, index, parse, isEmpty, rank, excerpt, meant, say, element, words, place, byPage } = postilSearch;
  if (!form || document.querySelector("#_search-page")) return;

  // So many results are shown, and so many of one page.
  const MOST = 8;
  const MOST_OF_A_PAGE = 3;

  const input = form.querySelector("input");
  const list = element("div", "search-list");
  const status = element("p", "search-status");
  const popup = element("div", "search-popup", status, list);

  let latest = 0;
  let active = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function setUp() {
    input.setAttribute("aria-controls", "search-list");
    set(list, { role: "listbox", id: "search-list", "aria-label": input.getAttribute("aria-label") });
    status.setAttribute("role", "status");
    popup.hidden = true;
    form.append(popup);
    input.addEventListener("focus", fetchIndex);
    if (document.activeElement === input) fetchIndex();
    input.addEventListener("input", update);
    input.addEventListener("keydown", onKey);
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** Fetches the index ahead of the first letter; if that fails, the first search says so. */
  function fetchIndex() {
    index().catch(() => {});
  }

  function set(target, attributes) {
    for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
  }

  /** Shows what fits the words typed so far, unless more were typed in the meantime. */
  async function update() {
    const run = ++latest;
    if (input.value.trim() === "") return close();
    let query = { text: "" };
    try {
      const loaded = await index();
      query = parse(input.value);
      const hits = await rank(loaded, query);
      const groups = await Promise.all(byPage(chosen(hits)).map(([page, hits]) => group(page, hits, query)));
      const correction = await meant(loaded, query, hits.unknown);
      if (run === latest && isEmpty(query)) close();
      else if (run === latest) show([...suggestions(correction), ...groups], hits.length, query);
    } catch {
      const message = await failure();
      if (run === latest) show([], 0, query, message);
    }
  }

  function chosen(hits) {
    const counts = new Map();
    const isChosen = ({ page }) => counts.set(page, (counts.get(page) ?? 0) + 1).get(page) <= MOST_OF_A_PAGE;
    return hits.filter(isChosen).slice(0, MOST);
  }

  async function group(page, hits, query) {
    const found = await Promise.all(hits.map((hit) => excerpt(hit, query)));
    const title = element("div", "search-title", ...words(found[0].title));
    const made = element("div", "search-group", title, ...found.map(option));
    set(made, { role: "group", "aria-label": page.title, lang: page.language });
    title.setAttribute("aria-hidden", "true");
    return made;
  }

  function option(found) {
    const where = element("span", "hit-place", ...place(found));
    return link(found.href, where, element("span", "hit-text", ...words(found.text)));
  }

  function link(href, ...children) {
    const made = element("a", "search-option", ...children);
    set(made, { role: "option", "aria-selected": "false", tabindex: "-1", href });
    return made;
  }

  /** The search page for what was meant, as an option. */
  function suggestions(text) {
    const address = `${form.getAttribute("action")}?q=${encodeURIComponent(text)}`;
    return text ? [link(address, element("span", "hit-all", say("meant", text)))] : [];
  }

  function show(groups, count, query, message = say(count > 0 ? "results" : "none", String(count))) {
    const all = `${form.getAttribute("action")}?q=${encodeURIComponent(query.text)}`;
    list.replaceChildren(...groups);
    if (count > 0) list.append(link(all, element("span", "hit-all", say("all", query.text))));
    options().forEach((option, number) => (option.id = `search-option-${number}`));
    status.textContent = message;
    activate(-1);
    open();
  }

  function open() {
    popup.hidden = false;
    input.setAttribute("aria-expanded", String(options().length > 0));
  }

  function close() {
    latest++;
    popup.hidden = true;
    activate(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function activate(number) {
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    active = number;
    const option = options()[number];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** Moves by `step` through the options and the box itself, round and round. */
  function move(step) {
    if (popup.hidden) return update();
    const stops = options().length + 1;
    activate(((active + 1 + step + stops) % stops) - 1);
  }

  function onKey(event) {
    if (event.isComposing) return;
    const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: leave };
    if (active >= 0) keys.Enter = () => options()[active].click();
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  /** First the list goes, then the words, then the box is left. */
  function leave() {
    if (!popup.hidden) close();
    else if (input.value) input.value = "";
    else input.blur();
  }

  setUp();
})();
