// What the results are chosen by, with how many there are of each; and their order. Every choice is a link, whose address has it.
(() => {
  "use strict";

  const { CHOICES, button, element, link, nameBox, numbers, say, set } = postilSearch;

  const FIELDS = ["speaker", "kind", "tag", "collection", "year", "language"];
  const ORDERS = { passages: ["best", "newest", "oldest"], lines: ["page", "following", "preceding"] };

  // So many values of a field are shown before all are asked for.
  const SHOWN = 7;

  /** The part of the page with choices. `state` has what is chosen; `go(changes)` asks for other results; `engine` is promised. */
  function chooser({ state, addressOf, go, engine }) {
    const panel = set(element("div", "search-choices"), { id: "_search-choices" });
    const toggle = set(button("search-toggle", say("filters"), () => expand(toggle.getAttribute("aria-expanded") !== "true")), { "aria-controls": panel.id });
    const chips = set(element("ul", "search-chips"), { hidden: "" });
    const orders = element("div", "search-orders");
    const names = nameBox({
      label: say("speaker"),
      find: async (text, count) => (await engine()).values({ field: "speaker", text, count }),
      choose: (speaker) => go({ speaker }),
    });
    const speakers = row(names.name, names.node);
    panel.append(speakers);
    const whole = new Set(); // the fields of which all values are shown

    function expand(isOpen) {
      toggle.setAttribute("aria-expanded", String(isOpen));
      panel.hidden = !isOpen;
    }

    /** Shows the choices that are left among `total` results, `facets`, and what was chosen. */
    function show(facets, total) {
      const isChoice = (field, values) => values.length > 1 || state()[field] || (values.length === 1 && values[0].count !== total);
      const fields = CHOICES.filter((field) => isChoice(field, facets?.[field] ?? []));
      const rows = fields.map((field) => facetRow(field, facets?.[field] ?? []));
      const { key } = document.activeElement?.dataset ?? {};
      [...panel.children].slice(1).forEach((child) => child.remove());
      panel.append(...rows);
      chips.replaceChildren(...FIELDS.filter((field) => state()[field]).map((field) => chip(field, facets?.[field])));
      chips.hidden = chips.children.length === 0;
      orders.replaceChildren(...orderLinks());
      // What had the focus is another element now.
      if (key) [...node.querySelectorAll("[data-key]")].find((made) => made.dataset.key === key)?.focus();
    }

    /** The values of a field as links. */
    function facetRow(field, values) {
      const sorted = field === "year" ? [...values].sort((a, b) => b.value - a.value) : values;
      const shown = whole.has(field) ? sorted : sorted.slice(0, SHOWN);
      const links = shown.map(({ value, label, count }) => choice(field, value, nameOf(field, value, label), count));
      if (shown.length < sorted.length) {
        links.push(button("search-more-values", say("values"), () => {
          whole.add(field);
          const made = facetRow(field, values);
          panel.querySelector(`[data-field="${field}"]`).replaceWith(made);
          made.querySelectorAll("a")[SHOWN].focus();
        }));
      }
      return set(row(element("span", "", say(field)), element("ul", "", ...links.map((one) => element("li", "", one)))), { "data-field": field });
    }

    function choice(field, value, name, count) {
      const isChosen = state()[field] === value;
      const changes = { [field]: isChosen ? "" : value };
      const made = stateLink("", changes, name, " ", element("span", "count", numbers.format(count)));
      if (isChosen) made.setAttribute("aria-current", "true");
      return made;
    }

    function chip(field, values = []) {
      const value = state()[field];
      const name = nameOf(field, value, values.find((one) => one.value === value)?.label);
      const remove = stateLink("", { [field]: "" }, element("span", "", name), set(element("span", "", "×"), { "aria-hidden": "true" }));
      return element("li", "", set(remove, { "aria-label": say("remove", name), title: say("remove", name) }));
    }

    function orderLinks() {
      const { view, order } = state();
      const option = (changes, name, isCurrent) => {
        const made = stateLink("", changes, name);
        if (isCurrent) made.setAttribute("aria-current", "true");
        return made;
      };
      const ofView = ORDERS[view].map((name) => option({ order: name }, say(name === "page" ? "page-order" : name), order === name));
      const views = Object.keys(ORDERS).map((name) => option({ view: name, order: ORDERS[name][0] }, say(name), view === name));
      return [set(element("span", "", ...ofView), { role: "group", "aria-label": say("sort") }), set(element("span", "", ...views), { role: "group" })];
    }

    /** A link to the results with other choices, which come into this page. */
    function stateLink(className, changes, ...children) {
      const made = link(className, addressOf(changes), ...children);
      made.dataset.key = `${Object.keys(changes)}:${made.textContent.replace(/ [\d.,\s]+$/u, "")}`;
      made.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        if (go(changes)) event.preventDefault();
      });
      return made;
    }

    expand(globalThis.matchMedia?.("(min-width: 60rem)").matches ?? true);
    const tools = element("div", "search-tools", toggle, orders);
    const node = element("div", "search-choose", chips, tools, panel);
    return { node, show, stateLink };
  }

  const row = (name, content) => element("div", "search-row", name, content);

  /** What readers call a value: the site's word for it, else the theme's. */
  function nameOf(field, value, label) {
    const own = label && label !== value ? label : "";
    if (field === "kind") return own || say(`kind-${value}`) || value;
    return field === "language" ? languageName(value) : own || value;
  }

  function languageName(tag) {
    try {
      return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(tag);
    } catch {
      return tag; // A tag that the browser does not know.
    }
  }

  /** The nodes of a query that stand for what is chosen in `state`. */
  function chosenNodes(state) {
    const chosen = FIELDS.filter((field) => state[field]);
    return chosen.map((field) => {
      if (field === "speaker") return { kind: "field", field, text: state.speaker, isExact: true };
      if (field === "year") return { kind: "field", field, from: Number(state.year), to: Number(state.year), isExact: true };
      return { kind: "field", field, value: state[field], isExact: true };
    });
  }

  Object.assign(postilSearch, { chooser, chosenNodes, FIELDS, ORDERS });
})();
