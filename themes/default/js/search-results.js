// Results as elements: passages by transcript, their further hits, and the links to further results.
(() => {
  "use strict";

  const { button, dateOf, element, excerpt, form, link, pauser, place, say, set, words } = postilSearch;

  // How many pages of results are named around the one that is shown.
  const AROUND = 2;

  // How many further hits of a transcript are fetched at a time.
  const FURTHER = 20;

  /** The `groups` of a result as elements. `more(page, from, count)` fetches further hits of a page. */
  async function groupNodes(groups, query, more) {
    const pause = pauser(() => false); // the excerpts of a long query take a while
    const nodes = [];
    for (const { page, total, hits } of groups.filter(({ hits }) => hits.length > 0)) {
      const shown = [];
      for (const hit of hits) {
        await pause();
        shown.push(excerpt(page, hit, query));
      }
      nodes.push(groupNode({ page, total, hits, shown }, query, more));
    }
    return nodes;
  }

  function groupNode({ page, total, hits, shown }, query, more) {
    const title = element("h2", "search-title", link("", shown[0].pageHref, ...words(shown[0].title)));
    const list = element("div", "search-hits", ...shown.map((found, at) => hitNode(found, hits[at].missing)));
    const left = total - hits.length;
    if (left > 0 && more) list.append(moreButton(page, hits.length, left, query, more));
    const about = [page.date && element("time", "", dateOf(page.date)), page.collection && element("span", "", page.collection.title)].filter(Boolean);
    about.filter(({ localName }) => localName === "time").forEach((time) => time.setAttribute("datetime", page.date));
    const made = element("section", "search-group", title, ...(about.length > 0 ? [ours(element("p", "search-about", ...about))] : []), list);
    made.lang = page.language;
    return made;
  }

  /** Our own words among those of a transcript, which may be in another language. */
  function ours(made) {
    made.lang = form.closest("[lang]").lang;
    return made;
  }

  function hitNode(found, missing = []) {
    const made = element("div", "search-hit", link("hit-place", found.href, ...place(found)), element("p", "hit-text", ...words(found.text)));
    if (missing.length > 0) made.append(ours(element("p", "hit-missing", say("without", missing.join(", ")))));
    return made;
  }

  /** A button that gives way to further hits of a transcript; the focus goes to the first of them. */
  function moreButton(page, from, left, query, more) {
    const made = ours(button("search-more", `${say("more")} (${left})`, async () => {
      made.disabled = true;
      const { hits, total } = await more(page, from, FURTHER).catch(() => ({ hits: [], total: 0 }));
      if (hits.length === 0) return void (made.disabled = false);
      const nodes = hits.map((hit) => hitNode(excerpt(page, hit, query)));
      const rest = total - from - hits.length;
      made.replaceWith(...nodes, ...(rest > 0 ? [moreButton(page, from + hits.length, rest, query, more)] : []));
      nodes[0].querySelector("a").focus();
    }));
    return made;
  }

  /** Links to the other pages of results, of `size` each: `stateLink(changes, …)` makes one. */
  function paging(total, size, current, stateLink) {
    const last = Math.ceil(total / size);
    if (last < 2) return [];
    const numbers = Array.from({ length: last }, (_, at) => at + 1).filter((n) => n === 1 || n === last || Math.abs(n - current) <= AROUND);
    const to = (number, text, name) => set(stateLink("", { page: number }, text), name ? { "aria-label": name } : {});
    const nodes = numbers.flatMap((number, at) => {
      const made = to(number, String(number), say("page-number", number));
      if (number === current) made.setAttribute("aria-current", "page");
      return number - (numbers[at - 1] ?? 0) > 1 ? [set(element("span", "", "…"), { "aria-hidden": "true" }), made] : [made];
    });
    if (current > 1) nodes.unshift(to(current - 1, say("before")));
    if (current < last) nodes.push(to(current + 1, say("after")));
    return [set(element("nav", "paging", ...nodes), { "aria-label": say("parts") })];
  }

  Object.assign(postilSearch, { groupNodes, paging });
})();
