// Words chosen with the arrow keys: they are selected as a mouse would select them.
const postilMarginChoice = (() => {
  "use strict";
  const { body, units, nodesOf, unitAt } = postilMarginWords;
  let chosen = null; // { items, first, last, anchor, focus, done, stopped }

  /** The words of a part of the page, and the punctuation marks between them: `{start, end, isWord}`, as places. */
  function itemsOf(unit) {
    let text = "";
    let block = null;
    const starts = [];
    for (const node of nodesOf(unit)) {
      const own = node.parentElement.closest("p, li, td, th, dd, dt, blockquote, h2, h3, h4, h5, h6");
      // The words of two paragraphs never join.
      if (own !== block) text += "\n";
      block = own;
      starts.push({ node, at: text.length });
      text += node.data;
    }
    const place = (offset, isEnd) => {
      const { node, at } = starts.findLast((start) => start.at <= (isEnd ? offset - 1 : offset));
      return [node, offset - at];
    };
    const segments = Array.from(new Intl.Segmenter(document.documentElement.lang || "en", { granularity: "word" }).segment(text));
    return segments.filter(({ segment }) => segment.trim()).map(({ index, segment, isWordLike }) => (
      { start: place(index, false), end: place(index + segment.length, true), isWord: isWordLike }
    ));
  }

  const rangeOf = ({ start, end }) => {
    const range = new Range();
    range.setStart(...start);
    range.setEnd(...end);
    return range;
  };

  /** Adds the words of the next or the previous part of the page that has any; false at its end. */
  function grow(isForward) {
    const all = units();
    const edge = isForward ? chosen.last : chosen.first;
    let at = all.findIndex((unit) => unit.kind === edge.kind && unit.id === edge.id);
    for (at += isForward ? 1 : -1; at >= 0 && at < all.length; at += isForward ? 1 : -1) {
      const items = itemsOf(all[at]);
      if (!items.length) continue;
      chosen[isForward ? "last" : "first"] = all[at];
      if (isForward) {
        chosen.items.push(...items);
      } else {
        chosen.items.unshift(...items);
        chosen.anchor += items.length;
        chosen.focus += items.length;
      }
      return true;
    }
    return false;
  }

  /** Moves by one word; by single punctuation marks too where the selection grows. */
  function step(isForward, isExtending) {
    const by = isForward ? 1 : -1;
    do {
      const isEdge = chosen.focus + by < 0 || chosen.focus + by >= chosen.items.length;
      if (isEdge && !grow(isForward)) return;
      chosen.focus += by;
    } while (!isExtending && !chosen.items[chosen.focus].isWord);
  }

  /** Moves to the nearest word of the next or the previous line. */
  function stepLine(isForward, isExtending) {
    const boxOf = () => rangeOf(chosen.items[chosen.focus]).getBoundingClientRect();
    const from = boxOf();
    const isBeyond = (box) => (isForward ? box.top >= from.bottom - 2 : box.bottom <= from.top + 2);
    let line = null;
    let nearest = null;
    for (let before = -1; before !== chosen.focus;) {
      before = chosen.focus;
      step(isForward, isExtending);
      const box = boxOf();
      if (!isBeyond(box)) continue;
      line ??= box;
      if (Math.abs(box.top - line.top) > line.height / 2) break;
      const away = Math.abs(box.left - from.left);
      if (!nearest || away < nearest.away) nearest = { away, item: chosen.items[chosen.focus] };
    }
    if (nearest) chosen.focus = chosen.items.indexOf(nearest.item);
  }

  function draw() {
    const { items, anchor, focus } = chosen;
    const [first, last] = [items[Math.min(anchor, focus)], items[Math.max(anchor, focus)]];
    getSelection().setBaseAndExtent(...first.start, ...last.end);
    const box = rangeOf(items[focus]).getBoundingClientRect();
    const room = innerHeight * 0.2;
    if (box.top < room) scrollBy({ top: box.top - room, behavior: "instant" });
    if (box.bottom > innerHeight - room) scrollBy({ top: box.bottom - innerHeight + room, behavior: "instant" });
  }

  /** Ends the choice; the words stay selected. */
  function stop() {
    const { stopped } = chosen;
    chosen = null;
    document.removeEventListener("keydown", press, true);
    body.removeEventListener("click", point);
    stopped();
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Shift") return;
    const { start: [node] } = chosen.items[chosen.focus];
    const isRightward = getComputedStyle(node.parentElement).direction === "ltr";
    const moves = {
      ArrowRight: () => step(isRightward, event.shiftKey), ArrowLeft: () => step(!isRightward, event.shiftKey),
      ArrowDown: () => stepLine(true, event.shiftKey), ArrowUp: () => stepLine(false, event.shiftKey),
    };
    const move = moves[event.key];
    if (move) {
      move();
      if (!event.shiftKey) chosen.anchor = chosen.focus;
      draw();
    } else {
      const { done } = chosen;
      stop();
      if (event.key === "Escape") getSelection().removeAllRanges();
      // Every other key does what it does with selected words.
      if (event.key !== "Escape" && event.key !== "Enter") return;
      if (event.key === "Enter") done();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** A click on a word chooses it. */
  function point() {
    const { anchorNode, anchorOffset, isCollapsed } = getSelection();
    if (isCollapsed && anchorNode && body.contains(anchorNode)) begin({ node: anchorNode, offset: anchorOffset });
  }

  /** The element that is read, on a page without turns. */
  const read = () => Array.from(body.querySelectorAll("p, li, h2, h3, h4")).find((element) => element.getBoundingClientRect().bottom > innerHeight * 0.2);

  function begin({ node, offset, turn }) {
    const element = node ?? turn ?? read();
    const unit = element && unitAt(element);
    const items = unit ? itemsOf(unit) : [];
    const isBehind = (item) => (node ? rangeOf(item).comparePoint(node, offset) < 1 : element.contains(item.start[0]));
    const at = items.findIndex((item) => item.isWord && isBehind(item));
    const first = at < 0 ? items.findIndex(({ isWord }) => isWord) : at;
    if (first < 0) return false;
    Object.assign(chosen, { items, first: unit, last: unit, anchor: first, focus: first });
    draw();
    return true;
  }

  /**
   * Begins at the word at `offset` of the text `node`, or at the first one of `turn`. `done` is called when the words
   * are chosen, and `stopped` before that or when they are not. Returns false where there are no words.
   */
  function start(place, done, stopped) {
    if (chosen) stop();
    chosen = { done, stopped };
    if (!begin(place)) {
      chosen = null;
      return false;
    }
    document.addEventListener("keydown", press, true);
    body.addEventListener("click", point);
    return true;
  }

  document.addEventListener("postil-change", () => chosen && stop());

  return { start };
})();
