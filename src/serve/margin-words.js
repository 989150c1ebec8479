// The place of selected words in the text of a page: the part of the page, and characters counted without white space,
// which is all that a page and its source have in common. Nothing is looked for by its words.
const postilMarginWords = (() => {
  "use strict";
  const SILENT = ".note, .note-ref, .anchor, .label, .number, .related, .former, time, button, input, select, script, style";
  const WHITE = /[\s\u0085\ufeff]+/gu;
  const body = document.querySelector(".body");

  const count = (text) => Array.from(text.replace(WHITE, "")).length;
  const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

  /** The parts of the page in reading order: `{kind, id, roots, skips}`. */
  function units() {
    const opening = Array.from(body.querySelectorAll(":scope > .preface, :scope > .opening"));
    const all = [{ kind: "lead", id: "", roots: opening, skips: ".turn, .section" }];
    for (const place of body.querySelectorAll(".turn, .section")) {
      if (place.matches(".turn")) {
        all.push({ kind: "turn", id: place.id, roots: [place], skips: "" });
        continue;
      }
      const heads = Array.from(place.querySelectorAll(":scope > .section-head :is(h2, h3, h4, h5, h6)"));
      all.push({ kind: "heading", id: place.id, roots: heads, skips: "" });
      all.push({ kind: "lead", id: place.id, roots: [place], skips: ".turn, .section-head" });
    }
    return all;
  }

  /** The nodes of a part that have words. */
  function nodesOf({ roots, skips }) {
    const skipped = skips ? `${SILENT}, ${skips}` : SILENT;
    return roots.flatMap((root) => {
      const found = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
        if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
        return node.matches(skipped) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
      });
      while (walker.nextNode()) found.push(walker.currentNode);
      return found;
    });
  }

  const textOf = (nodes) => nodes.map((node) => node.data).join("").replace(WHITE, "");

  /** A part as the server knows it. */
  function sent(unit) {
    return { kind: unit.kind, id: unit.id, text: textOf(nodesOf(unit)) };
  }

  /** The part of the page that an element is in. */
  function unitAt(node) {
    const at = element(node);
    const turn = at.closest(".turn");
    const section = at.closest(".section");
    const wanted = turn ?? section;
    const kind = turn ? "turn" : at.closest(".section-head") ? "heading" : "lead";
    return units().find((unit) => unit.kind === kind && unit.id === (wanted?.id ?? ""));
  }

  /** The words in a range, one entry for each part that it touches: `{unit, start, end}`. */
  function wordsIn(range) {
    const touched = units().filter(({ roots }) => roots.some((root) => range.intersectsNode(root)));
    const found = touched.map((unit) => {
      let before = 0;
      let start = null;
      let end = 0;
      for (const node of nodesOf(unit)) {
        const from = range.startContainer === node ? range.startOffset : 0;
        const to = range.endContainer === node ? range.endOffset : node.length;
        if (range.intersectsNode(node) && count(node.data.slice(from, to))) {
          start ??= before + count(node.data.slice(0, from));
          end = before + count(node.data.slice(0, to));
        }
        before += count(node.data);
      }
      return { unit, start, end };
    });
    return found.filter(({ start }) => start !== null).map((words) => ({ ...words, unit: sent(words.unit) }));
  }

  /** The words of a range as they are read. */
  function textIn(range) {
    const runs = [];
    for (const unit of units()) {
      for (const node of nodesOf(unit)) {
        if (!range.intersectsNode(node)) continue;
        const from = range.startContainer === node ? range.startOffset : 0;
        const to = range.endContainer === node ? range.endOffset : node.length;
        runs.push(node.data.slice(from, to));
      }
    }
    return runs.join("").replace(/\s+/gu, " ").trim();
  }

  /** The selected part of the text; none where nothing of it is selected. */
  function selectedRange() {
    const selection = getSelection();
    if (!body || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const isText = (node) => body.contains(node) && !element(node).closest(".note, input, textarea");
    return isText(range.startContainer) && body.contains(range.commonAncestorContainer) ? range.cloneRange() : null;
  }

  /** The place where a reader clicked last, as a range of the word that begins there. */
  function caretRange() {
    const selection = getSelection();
    const node = selection.anchorNode;
    if (!body || !node || node.nodeType !== Node.TEXT_NODE || !body.contains(node) || element(node).closest(SILENT)) return null;
    const selected = selection.isCollapsed ? null : selectedRange();
    let { anchorOffset: at } = selection;
    let start = node;
    if (selected) [start, at] = [selected.startContainer, selected.startOffset];
    if (start.nodeType !== Node.TEXT_NODE) return null;
    while (at > 0 && !/\s/u.test(start.data[at - 1]) && /[\p{L}\p{N}]/u.test(start.data[at - 1]) && isSpaced(start.data[at - 1])) at -= 1;
    while (at < start.length && /\s/u.test(start.data[at])) at += 1;
    if (at >= start.length) return null;
    const range = new Range();
    range.setStart(start, at);
    range.setEnd(start, at + (start.data.codePointAt(at) > 0xffff ? 2 : 1));
    return range;
  }

  const isSpaced = (character) => !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u.test(character);

  return { body, units, nodesOf, sent, unitAt, wordsIn, textIn, selectedRange, caretRange };
})();
