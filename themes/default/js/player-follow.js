// The turn that is heard is lit, and kept in view until the reader scrolls away from it.
(() => {
  "use strict";
  const OURS = 1200; // milliseconds in which the window may still move because of us
  const { heard } = postilPlayer;
  const button = document.querySelector(".listen-follow");
  const turns = Array.from(document.querySelectorAll(".turn[data-start]"));
  const starts = turns.map((turn) => Number(turn.dataset.start));
  let lit = null;
  let isFollowing = true;
  let movedAt = -Infinity;

  function light() {
    const at = starts.findLastIndex((start) => start <= postilPlayer.time);
    const turn = turns[at] ?? null;
    if (turn === lit) return;
    lit?.classList.remove("playing");
    turn?.classList.add("playing");
    lit = turn;
    if (isFollowing && postilPlayer.isPlaying && getSelection().isCollapsed) bring();
    showButton();
  }

  /** Moves the window to the turn, unless all of its first lines can be seen. */
  function bring() {
    if (!lit || isComfortable(lit)) return;
    movedAt = performance.now();
    scrollTo({ top: lit.getBoundingClientRect().top + scrollY - innerHeight * 0.25 });
  }

  function isComfortable(turn) {
    const { top } = turn.getBoundingClientRect();
    return top >= innerHeight * 0.1 && top <= innerHeight * 0.6;
  }

  function isInView(turn) {
    const { top, bottom } = turn.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  function follow(yes) {
    isFollowing = yes;
    showButton();
  }

  function showButton() {
    button.hidden = isFollowing || !lit;
  }

  // Away is where the turn cannot be seen. Whoever comes back to it is followed again.
  function notice() {
    if (!lit || performance.now() - movedAt < OURS) return;
    if (isFollowing !== isInView(lit)) follow(isInView(lit));
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
  heard.addEventListener("time", light);
  heard.addEventListener("sought", () => {
    follow(true);
    light();
  });
  button.addEventListener("click", goThere);
  document.addEventListener("postil:listen", ({ detail }) => {
    if (detail === "follow" && lit) goThere();
  });
})();
