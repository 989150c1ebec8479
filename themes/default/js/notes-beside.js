// Notes beside their words on wide screens: each as near as the others let it, and none over another.
(() => {
  "use strict";
  const GAP = 14; // pixels between two notes
  const LIFT = 32; // how far above its words a note may be pushed by those below it
  const CLIP = 240; // the height of a note that is clipped, as the styles have it
  const TIGHT = 128; // the same where notes are dense
  const FAR = 100; // how far below its words a note may stand before others are clipped for it
  const SPARED = 60; // what clipping must spare to be worth it
  const root = document.documentElement;
  const { body, wide, entries, wordsOf } = postilNotes;
  const texts = document.querySelector(".note-tools").dataset;

  /** Lays out all notes, or only anew the ones that changed, the others being where they were. */
  function layOut(changed = null) {
    root.classList.toggle("beside", wide.matches);
    if (!wide.matches) {
      body.style.minHeight = "";
      return;
    }
    for (const entry of changed ?? []) showClip(entry);
    const items = measure(changed).sort((a, b) => a.wanted - b.wanted);
    if (!changed) clip(items);
    const end = Math.ceil(spread(items));
    for (const item of items) place(item);
    if (body.style.minHeight !== `${end}px`) body.style.minHeight = `${end}px`;
  }

  // Only reads, so that the browser lays the page out once however many notes there are.
  function measure(changed) {
    const top = body.getBoundingClientRect().top;
    for (const entry of changed ?? entries.values()) {
      const line = entry.at && wordsOf(entry.at, entry.note).getClientRects()[0];
      entry.full = line ? entry.note.scrollHeight : 0;
      if (line) entry.wanted = line.top - top;
    }
    const shown = Array.from(entries.values()).filter(({ full }) => full);
    for (const entry of shown) resize(entry);
    for (const entry of shown) entry.weight = entry.chosen ? 1e4 : 1;
    return shown;
  }

  function resize(entry) {
    entry.height = entry.expanded ? entry.full : Math.min(entry.full, entry.limit);
  }

  function place(entry) {
    const top = Math.round(entry.top);
    if (entry.placed === top) return;
    entry.placed = top;
    entry.note.style.translate = `0 ${top}px`;
  }

  /* A long note is clipped where it would push others away, and says so with a button. */

  function clip(items) {
    for (const [index, entry] of items.entries()) {
      const below = items[index + 1];
      const isCrowded = below !== undefined && entry.wanted + entry.full + GAP > below.wanted;
      limit(entry, isCrowded ? CLIP : Infinity);
    }
    spread(items);
    tighten(items);
    const changed = items.filter(showClip);
    // The button came or went as well.
    for (const entry of changed) entry.full = entry.note.scrollHeight;
    for (const entry of changed) resize(entry);
  }

  function limit(entry, height) {
    entry.limit = entry.full > height + SPARED ? height : Infinity;
    resize(entry);
  }

  // Of the notes that stand in a row above one that is far from its words.
  function tighten(items) {
    let row = [];
    for (const [index, entry] of items.entries()) {
      const above = items[index - 1];
      if (above && entry.top > above.top + above.height + GAP + 1) row = [];
      if (entry.top - entry.wanted > FAR) {
        for (const other of row) limit(other, TIGHT);
        row = [];
      }
      row.push(entry);
    }
  }

  /** Returns whether anything changed. */
  function showClip(entry) {
    const isLimited = entry.limit < Infinity;
    const isClipped = isLimited && !entry.expanded;
    const before = [entry.note.className, entry.more?.hidden].join();
    if (isLimited) entry.more ??= addButton(entry);
    if (entry.more) {
      entry.more.hidden = !isLimited;
      entry.more.textContent = isClipped ? texts.more : texts.less;
      entry.more.ariaExpanded = String(!isClipped);
    }
    entry.note.classList.toggle("clipped", isClipped);
    entry.note.classList.toggle("tight", isClipped && entry.limit === TIGHT);
    return before !== [entry.note.className, entry.more?.hidden].join();
  }

  function addButton(entry) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "note-more";
    button.setAttribute("aria-controls", entry.note.id);
    button.addEventListener("click", () => expand(entry, !entry.expanded));
    entry.note.append(button);
    return button;
  }

  function expand(entry, yes) {
    entry.expanded = yes;
    entry.note.scrollTop = 0;
    layOut([entry]);
  }

  // A link in focus, or words found by the browser, in what was cut off.
  function expandAround({ target }) {
    const entry = entries.get(target.closest?.(".note.clipped")?.id);
    if (entry && !target.matches(".note-more, .note-head *") && (target !== entry.note || entry.note.scrollTop)) expand(entry, true);
  }

  body.addEventListener("focusin", expandAround);
  body.addEventListener("scroll", expandAround, true);

  // Pools neighbours that would overlap and moves each pool to where its members, on the whole, are
  // the least away from where they want to be, though never far above. A chosen note outweighs the rest.
  function spread(items) {
    const pools = [];
    for (const [index, item] of items.entries()) {
      let pool = {
        first: index,
        weight: item.weight,
        sum: item.weight * item.wanted,
        height: item.height + GAP,
        highest: Math.max(0, item.wanted - LIFT),
      };
      while (pools.length && topOf(pools.at(-1)) + pools.at(-1).height > topOf(pool)) {
        pool = join(pools.pop(), pool);
      }
      pools.push(pool);
    }
    let top = 0;
    let next = 0;
    for (const [index, item] of items.entries()) {
      if (next < pools.length && pools[next].first === index) top = topOf(pools[next++]);
      item.top = top;
      top += item.height + GAP;
    }
    return top;
  }

  function topOf(pool) {
    return Math.max(pool.highest, pool.sum / pool.weight);
  }

  function join(above, below) {
    return {
      first: above.first,
      weight: above.weight + below.weight,
      sum: above.sum + below.sum - below.weight * above.height,
      height: above.height + below.height,
      highest: Math.max(above.highest, below.highest - above.height),
    };
  }

  /* Whenever widths or heights change, notes are laid out anew. */

  let frame = 0;
  function later() {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => layOut());
  }

  // The margin may change its width when the text keeps its own.
  wide.addEventListener("change", later);
  addEventListener("resize", later);
  new ResizeObserver(later).observe(body);
  body.addEventListener("toggle", later, true);
  body.addEventListener("load", later, true);
  addEventListener("load", later);
  document.fonts?.ready.then(later);

  postilNotes.layOut = layOut;
  layOut();
  requestAnimationFrame(() => requestAnimationFrame(() => root.classList.add("settled")));
})();
