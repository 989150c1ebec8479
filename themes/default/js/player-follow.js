// What is heard is lit, the sentence and the word, and kept in view until the reader scrolls away from it. A click on a word plays
// from it.
(() => {
  "use strict";
  const OURS = 1200; // milliseconds in which the window may still move because of us
  const CLICK = 260; // milliseconds after which a click is no part of a double one
  const SILENCE = 1.5; // seconds behind a word after which it is not lit any more
  const { heard } = postilPlayer;
  const button = document.querySelector(".listen-follow");
  const touch = matchMedia("(pointer: coarse)");
  let lit = null; // what is heard, as postilTimes says it
  let litWord; // the word of it that has a line, which goes out in silence
  let isFollowing = true;
  let movedAt = -Infinity;
  let timer = 0;

  /* Lighting: from one beginning of a word to the next, and not at all while nothing plays. */

  function light() {
    clearTimeout(timer);
    const { time, isPlaying, rate } = postilPlayer;
    const now = postilTimes.at(time);
    show(now, time);
    if (!isPlaying || document.hidden) return;
    const wait = (postilTimes.next(time) - time) / rate;
    if (wait < 2) timer = setTimeout(light, Math.max(wait * 1000, 15));
  }

  function show(now, time) {
    const isNew = now?.sentence !== lit?.sentence || now?.number !== lit?.number;
    if (now?.turn !== lit?.turn) {
      lit?.turn.classList.remove("playing");
      now?.turn.classList.add("playing");
    }
    lit = now;
    if (isNew) set("heard-sentence", now?.sentence);
    const isHeard = now?.word && time < now.word.to + SILENCE;
    const word = isHeard ? now.word : undefined;
    const isNewWord = word !== litWord;
    if (isNewWord) set("heard-word", word);
    litWord = word;
    if (isNew || isNewWord) bringAlong();
    showButton();
  }

  function set(name, part) {
    postilLights.set(name, part ? [postilTimes.rangeOf(lit.made, part)] : []);
  }

  /* Following */

  function bringAlong() {
    if (isFollowing && postilPlayer.isPlaying && getSelection().isCollapsed) bring();
  }

  /** The place of what is heard: the word's, else the sentence's; the turn's, where its words are not laid out. */
  function box() {
    const part = litWord ?? lit.sentence;
    const range = part && postilTimes.rangeOf(lit.made, part).getBoundingClientRect();
    return range?.height ? range : lit.turn.getBoundingClientRect();
  }

  /** Moves the window to what is heard, unless it can be read where it is. */
  function bring() {
    if (!lit || isComfortable()) return;
    movedAt = performance.now();
    scrollTo({ top: box().top + scrollY - innerHeight * 0.25 });
    // A turn is laid out as it comes into sight, and its sentence may then stand elsewhere.
    requestAnimationFrame(() => {
      if (lit && isFollowing && !isComfortable()) scrollTo({ top: box().top + scrollY - innerHeight * 0.25 });
    });
  }

  function isComfortable() {
    const { top, bottom } = box();
    return top >= innerHeight * 0.08 && (top <= innerHeight * 0.5 || bottom <= innerHeight * 0.7);
  }

  function isInView() {
    const { top, bottom } = box();
    return bottom > 0 && top < innerHeight;
  }

  function follow(yes) {
    isFollowing = yes;
    showButton();
  }

  function showButton() {
    button.hidden = isFollowing || !lit || !postilPlayer.isInUse;
  }

  // Away is where what is heard cannot be seen. Whoever comes back to it is followed again.
  function notice() {
    if (!lit || performance.now() - movedAt < OURS) return;
    if (isFollowing !== isInView()) follow(!isFollowing);
  }

  function goThere() {
    follow(true);
    light();
    bring();
  }

  addEventListener("scroll", notice, { passive: true });
  for (const kind of ["wheel", "touchmove"]) {
    addEventListener(kind, () => { movedAt = -Infinity; }, { passive: true });
  }
  document.addEventListener("visibilitychange", () => { if (postilPlayer.isReady && postilPlayer.isInUse) light(); });
  heard.addEventListener("time", light);
  heard.addEventListener("sought", () => {
    follow(true);
    if (postilPlayer.isInUse) light();
  });
  heard.addEventListener("state", async () => {
    if (postilPlayer.isPlaying) await postilTimes.load();
    light();
    bringAlong();
  });
  button.addEventListener("click", goThere);
  document.addEventListener("postil:listen", ({ detail }) => {
    if (detail === "follow" && lit) goThere();
  });

  /* A click on a word. Where fingers scroll, only of a recording that is in use. */

  const QUIET = "a, button, input, select, textarea, summary, audio, video, .note, .label, mark[data-kind]";

  function wordAt({ clientX, clientY }) {
    if (document.caretPositionFromPoint) {
      const place = document.caretPositionFromPoint(clientX, clientY);
      return place && { node: place.offsetNode, offset: place.offset };
    }
    const range = document.caretRangeFromPoint?.(clientX, clientY);
    return range && { node: range.startContainer, offset: range.startOffset };
  }

  let clicked = 0;

  document.querySelector(".body")?.addEventListener("click", (event) => {
    clearTimeout(clicked);
    const isPlain = event.detail === 1 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!isPlain || !postilPlayer.isReady || event.target.closest(QUIET) || !getSelection().isCollapsed) return;
    if (touch.matches && !postilPlayer.isInUse) return;
    const place = wordAt(event);
    if (place?.node?.nodeType !== Node.TEXT_NODE) return;
    clicked = setTimeout(async () => {
      if (!getSelection().isCollapsed) return;
      await postilTimes.load();
      const times = postilTimes.timesAt(place.node, place.offset);
      if (times) postilPlayer.playFrom(times.from);
    }, CLICK);
  });
  document.addEventListener("dblclick", () => clearTimeout(clicked));
})();
