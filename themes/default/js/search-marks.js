// What was searched for, marked on the page that was found.
(() => {
  "use strict";

  const { parse, tokens, stemmingOf, ready, marksOf, pauser, places, element, say } = postilSearch;

  // Signs that stand among the words but are none of them.
  const SIGNS = ".note-ref, .anchor, .time, time, .speaker, .label > cite, rt, rp, math, script, style";
  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, pre, blockquote, aside, figcaption";
  const SCOPES = "main .summary, main .points, main .body";

  // How long after a page is complete its browser may take to go to the anchor, in milliseconds.
  const SETTLED = 100;

  // The marks of each place that was found, and the place the reader is at.
  let found = [];
  let current = 0;
  const counter = element("output", "hit-count");
  const bar = makeBar();

  async function mark() {
    const params = new URLSearchParams(location.search);
    const text = params.get("q");
    if (!text || !document.querySelector(".body")) return;
    await ready();
    const stem = stemmingOf(document.documentElement.lang);
    const pause = pauser(() => false); // a page may be long, and is scrolled meanwhile
    const blocks = [];
    for (const scope of document.querySelectorAll(SCOPES)) blocks.push(...(await textBlocks(scope, pause)));
    const texts = await each(blocks, (block) => tokens(block.text, stem), pause);
    const nodes = marksOf(parse(text), texts);
    const isMeant = contextTest(params.get("at"));
    const all = await each(blocks, (block, at) => places(nodes, block.text, texts[at]).map((place) => {
      const isHere = isMeant(block.text, place);
      return Object.assign(wrap(block, place), { isHere });
    }), pause);
    found = all.flat().filter((marks) => marks.length > 0);
    if (found.length > 0) start();
  }

  /** What `make` gives for each of `list`, with pauses. */
  async function each(list, make, pause) {
    const made = [];
    for (const [at, one] of list.entries()) {
      await pause();
      made.push(make(one, at));
    }
    return made;
  }

  /** Whether a place stands behind the words that the address names, where it has no anchor of its own. */
  function contextTest(context) {
    if (!context) return () => false;
    const escaped = context.trim().split(/\s+/u).map((word) => word.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
    const pattern = new RegExp(escaped.join("\\s+"), "gu");
    return (text, [start, end]) => [...text.matchAll(pattern)].some(({ index, 0: { length } }) => start < index + length && index + length <= end);
  }

  /** Begins with the first place in what the address leads to, or after it. */
  function start() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const isFromThere = ([mark]) => target.contains(mark) || target.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING;
    const meant = found.findIndex(({ isHere }) => isHere);
    current = meant >= 0 ? meant : target ? Math.max(found.findIndex(isFromThere), 0) : 0;
    document.body.append(bar);
    tell();
    show(found[current][0]);
  }

  function tell() {
    found.forEach((marks, at) => marks.forEach((mark) => mark.classList.toggle("current", at === current)));
    counter.textContent = `${current + 1} / ${found.length}`;
  }

  function step(by) {
    current = (current + by + found.length) % found.length;
    tell();
    found[current][0].scrollIntoView({ block: "center" });
  }

  /** Where among the words that were found the reader is, and buttons to the next, the last and away. */
  function makeBar() {
    const button = (sign, name, act) => {
      const made = element("button", "", sign);
      made.type = "button";
      made.setAttribute("aria-label", say(name));
      made.title = say(name);
      made.addEventListener("click", act);
      return made;
    };
    const made = element("div", "hit-bar", counter, button("↑", "previous", () => step(-1)),
      button("↓", "next", () => step(1)), button("×", "unmark", clear));
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", say("found"));
    made.lang = document.querySelector(".search-form")?.closest("[lang]").lang ?? "";
    return made;
  }

  /** Scrolls to `mark`, and once more after the browser has gone to the anchor, in a frame after the page is complete. */
  function show(mark) {
    const scroll = () => mark.scrollIntoView({ block: "center", behavior: "instant" });
    const settle = () => setTimeout(scroll, SETTLED);
    scroll();
    if (document.readyState === "complete") settle();
    else window.addEventListener("load", settle);
  }

  /** The running text of each block in `scope`: `{text, nodes}`, where each node knows its place in the text. */
  async function textBlocks(scope, pause) {
    const accept = (node) => (node.parentElement.closest(SIGNS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT, accept);
    const blocks = [];
    while (walker.nextNode()) {
      await pause();
      const node = walker.currentNode;
      const owner = node.parentElement.closest(BLOCKS) ?? scope;
      if (blocks.at(-1)?.owner !== owner) blocks.push({ owner, text: "", nodes: [] });
      const block = blocks.at(-1);
      block.nodes.push({ node, start: block.text.length });
      block.text += node.data;
    }
    return blocks;
  }

  /** Wraps what stands between two places of a block's text: one mark for each text node there. */
  function wrap(block, [start, end]) {
    const marks = [];
    for (let at = block.nodes.length - 1; at >= 0; at--) {
      const { node, start: nodeStart } = block.nodes[at];
      const from = Math.max(start - nodeStart, 0);
      const to = Math.min(end - nodeStart, node.data.length);
      if (from < to) marks.unshift(wrapNode(block, at, from, to));
    }
    return marks;
  }

  function wrapNode(block, at, from, to) {
    const { node, start } = block.nodes[at];
    const rest = node.splitText(to);
    const inside = from > 0 ? node.splitText(from) : node;
    const mark = element("mark", "hit");
    inside.replaceWith(mark);
    mark.append(inside);
    block.nodes.splice(at + 1, 0, { node: rest, start: start + to });
    return mark;
  }

  function unmark() {
    for (const mark of found.flat()) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    found = [];
    bar.remove();
  }

  /** Takes the marks away, and the query out of the address. */
  function clear() {
    unmark();
    try {
      history.replaceState(history.state, "", location.pathname + location.hash);
    } catch {
      // A page opened from disk may not change its address.
    }
  }

  document.addEventListener("keydown", (event) => {
    const isElsewhere = event.target.closest?.("input, textarea, select, dialog");
    if (event.key === "Escape" && !isElsewhere && found.length > 0) clear();
  });
  window.addEventListener("hashchange", () => found.length > 0 && start());
  mark().catch(() => {});
})();
