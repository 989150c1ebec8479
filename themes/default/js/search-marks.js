// What was searched for, marked on the page that was found.
(() => {
  "use strict";

  const { parse, tokens, loosen, places, element } = postilSearch;

  // Signs that stand among the words but are none of them.
  const SIGNS = ".note-ref, .anchor, .time, .speaker, script, style";
  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, pre, blockquote, aside, figcaption";

  // How long after a page is complete its browser may take to go to the anchor, in milliseconds.
  const SETTLED = 100;

  function mark() {
    const text = new URLSearchParams(location.search).get("q");
    const body = document.querySelector(".body");
    if (!text || !body) return;
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const scope = target?.closest(".section") ?? body;
    const blocks = textBlocks(scope);
    const query = loosen(parse(text), blocks.map((block) => tokens(block.text)));
    const marks = blocks.flatMap((block) => places(query, block.text).flatMap((place) => wrap(block, place)));
    const first = marks.find((mark) => target?.contains(mark)) ?? marks[0];
    if (first) show(first);
  }

  /**
   * Scrolls to `mark`, and once more after the browser has gone to the anchor, which it does in a frame of its own
   * after the page is complete. While it may, nothing scrolls smoothly: it would go on past ours.
   */
  function show(mark) {
    const { style } = document.documentElement;
    const scroll = () => mark.scrollIntoView({ block: "center", behavior: "instant" });
    const settle = () => setTimeout(() => {
      scroll();
      style.removeProperty("scroll-behavior");
    }, SETTLED);
    style.setProperty("scroll-behavior", "auto");
    scroll();
    if (document.readyState === "complete") settle();
    else window.addEventListener("load", settle);
  }

  /** The running text of each block in `scope`: `{text, nodes}`, where each node knows its place in the text. */
  function textBlocks(scope) {
    const accept = (node) => (node.parentElement.closest(SIGNS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT, accept);
    const blocks = [];
    while (walker.nextNode()) {
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
    for (const mark of document.querySelectorAll(".body mark.hit")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
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
    if (event.key === "Escape" && !isElsewhere && document.querySelector(".body mark.hit")) clear();
  });
  window.addEventListener("hashchange", () => {
    unmark();
    mark();
  });
  mark();
})();
