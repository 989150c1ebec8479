// What the results are chosen by, their order, and how they are shown: on the search page, and in its address.
(() => {
  "use strict";

  const { element, parse, say } = postilSearch;

  const FACETS = ["speaker", "tag", "kind", "collection", "year", "language"];
  const SORTS = ["best", "newest"];
  const VIEWS = ["passages", "following", "preceding"];

  /** The choices, as `{node, read, write, apply}`; `onChange` is called when the reader makes one. */
  function chooser(index, onChange) {
    const sort = select("sort", SORTS.map((name) => [name, say(name)]));
    const view = select("view", VIEWS.map((name) => [name, say(name)]));
    const facets = FACETS.map((name) => select(name, [["", say("every")]]));
    const all = [...facets, sort, view];
    const boxes = element("div", "search-choices", ...all.map(({ label }) => label));
    const node = element("details", "search-choose", element("summary", "", say("filters")), boxes);
    const chosen = () => Object.fromEntries(all.map(({ name, box }) => [name, box.value]));
    let filled;

    const fill = () => (filled ??= index().then((loaded) => loaded.facets()).then((values) => {
      facets.forEach(({ name, box, label }) => {
        box.append(...Object.entries(values[name]).map(([value, about]) => option(value, nameOf(name, value, about), about)));
        label.hidden = box.options.length < 3;
      });
      return values;
    }));
    const start = () => fill().catch(() => (filled = undefined));
    node.addEventListener("toggle", start);
    node.addEventListener("change", onChange);

    /** Takes the choices from the address. */
    async function read(params) {
      const isChosen = all.some(({ name }) => params.has(name));
      if (isChosen) await start();
      if (isChosen) node.open = true;
      for (const { name, box } of all) {
        box.value = params.get(name) ?? "";
        if (box.selectedIndex < 0) box.selectedIndex = 0;
      }
    }

    function write(params) {
      for (const { name, box } of all) if (box.selectedIndex > 0) params.set(name, box.value);
    }

    /** `{query, accepts, sort, view}`: `query` with the speaker who was chosen, and what lets entries in. */
    async function apply(query) {
      const { speaker, ...others } = chosen();
      const wanted = FACETS.filter((name) => others[name]);
      const values = wanted.length > 0 ? await fill() : {};
      const tests = wanted.map((name) => testOf(values[name][others[name]]));
      const by = speaker ? parse(`speaker:"${speaker.replace(/["“”„]/g, " ")}" `).speakers : [];
      return {
        query: { ...query, speakers: [...query.speakers, ...by], chosen: others, isNewest: others.sort === "newest" },
        accepts: tests.length > 0 ? (page, at) => tests.every((test) => test(page, at)) : undefined,
        sort: others.sort,
        view: others.view,
      };
    }

    return { node, read, write, apply };
  }

  /** Whether an entry has a value: its page does, and where the value lists entries, it is one of them. */
  function testOf({ pages, entries }) {
    let number = 0;
    const numbers = pages.map((distance) => (number += distance));
    if (!entries) {
      const known = new Set(numbers);
      return (page) => known.has(page.number);
    }
    const known = new Set(entries.map((at, place) => `${numbers[place]}:${at}`));
    return (page, at) => known.has(`${page.number}:${at}`);
  }

  function select(name, options) {
    const box = element("select", "", ...options.map(([value, text]) => option(value, text)));
    return { name, box, label: element("label", "", say(name), " ", box) };
  }

  function option(value, text, about) {
    const made = element("option", "", about ? `${text} (${about.pages.length})` : text);
    made.value = value;
    return made;
  }

  function nameOf(facet, value, { label }) {
    if (facet === "kind") return label || say(`kind-${value}`) || value;
    if (facet === "collection") return label || value;
    return facet === "language" ? languageName(value) : value;
  }

  function languageName(tag) {
    try {
      return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(tag);
    } catch {
      return tag; // A tag that the browser does not know.
    }
  }

  postilSearch.chooser = chooser;
})();
