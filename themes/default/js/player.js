// Times play the recording from where they point, and the turn that is heard is marked.
(function () {
  "use strict";
  const player = document.querySelector(".player");
  if (!player) return;
  const turns = Array.from(document.querySelectorAll(".turn[data-start]"));
  const starts = turns.map((turn) => Number(turn.dataset.start));
  let heard = null;

  function startOf(link) {
    const timed = link.dataset.start ? link : link.closest("[data-start]");
    return timed ? Number(timed.dataset.start) : null;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.time");
    const start = link && startOf(link);
    if (start === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    player.currentTime = start;
    player.play();
    if (link.hash && link.closest(".label")) history.replaceState(null, "", link.hash);
  });

  player.addEventListener("timeupdate", () => {
    const at = starts.findLastIndex((start) => start <= player.currentTime);
    const turn = at < 0 ? null : turns[at];
    if (turn === heard) return;
    if (heard) heard.classList.remove("playing");
    if (turn) turn.classList.add("playing");
    heard = turn;
  });
})();
