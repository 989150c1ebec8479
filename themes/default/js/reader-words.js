// The words that a reader's note is about: quoted with what stands around them, and found again on the page.
const postilReaderWords = (() => {
  "use strict";
  const AROUND = 40; // characters that are kept on each side
  const WHITE = /[\s\u0085\ufeff]+/gu;
  const body = document.querySelector(".body");

  const plain = (text) => text.replace(/\s+/gu, " ").trim();
  const counted = (text) => text.replace(WHITE, "");

  /** The part of a selection that somebody says; none where nothing of it is selected. */
  function selectedRange() {
    const selection = getSelection();
    if (!body || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
    const isText = (node) => body.contains(node) && !element(node).closest(".note, input, textarea");
    return isText(range.startContainer) && body.contains(range.commonAncestorContainer) ? range.cloneRange() : null;
  }

  /** The words of a range: `{quote, before, after}`, with a text for each paragraph of the quotation. */
  function quote(range) {
    const runs = postilWords.runs(body, range);
    if (!runs.length) return null;
    const whole = (run) => postilWords.runs(run.block).filter(({ block }) => block === run.block).map(({ text }) => text).join("");
    const [first, last] = [runs[0], runs.at(-1)];
    const before = new Range();
    before.setStart(first.block, 0);
    before.setEnd(first.nodes[0].node, first.nodes[0].from);
    const end = last.nodes.at(-1);
    const behind = new Range();
    behind.setStart(end.node, end.from + last.text.length - end.start);
    behind.setEnd(last.block, last.block.childNodes.length);
    const around = (part, block) => postilWords.runs(block, part).filter((run) => run.block === block).map(({ text }) => text).join("");
    const isUnique = occurrences(runs.map(({ text }) => text).join("")) === 1;
    return {
      quote: runs.map(({ text }) => plain(text)),
      before: isUnique || !whole(first) ? "" : words(around(before, first.block).slice(-AROUND * 2), true),
      after: isUnique ? "" : words(around(behind, last.block).slice(0, AROUND * 2), false),
    };
  }

  /** Whole words of a text: its end, or its beginning. */
  function words(text, isEnd) {
    const short = isEnd ? text.slice(-AROUND) : text.slice(0, AROUND);
    if (short.length === text.length) return text.replace(/\s+/gu, " ");
    const cut = isEnd ? short.replace(/^\S*\s/u, "") : short.replace(/\s\S*$/u, "");
    return (cut || short).replace(/\s+/gu, " ");
  }

  /** Every character of the text that is no white space, and its place. */
  function characters() {
    let text = "";
    const places = [];
    for (const { nodes } of postilWords.runs(body)) {
      for (const { node } of nodes) {
        for (let at = 0; at < node.length; at += 1) {
          if (!counted(node.data[at])) continue;
          text += node.data[at];
          places.push({ node, at });
        }
      }
    }
    return { text, places };
  }

  function occurrences(words) {
    const { text } = characters();
    const wanted = counted(words);
    let found = 0;
    for (let at = text.indexOf(wanted); wanted && at >= 0 && found < 2; at = text.indexOf(wanted, at + 1)) found += 1;
    return found;
  }

  /** The range of quoted words; none if they are not there, or are there several times. */
  function find({ quote: paragraphs, before, after }) {
    const { text, places } = characters();
    const [head, words, tail] = [before, paragraphs.join(""), after].map(counted);
    const wanted = head + words + tail;
    const at = text.indexOf(wanted);
    if (!words || at < 0 || text.indexOf(wanted, at + 1) >= 0) return null;
    const [start, end] = [places[at + head.length], places[at + head.length + words.length - 1]];
    const range = new Range();
    range.setStart(start.node, start.at);
    range.setEnd(end.node, end.at + 1);
    return range;
  }

  return { selectedRange, quote, find };
})();
