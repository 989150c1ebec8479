// Key quotes are heard in their place: a link to a part of a recording plays it, and stops where the words end.
(() => {
  "use strict";
  let audio = null;
  let playing = null;

  function stop() {
    audio?.pause();
    playing?.removeAttribute("aria-pressed");
    playing = null;
  }

  function play(link) {
    stop();
    const [address, from] = link.href.split("#t=");
    const end = Number(link.dataset.end);
    audio = new Audio(`${address}#t=${from},${end}`);
    audio.addEventListener("timeupdate", () => { if (audio.currentTime >= end) stop(); });
    audio.addEventListener("ended", stop);
    playing = link;
    link.setAttribute("aria-pressed", "true");
    audio.play().catch(() => {
      // What the browser cannot play here it may play on a page of its own.
      stop();
      location.href = link.href;
    });
  }

  for (const link of document.querySelectorAll(".play")) link.setAttribute("role", "button");
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".play");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link === playing) stop();
    else play(link);
  });
  // A button answers to the space bar, and a link does not.
  document.addEventListener("keydown", (event) => {
    const link = event.key === " " && event.target.closest?.(".play");
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
