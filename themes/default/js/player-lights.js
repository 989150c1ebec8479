// What is lit in the text: ranges under a name, by the browser's own highlights; where it has none, as boxes over the words.
const postilLights = (() => {
  "use strict";
  const drawn = new Map(); // for each name its ranges
  let layer = null;
  let isWaiting = false;

  /** Lights `ranges` as `name`, instead of what has been; none where the list is empty. */
  function set(name, ranges) {
    if (ranges.length === 0) remove(name);
    else if (has()) CSS.highlights.set(name, new Highlight(...ranges));
    else draw(name, ranges);
  }

  const has = () => Boolean(window.Highlight && CSS.highlights);

  function remove(name) {
    if (has()) CSS.highlights.delete(name);
    else if (drawn.delete(name)) drawAll();
  }

  function draw(name, ranges) {
    if (!layer) {
      layer = document.body.appendChild(Object.assign(document.createElement("div"), { className: "lights", ariaHidden: "true" }));
      // Words move when the window, a note or a list of them changes its size.
      new ResizeObserver(drawSoon).observe(document.body);
    }
    drawn.set(name, ranges);
    drawAll();
  }

  function drawSoon() {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      drawAll();
    });
  }

  function drawAll() {
    const origin = layer.getBoundingClientRect();
    const boxes = [];
    for (const [name, ranges] of drawn) {
      for (const { left, top, width, height } of ranges.flatMap((range) => Array.from(range.getClientRects()))) {
        const box = Object.assign(document.createElement("div"), { className: `light-${name}` });
        Object.assign(box.style, { left: `${left - origin.left}px`, top: `${top - origin.top}px`, width: `${width}px`, height: `${height}px` });
        boxes.push(box);
      }
    }
    layer.replaceChildren(...boxes);
  }

  return { set, remove };
})();
