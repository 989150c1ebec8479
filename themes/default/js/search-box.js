// The search box: results below it as one types, by the WAI-ARIA pattern of a combobox with a list.
(() => {
  "use strict";

  const { closed, corrected, failure, form, index, parse, isEmpty, excerpt, say, element, set, words, place } = postilSearch;
  if (!form || document.querySelector("#_search-page")) return;

  // So many pages are shown, and so many results of each.
  const PAGES = 4;
  const OF_A_PAGE = 2;

  // How long after the last key a search begins, in milliseconds: whoever types on is not served a search for each letter.
  const PAUSE = 200;

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
    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value.trim() === "") close();
      else timer = setTimeout(update, PAUSE);
    });
    input.addEventListener("keydown", onKey);
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** Fetches the index ahead of the first letter; if that fails, the first search says so. */
  function fetchIndex() {
    index().catch(() => {});
  }

  /** Shows what fits the words typed so far, unless more were typed in the meantime. */
  async function update() {
    const run = ++latest;
    let query = { text: input.value };
    try {
      const engine = await index();
      query = parse(input.value);
      if (isEmpty(query)) return void (run === latest && close());
      const ask = (wanted) => engine.search({ query: wanted, from: 0, count: PAGES, perPage: OF_A_PAGE, isTyping: true });
      let result = await ask(query);
      const meant = corrected(query, result.unknown);
      const asked = query;
      if (meant && result.total === 0) {
        const other = closed(parse(`${meant} `));
        const instead = await ask(other);
        if (instead.total > 0) [query, result] = [other, instead];
      }
      if (run === latest) show({ asked, query, result, meant });
    } catch (error) {
      if (error.name === "AbortError") return;
      const message = await failure();
      if (run === latest) fill([], message);
    }
  }

  /** The results; those for what was meant say so. */
  function show({ asked, query, result, meant }) {
    const { total, groups, near, unknown } = result;
    const shown = [...groups, ...near.groups].filter(({ hits }) => hits.length > 0).slice(0, PAGES);
    const nodes = shown.map((found) => group(found, query));
    const count = total || near.total;
    if (count > 0) nodes.push(all(query.text));
    if (meant && query === asked) nodes.unshift(link(addressOf(meant), element("span", "hit-all", say("meant", meant))));
    const instead = query !== asked && say("instead", { word: wordsOf(asked, unknown), text: query.text });
    fill(nodes, instead || say(count > 0 ? "results" : "none", count));
  }

  const wordsOf = ({ text }, unknown) => unknown.map((word) => word.text).join(", ") || text;

  const addressOf = (text) => `${form.getAttribute("action")}?q=${encodeURIComponent(text)}`;

  const all = (text) => link(addressOf(text), element("span", "hit-all", say("all", text)));

  function group({ page, hits }, query) {
    const found = hits.map((hit) => excerpt(page, hit, query));
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

  function fill(nodes, message) {
    list.replaceChildren(...nodes);
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
