// Brings what differs between two versions of a page into the open one, so that nothing else of it changes: what is
// chosen, opened or being played stays as it is.
const postilChange = (() => {
  "use strict";

  // What acts by itself, or is set up by scripts as a whole: a page that differs there is loaded anew.
  const ACTS = "head > :not(title, meta, script[type='application/ld+json']), script:not([type='application/ld+json']), "
    + "style, template, noscript, dialog, form, button, input, select, audio, video, iframe, object, .note";

  // What scripts look for when a page is opened: it may change, but neither come nor go.
  const KNOWN = "[id]:not(.preface > p, .section > p), mark, .note-ref, .turn, .section, .anchor";

  /**
   * Changes the open document from one version to another, both parsed and untouched by scripts. Says whether it could;
   * if not, nothing is changed.
   */
  return function change(before, after) {
    const steps = [];
    const isPossible = compare(before.documentElement, after.documentElement, document.documentElement, steps);
    if (isPossible) {
      for (const step of steps) step();
      document.dispatchEvent(new Event("postil-change"));
    }
    return isPossible;
  };

  /** Whether `live`, which was `before`, can become `after`; the steps to it are added to `steps`. */
  function compare(before, after, live, steps) {
    if (before.isEqualNode(after)) return true;
    if (!isSame(before, live) || before.nodeName !== after.nodeName) return false;
    if (before.nodeType !== Node.ELEMENT_NODE) return compareTexts(before, after, live, steps);
    if (before.matches(ACTS)) return false;
    compareAttributes(before, after, live, steps);
    return compareChildren(before, after, live, steps);
  }

  function compareTexts(before, after, live, steps) {
    if (live.data !== before.data) return false;
    steps.push(() => { live.data = after.data; });
    return true;
  }

  function compareAttributes(before, after, live, steps) {
    for (const name of new Set([...before.getAttributeNames(), ...after.getAttributeNames()])) {
      const value = after.getAttribute(name);
      if (value === before.getAttribute(name)) continue;
      steps.push(() => (value === null ? live.removeAttribute(name) : live.setAttribute(name, value)));
    }
  }

  /**
   * Children that are equal at both ends stay; of those between, each becomes the one in its place, or all are exchanged.
   * Behind everything else in the body stands what scripts put there.
   */
  function compareChildren(before, after, live, steps) {
    const [olds, news, lives] = [before, after, live].map((node) => [...node.childNodes]);
    if (live === document.body) lives.length = Math.min(lives.length, olds.length);
    if (lives.length === olds.length + 1 && isMade(lives.at(-1))) lives.pop();
    if (lives.length !== olds.length) return false;
    const least = Math.min(olds.length, news.length);
    let start = 0;
    while (start < least && olds[start].isEqualNode(news[start])) start += 1;
    let end = 0;
    while (end < least - start && olds.at(-1 - end).isEqualNode(news.at(-1 - end))) end += 1;
    const between = (nodes) => nodes.slice(start, nodes.length - end);
    const [gone, come, places] = [olds, news, lives].map(between);
    if (gone.length === come.length && gone.every((old, at) => old.nodeName === come[at].nodeName)) {
      return gone.every((old, at) => compare(old, come[at], places[at], steps));
    }
    if (![...gone, ...come].every(isPlain) || !gone.every((old, at) => isUntouched(old, places[at]))) return false;
    const next = lives[lives.length - end] ?? null;
    steps.push(() => {
      for (const place of places) place.remove();
      for (const node of come) live.insertBefore(document.importNode(node, true), next);
    });
    return true;
  }

  /** Whether a node of the open page stands where it stood when it was served. */
  function isSame(before, live) {
    return live.nodeName === before.nodeName && live.id === before.id;
  }

  /** Whether a node of the open page is what it was, but for what a script put at its end. */
  function isUntouched(before, live) {
    if (live.nodeType !== Node.ELEMENT_NODE || !isMade(live.lastChild)) return before.isEqualNode(live);
    const copy = live.cloneNode(true);
    copy.lastChild.remove();
    return before.isEqualNode(copy);
  }

  /** Whether a script made this node, as the link or the name of what it is in. */
  function isMade(node) {
    return node?.nodeType === Node.ELEMENT_NODE && node.matches("a.anchor, a > rect + title");
  }

  function isPlain(node) {
    const held = `${ACTS}, ${KNOWN}`;
    return node.nodeType !== Node.ELEMENT_NODE || !(node.matches(held) || node.querySelector(held));
  }
})();
