// A text whose lines run from top to bottom goes on to the left: a wheel that turns down reads on.
(() => {
  "use strict";
  const body = document.querySelector(".is-vertical .body");
  body?.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    const before = body.scrollLeft;
    body.scrollLeft -= event.deltaY;
    // At either end the page scrolls as it does elsewhere.
    if (body.scrollLeft !== before) event.preventDefault();
  }, { passive: false });
})();
