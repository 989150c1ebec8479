// The search page: everything that fits, by transcript or line by line; its address holds the query and the choices.
(() => {
  "use strict";

  const { FIELDS, ORDERS, advice, chooser, chosenNodes, closed, corrected, element, failure, form, groupNodes, help, index, isEmpty } = postilSearch;
  const { button, keep, need, paging, parse, recent, say, treeOf } = postilSearch;
  const page = document.querySelector("#_search-page");
  if (!page) return;

  // So many transcripts, or lines, are shown at once.
  const GROUPS = 10;
  const LINES = 100;

  // How long after the last key a search begins, when it is said that it takes time, and when the server is slow; milliseconds.
  const PAUSE = 200;
  const PATIENCE = 400;
  const SLOW = 2500;

  const input = form.querySelector("input");
  const status = page.querySelector(".search-status");
  const results = page.querySelector(".search-results");
  let state = read();
  let latest = 0;
  const choices = chooser({ state: () => state, addressOf, go, engine: index });

  function setUp() {
    status.after(choices.node);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      update();
    });
    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(typed, PAUSE);
    });
    input.addEventListener("change", () => keep(input.value.trim()));
    window.addEventListener("popstate", () => start(read()));
    window.addEventListener("online", update);
    start(state);
    if (!input.value) input.focus({ preventScroll: true });
  }

  function start(found) {
    state = found;
    input.value = state.q;
    keep(state.q.trim());
    update();
  }

  /** What the address asks for. */
  function read() {
    const params = new URLSearchParams(location.search);
    const chosen = Object.fromEntries(FIELDS.map((field) => [field, params.get(field) ?? ""]));
    const view = params.get("view");
    const isLines = view === "lines" || ORDERS.lines.includes(view);
    const order = isLines ? (view === "lines" ? "page" : view) : params.get("sort");
    return {
      q: params.get("q") ?? "",
      ...chosen,
      view: isLines ? "lines" : "passages",
      order: ORDERS[isLines ? "lines" : "passages"].includes(order) ? order : "best",
      page: Math.max(Number.parseInt(params.get("page"), 10) || 1, 1),
    };
  }

  /** The address of what is shown with some `changes`. */
  function addressOf(changes = {}) {
    const { q, view, order, page: number, ...chosen } = { ...state, page: 1, ...changes };
    const params = new URLSearchParams(q.trim() ? { q: q.trim() } : {});
    FIELDS.forEach((field) => chosen[field] && params.set(field, chosen[field]));
    if (view === "lines") params.set("view", order === "page" ? "lines" : order);
    else if (order !== "best") params.set("sort", order);
    if (number > 1) params.set("page", number);
    return params.size > 0 ? `?${params}` : "?";
  }

  /** Shows other results, at an address of their own; false, where the browser has to follow the link. */
  function go(changes) {
    try {
      history.pushState(null, "", addressOf(changes));
    } catch {
      // A page opened from disk may not change its address.
      location.search = addressOf(changes);
      return true;
    }
    state = { ...state, page: 1, ...changes };
    update().then(() => "page" in changes && results.querySelector("a")?.focus());
    return true;
  }

  function typed() {
    state = { ...state, q: input.value, page: 1 };
    try {
      history.replaceState(null, "", addressOf());
    } catch {
      // A page opened from disk may not change its address.
    }
    update();
  }

  async function update() {
    const run = ++latest;
    const timer = setTimeout(() => run === latest && (status.textContent = say("working")), PATIENCE);
    results.setAttribute("aria-busy", "true");
    const begun = performance.now();
    const answer = await found().catch(async (error) => {
      if (error.name === "AbortError" && run !== latest) return undefined;
      return { message: navigator.onLine === false ? say("offline") : await failure(), nodes: [again()] };
    });
    clearTimeout(timer);
    if (run !== latest || !answer) return;
    status.replaceChildren(...[answer.message, ...remarks(answer, performance.now() - begun)]);
    const isBare = answer.isNone && chosenNodes(state).length === 0; // nothing to choose from, and nothing chosen
    choices.node.hidden = !answer.isAsked || isBare;
    if (answer.isAsked) choices.show(answer.facets, answer.total);
    results.replaceChildren(...answer.nodes);
    results.removeAttribute("aria-busy");
  }

  const again = () => button("search-more", say("again"), () => update());

  /** What must be said about an answer beside how much was found. */
  function remarks({ isPartial, isSlow, isCut, limits = [] }, took) {
    const texts = [
      isCut && say("cut"),
      isPartial && say("partial"),
      isSlow && took > SLOW && say("slow"),
      limits.length > 0 && say("engine-limits", limits.join(", ")),
    ].filter(Boolean);
    return texts.map((text) => element("span", "search-remark", text));
  }

  /** What there is to say and to show. */
  async function found() {
    const text = state.q.trim() === input.value.trim() ? input.value : state.q;
    const chosen = chosenNodes(state);
    if (isEmpty(parse(text)) && chosen.length === 0) return { message: "", nodes: [...recent(), help()] };
    const engine = await index();
    // Only now is it known which words the site calls the same.
    const asked = parse(text);
    return state.view === "lines" ? inLines(engine, withChoices(asked, chosen)) : passages(engine, asked, chosen);
  }

  /** `query` with what was chosen as well. */
  function withChoices(query, chosen) {
    const own = query.where === null ? [] : query.where.kind === "and" ? query.where.nodes : [query.where];
    return { ...query, where: treeOf([...own, ...chosen].map((node) => ({ start: 0, end: 0, ...node }))) };
  }

  async function passages(engine, asked, chosen) {
    const ask = (query) => engine.search({ query: withChoices(query, chosen), sort: state.order, from: (state.page - 1) * GROUPS, count: GROUPS, facets: true });
    let [query, result] = [asked, await ask(asked)];
    let notice = [];
    const meant = result.total === 0 && corrected(asked, result.unknown);
    if (meant) {
      const [other, instead] = [closed(parse(`${meant} `)), await ask(closed(parse(`${meant} `)))];
      if (instead.total > 0) {
        notice = [insteadNode(result.unknown, meant)];
        [query, result] = [other, instead];
      }
    }
    const shown = withChoices(query, chosen);
    const more = async ({ number }, from, count) => (await engine.search({ query: shown, sort: state.order, page: number, from, count })).groups[0];
    const nodes = [
      ...notice,
      ...(result.total > 0 ? meantNodes(asked, notice.length > 0 ? [] : result.unknown) : []),
      ...(await groupNodes(result.groups, shown, more)),
      ...paging(result.pages, GROUPS, state.page, choices.stateLink),
      ...(await nearNodes(result.near, shown)),
      ...(result.total === 0 ? advice({ query: asked, unknown: result.unknown, choices: chosen.length, search: searchLink, clear }) : []),
    ];
    const message = result.total > 0 ? say("total", { hits: result.total, pages: result.pages }) : say("none");
    const isNone = result.total === 0 && result.near.total === 0;
    return { ...result, message, nodes, isAsked: true, isNone, isCut: asked.isCut };
  }

  function insteadNode(unknown, text) {
    const word = unknown.filter(({ words }) => words.length > 0).map((one) => one.text).join(", ");
    return element("p", "search-meant", say("instead", { word, text }));
  }

  function meantNodes(query, unknown) {
    const text = corrected(query, unknown);
    return text ? [element("p", "search-meant", searchLink(text, say("meant", text)))] : [];
  }

  const searchLink = (q, text) => choices.stateLink("", { q }, text);
  const clear = () => choices.stateLink("", Object.fromEntries(FIELDS.map((field) => [field, ""])), say("remove-all"));

  /** Entries with most of the words, apart from those that have all of them. */
  async function nearNodes({ total, groups }, query) {
    return total > 0 ? [element("h2", "search-near", say("near")), ...(await groupNodes(groups, query))] : [];
  }

  async function inLines(engine, query) {
    await need("lines");
    const options = { query, order: state.order };
    const { total, lines, cost = 0, sorted, ...about } = await engine.lines({ ...options, from: (state.page - 1) * LINES, count: LINES, around: 60 });
    const { facets } = await engine.search({ query, from: 0, count: 0, facets: true });
    const nodes = total === 0 ? [] : [
      ...(sorted < total ? [element("p", "search-remark", say("sorted-part", sorted))] : []),
      postilSearch.linesTable(lines, query),
      ...paging(total, LINES, state.page, choices.stateLink),
      postilSearch.csvButton(engine, options, cost),
    ];
    return { ...about, facets, message: total > 0 ? say("places", total) : say("none"), nodes, isAsked: true, isNone: false, isCut: query.isCut };
  }

  setUp();
})();
