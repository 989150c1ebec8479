// A box one types a name into, with the names that fit below it: the WAI-ARIA pattern of a combobox with a list.
(() => {
  "use strict";

  const { element, say, set } = postilSearch;

  const MOST = 12;
  const PAUSE = 100; // milliseconds
  let made = 0;

  /**
   * A labelled box. `find(text)` gives the values that fit, `{value, label, count}`; `choose(value)` is called with the one that
   * the reader takes, and with nothing when the box is emptied.
   */
  function nameBox({ label, find, choose }) {
    const id = `_search-names-${(made += 1)}`;
    const input = set(element("input"), {
      id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: say("name"),
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
    });
    const list = set(element("ul"), { id: `${id}-list`, role: "listbox", "aria-label": label });
    list.hidden = true;
    const name = set(element("label", "", label), { for: id });
    const node = element("div", "search-names", input, list);
    let [active, latest, timer] = [-1, 0, 0];
    const options = () => [...list.children];

    async function update() {
      const run = ++latest;
      const values = await find(input.value, MOST);
      if (run === latest && document.activeElement === input) show(values);
    }

    function show(values) {
      list.replaceChildren(...values.map((value, number) => {
        const count = element("span", "count", String(value.count));
        const option = set(element("li", "", element("span", "", value.label || value.value), " ", count), { role: "option", id: `${id}-${number}`, "aria-selected": "false" });
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(value.value));
        return option;
      }));
      activate(-1);
      open(values.length > 0);
    }

    function open(isOpen) {
      list.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
    }

    function close() {
      latest += 1;
      activate(-1);
      open(false);
    }

    function activate(number) {
      active = number;
      options().forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
      const option = options()[number];
      if (!option) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", option.id);
      return option.scrollIntoView({ block: "nearest" });
    }

    function take(value) {
      close();
      input.value = "";
      choose(value);
    }

    const move = (step) => {
      if (list.hidden) return update();
      const count = options().length;
      return activate(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
    };

    function onKey(event) {
      if (event.isComposing) return;
      const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1) };
      if (!list.hidden) keys.Escape = close;
      if (!list.hidden) keys.Enter = () => options()[Math.max(active, 0)]?.click();
      if (!keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    }

    input.addEventListener("input", () => {
      // The names of before do not fit what is typed now: none of them must be taken.
      close();
      clearTimeout(timer);
      timer = setTimeout(update, PAUSE);
    });
    input.addEventListener("focus", update);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", onKey);
    return { name, node };
  }

  postilSearch.nameBox = nameBox;
})();
