// The words of a text without the signs among them, and where in the page each of them stands.
const postilWords = (() => {
  "use strict";
  const SIGNS = ".note, .note-ref, .anchor, .label, time, br, rt, rp, math, script, style";
  const BLOCKS = "p, li, blockquote, pre, td, th, h2, h3, h4, h5, h6, .turn, .section, .body";
  const UNSPACED = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";
  const PIECES = new RegExp(`-?[${UNSPACED}]|-?[^-${UNSPACED}]+`, "gu");

  // How much of a sentence names it, unless another begins alike: words, a character of a script that
  // does not set words apart being half of one.
  const NAMING_WORDS = 4;

  /**
   * The runs of words in `root` and in `within`, a range, one for each block: `{block, text, nodes}`, where each
   * node knows its place in the text and whether a sign stands before it.
   */
  function runs(root, within) {
    const found = [];
    let afterSign = false;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      const isSign = node.matches(SIGNS);
      afterSign ||= isSign;
      return isSign ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    });
    while (walker.nextNode()) {
      if (!within || within.intersectsNode(walker.currentNode)) add(found, walker.currentNode, afterSign, within);
      afterSign = false;
    }
    return found.filter((run) => run.text.trim());
  }

  function add(found, node, afterSign, within) {
    const block = node.parentElement.closest(BLOCKS);
    if (found.at(-1)?.block !== block) found.push({ block, text: "", nodes: [] });
    const from = within?.startContainer === node ? within.startOffset : 0;
    const to = within?.endContainer === node ? within.endOffset : node.length;
    const run = found.at(-1);
    run.nodes.push({ node, from, start: run.text.length, afterSign });
    run.text += node.data.slice(from, to);
  }

  /** The range of the page that holds the words of `run` from one place in its text to another. */
  function rangeOf(run, start, end) {
    const range = new Range();
    const nodeAt = (place) => run.nodes.findLast((node) => node.start <= place);
    const set = (place, node) => [node.node, place - node.start + node.from];
    range.setStart(...set(start, nodeAt(start)));
    range.setEnd(...set(end, nodeAt(Math.max(end - 1, 0))));
    return range;
  }

  /* Sentences and words as the page's language cuts them; browsers that cannot are told by spaces and signs. */

  const CUTS = {
    sentence: /.+?(?:[.!?…]+["’”)]*(?=\s)|[。！？]+[」』”’）]*|$)/gsu,
    word: /[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+/gu,
  };

  function cut(text, granularity) {
    if (!window.Intl?.Segmenter) {
      return Array.from(text.matchAll(CUTS[granularity]), ({ 0: segment, index }) => ({ segment, index }));
    }
    return Array.from(new Intl.Segmenter(document.documentElement.lang, { granularity }).segment(text));
  }

  /** The sentences of `root`, each with its text and its range. */
  function sentences(root) {
    return runs(root).flatMap((run) => cut(run.text, "sentence").filter(({ segment }) => segment.trim()).map((sentence) => {
      const text = sentence.segment.trim();
      const start = sentence.index + sentence.segment.indexOf(text);
      return { text, range: rangeOf(run, start, start + text.length) };
    }));
  }

  /** Letters and digits of every script, and one `-` for whatever stands between them. */
  function slug(text) {
    const plain = text.normalize("NFKC").toLowerCase().replace(/['’ʼ\u00ad]/g, "");
    return plain.replace(/[^\p{L}\p{N}\p{M}_]+/gu, "-").replace(/^-|-$/g, "");
  }

  /** As many of a sentence's first words as tell it from those before it in `all`. */
  function nameOf(sentence, all) {
    const own = slug(sentence.text);
    const earlier = all.slice(0, all.indexOf(sentence)).map((other) => slug(other.text));
    let name = "";
    let length = 0;
    for (const piece of own.match(PIECES) ?? []) {
      name += piece;
      length += new RegExp(`[${UNSPACED}]`, "u").test(piece) ? 0.5 : 1;
      if (length >= NAMING_WORDS && !earlier.some((other) => other.startsWith(name))) return name;
    }
    return name;
  }

  return { runs, cut, sentences, slug, nameOf };
})();
