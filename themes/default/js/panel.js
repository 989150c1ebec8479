// A panel to write in: beside the words where there is room, in the place of an element, or at the foot of the window.
// A page may get it twice, from its theme and from the server that its author writes with.
window.postilPanel ??= (() => {
  "use strict";
  const ROOM = 250; // pixels that a panel beside the text needs at least
  const WIDEST = 340;
  const GAP = 28;
  const NARROW = 640; // a window of less is a phone's
  let open = null;

  /** An element with properties, and children that are elements or text. */
  function make(name, properties = {}, ...children) {
    const { attributes, ...own } = properties;
    const made = Object.assign(document.createElement(name), own);
    for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  function field(label, control) {
    return make("label", {}, make("span", { textContent: label }), control);
  }

  function select(label, choices, chosen) {
    const control = make("select");
    for (const [value, text] of choices) control.add(new Option(text, value, false, value === chosen));
    return field(label, control);
  }

  /** The beginning of words that are quoted. */
  function quoted(text) {
    return make("p", { className: "quoted", textContent: text.length > 240 ? `${text.slice(0, 240)}…` : text });
  }

  /**
   * Shows a panel and gives its form. `act` is called when the button `action` is pressed, and the panel closes unless
   * it throws. `over` is the element in whose place it stands; without it, it stands beside `range`.
   */
  function show({ title, range, over, parts, action, discard, act, onClose }) {
    close();
    const form = make("form", { className: "postil-panel", attributes: { "aria-label": title } });
    const failed = make("p", { className: "failed", role: "alert" });
    const button = make("button", { type: "submit", className: "first", textContent: action });
    const leave = make("button", { type: "button", textContent: discard });
    form.append(make("p", { className: "panel-title", textContent: title }), ...parts, failed, make("p", { className: "acts" }, button, leave));
    open = { form, range, over, onClose, before: document.activeElement };
    // The words are lit instead, and the card that quotes them goes.
    getSelection().removeAllRanges();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, button, failed, act);
    });
    leave.addEventListener("click", () => close(true));
    form.addEventListener("keydown", press);
    document.body.append(form);
    if (range && window.Highlight) CSS.highlights.set("postil-panel", new Highlight(range));
    place();
    (form.querySelector("textarea, input, select") ?? button).focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
    return form;
  }

  async function send(form, button, failed, act) {
    if (button.disabled) return;
    button.disabled = true;
    failed.textContent = "";
    try {
      await act();
      if (open?.form === form) close();
    } catch (error) {
      failed.textContent = error.message;
      place();
    }
    button.disabled = false;
  }

  function press(event) {
    if (event.key === "Escape") close(true);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
    else if (event.key === "F8") listen("play");
    else if (event.key === "F9") listen("back");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The recording pauses, plays and goes back while somebody types. */
  function listen(detail) {
    document.dispatchEvent(new CustomEvent("postil:listen", { detail }));
  }

  function place() {
    if (!open) return;
    const { form, range, over } = open;
    const at = (over ?? range).getBoundingClientRect();
    const column = over ? at : columnOf(range);
    const isLeftward = getComputedStyle(over ?? elementOf(range)).direction === "rtl";
    const room = isLeftward ? column.left - GAP : document.documentElement.clientWidth - column.right - GAP;
    form.classList.toggle("at-foot", innerWidth < NARROW || (!over && room < ROOM));
    form.style.top = form.style.left = form.style.width = "";
    if (form.classList.contains("at-foot")) {
      // The words stay in sight above it.
      const hidden = Math.min(at.bottom, at.top + 80) + GAP - (innerHeight - form.offsetHeight);
      if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
      return;
    }
    const width = over ? Math.max(column.width, 320) : Math.min(room - 16, WIDEST);
    const beside = isLeftward ? column.left - GAP - width : column.right + GAP;
    form.style.top = `${scrollY + at.top}px`;
    form.style.left = `${scrollX + (over ? column.left : beside)}px`;
    form.style.width = `${width}px`;
  }

  const elementOf = (range) => (range.startContainer.nodeType === Node.ELEMENT_NODE ? range.startContainer : range.startContainer.parentElement);

  /** The column that words stand in. */
  function columnOf(range) {
    const element = elementOf(range);
    return (element.closest("p, li, td, blockquote, .turn") ?? element).getBoundingClientRect();
  }

  function close(isDiscarded = false) {
    if (!open) return;
    const { form, onClose, before } = open;
    open = null;
    form.remove();
    window.CSS?.highlights?.delete("postil-panel");
    onClose?.(isDiscarded);
    if (before?.isConnected) before.focus({ preventScroll: true });
  }

  addEventListener("resize", place);

  return { make, field, select, quoted, show, close, isOpen: () => open !== null };
})();
