// Reading a long transcript: words found in it, with their places on the timeline; one speaker alone; short turns set close.
(() => {
  "use strict";
  const tools = document.getElementById("_reading-tools")?.content.firstElementChild.cloneNode(true);
  const place = document.querySelector(".text-tools");
  const body = document.querySelector(".transcript > .body");
  if (!tools || !place || !body) return;
  const turns = Array.from(body.querySelectorAll(".turn"));
  const field = tools.querySelector(".find-here");
  const count = tools.querySelector(".find-count");
  const MOST = 2000; // places: more are as good as none
  const SVG = "http://www.w3.org/2000/svg";

  /* Words in this transcript */

  let places = [];
  let current = -1;

  /** Every place where `query` is said, and in which turn. */
  function find(query) {
    const found = [];
    const wanted = query.toLocaleLowerCase();
    for (const [at, turn] of turns.entries()) {
      const walker = document.createTreeWalker(turn, NodeFilter.SHOW_TEXT, (node) =>
        (node.parentElement.closest(".note, .label, .note-ref, rt, rp, math") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
      while (walker.nextNode() && found.length < MOST) {
        const text = walker.currentNode.data.toLocaleLowerCase();
        for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + wanted.length)) {
          const range = new Range();
          range.setStart(walker.currentNode, start);
          range.setEnd(walker.currentNode, Math.min(start + wanted.length, walker.currentNode.data.length));
          found.push({ range, at });
        }
      }
    }
    return found;
  }

  function show() {
    const query = field.value.trim();
    places = query.length > 1 || /[^\u0000-\u024f]/.test(query) ? find(query) : [];
    current = -1;
    if (globalThis.Highlight) CSS.highlights.set("found", new Highlight(...places.map((place) => place.range)));
    count.textContent = query && (places.length || query.length > 1) ? String(places.length) : "";
    mark(query ? places : []);
  }

  /** A tick on the timeline, or on the player's, for each turn that has some. */
  function mark(found) {
    const timeline = document.querySelector(".timeline .tracks, .listen .tracks");
    if (!timeline) return;
    timeline.querySelector(".found")?.remove();
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", "found");
    group.setAttribute("aria-hidden", "true");
    for (const at of new Set(found.map((place) => place.at))) {
      const line = document.createElementNS(SVG, "line");
      const x = `${position(at) * 100}%`;
      for (const [name, value] of [["x1", x], ["x2", x], ["y1", "0"], ["y2", "100%"]]) line.setAttribute(name, value);
      group.append(line);
    }
    timeline.append(group);
  }

  /** How far from the left a turn lies on the timeline: by its time, or by the words before it. */
  function position(at) {
    const starts = turns.map((turn) => Number(turn.dataset.start ?? NaN));
    const length = Number(document.querySelector(".listen-place")?.max);
    const timed = starts.filter((start) => !Number.isNaN(start));
    let place;
    if (timed.length * 2 > turns.length && !Number.isNaN(starts[at])) {
      const last = timed.at(-1);
      const [first, whole] = length ? [0, length] : [timed[0], last - timed[0] + last / turns.length];
      place = (starts[at] - first) / Math.max(whole, 1);
    } else {
      const lengths = turns.map((turn) => turn.textContent.length);
      const sum = (list) => list.reduce((all, one) => all + one, 0);
      place = sum(lengths.slice(0, at)) / Math.max(sum(lengths), 1);
    }
    return document.documentElement.dir === "rtl" ? 1 - place : place;
  }

  function step(by) {
    if (!places.length) return;
    current = (current + by + places.length) % places.length;
    const { range, at } = places[current];
    count.textContent = `${current + 1} / ${places.length}`;
    turns[at].classList.remove("other");
    if (globalThis.Highlight) CSS.highlights.set("found-now", new Highlight(range));
    const box = range.getBoundingClientRect();
    scrollTo({ top: scrollY + box.top - innerHeight / 3 });
  }

  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      field.value = "";
      CSS.highlights?.delete("found-now");
      show();
    }
  });

  /* One speaker alone, and short turns set close */

  const only = tools.querySelector(".only-speaker");
  const speakers = new Set(Array.from(body.querySelectorAll(".turn > .label > cite"), (cite) => cite.textContent));
  only.append(...Array.from(speakers, (name) => new Option(name)));
  if (speakers.size < 2) only.remove();
  only.addEventListener("change", () => {
    for (const turn of turns) {
      const names = Array.from(turn.querySelectorAll(":scope > .label > cite"), (cite) => cite.title || cite.textContent);
      const speaks = !only.value || names.includes(only.value);
      turn.classList.toggle("other", !speaks);
    }
    dispatchEvent(new Event("resize"));
  });
  tools.querySelector(".tight-switch").addEventListener("change", (event) => {
    body.classList.toggle("tight", event.target.checked);
    shorten(event.target.checked);
    dispatchEvent(new Event("resize"));
  });

  place.append(tools);

  /** After the first label of each speaker a short name will do: the last word, where no two speakers share it. */
  function shorten(yes) {
    const labels = Array.from(body.querySelectorAll(".label > cite"));
    const full = (label) => label.title || label.textContent;
    const last = (name) => name.trim().split(/\s+/).at(-1);
    const names = new Set(labels.map(full));
    const shared = (name) => [...names].some((other) => other !== name && last(other) === last(name));
    const seen = new Set();
    for (const label of labels) {
      const name = full(label);
      const isShort = yes && seen.has(name) && !shared(name);
      label.textContent = isShort ? last(name) : name;
      if (isShort) label.title = name;
      else label.removeAttribute("title");
      seen.add(name);
    }
  }
})();
