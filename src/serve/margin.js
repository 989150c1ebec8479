// The author's margin: selected words get a note, a highlight or other words, and turns are edited where they stand.
(async () => {
  "use strict";
  const ADDRESS = new URL("margin", document.currentScript.src);
  const { make, field, select, quoted, show } = postilPanel;
  const { body, sent, unitAt, wordsIn, textIn, selectedRange, caretRange } = postilMarginWords;
  if (!body) return;
  const answer = await fetch(ADDRESS).catch(() => null);
  if (!answer?.ok) return;
  const { token, kinds, people, editor } = await answer.json();
  // A style element would be forbidden by the policy that pages are served with.
  const style = new CSSStyleSheet();
  style.replaceSync(await (await fetch(new URL("margin.css", ADDRESS))).text());
  document.adoptedStyleSheets.push(style);
  const root = document.documentElement;
  const status = make("p", { className: "postil-margin-said", role: "status" });
  document.body.append(status);

  /* Requests */

  async function send(action) {
    const headers = { "content-type": "application/json", "postil-token": token };
    const content = JSON.stringify({ page: location.pathname, action });
    const response = await fetch(ADDRESS, { method: "POST", headers, body: content }).catch(() => null);
    if (!response) throw new Error("The server does not answer.");
    const text = await response.text();
    let result;
    try {
      result = JSON.parse(text);
    } catch {
      throw new Error(text.trim() || `The server refused (${response.status}).`);
    }
    if (!response.ok) throw Object.assign(new Error(result.reason), { now: result.now });
    return result;
  }

  let timer = 0;
  function say(text, isFailed = false, canUndo = false) {
    clearTimeout(timer);
    status.replaceChildren(text);
    status.classList.toggle("failed", isFailed);
    if (canUndo) {
      const button = make("button", { type: "button", textContent: "Undo" });
      button.addEventListener("click", undo);
      status.append(" ", button);
    }
    timer = setTimeout(() => status.replaceChildren(), STAYS);
  }

  /** The page may be loaded anew before this was read. */
  function sayTwice(text, canUndo) {
    say(text, false, canUndo);
    store(sessionStorage, SAID, JSON.stringify({ text, canUndo, at: Date.now() }));
  }

  function sayAgain() {
    const { text, canUndo, at } = JSON.parse(stored(sessionStorage, SAID) || "{}");
    if (Date.now() - at < STAYS / 2) say(text, false, canUndo);
    store(sessionStorage, SAID, "");
  }

  /** Sends a change and says where it was written. */
  async function write(action) {
    const { path, lines } = await send(action);
    sayTwice(`Written: ${path}${lines?.[0] ? `, line ${lines[0]}` : ""}.`, true);
    getSelection().removeAllRanges();
  }

  /** The same for a change without a panel. */
  const attempt = (action) => write(action).catch((error) => say(error.message, true));

  async function undo() {
    try {
      const { path } = await send({ undo: {} });
      sayTwice(path ? `Taken back: ${path}.` : "There is nothing to take back.", false);
    } catch (error) {
      say(error.message, true);
    }
  }

  /* What is stored: the author's name, and the note that is being written when the page is loaded anew. */

  const DRAFT = "postil-margin-draft";
  const SAID = "postil-margin-said";
  const STAYS = 12000; // milliseconds for which what was written is said
  const BY = "postil-margin-by";
  const stored = (place, key) => {
    try { return place.getItem(key) ?? ""; } catch { return ""; }
  };
  const store = (place, key, value) => {
    try { place.setItem(key, value); } catch { /* It lasts as long as the page. */ }
  };

  const today = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  /* The words that are selected */

  /** The selected words, or else all of the turn in focus. */
  function range() {
    const selected = selectedRange();
    if (selected) return selected;
    const turn = turnHere();
    return turn ? rangeOf(turn) : null;
  }

  function rangeOf(turn) {
    const whole = new Range();
    whole.selectNodeContents(turn);
    return whole;
  }

  function note() {
    const at = range();
    const words = at && wordsIn(at);
    if (!words?.length) return say("Select the words of the note first.", true);
    const text = make("textarea", { rows: 4, value: stored(sessionStorage, DRAFT), attributes: { "aria-label": "Note, in Markdown" } });
    const preview = make("div", { className: "preview", hidden: true });
    const button = make("button", { type: "button", className: "plain", textContent: "Preview" });
    const kind = select("Kind", kinds, "note");
    const by = select("By", [["", "nobody"], ...people], stored(localStorage, BY));
    text.addEventListener("input", () => {
      store(sessionStorage, DRAFT, text.value);
      preview.hidden = true;
    });
    button.addEventListener("click", async () => {
      const { html } = await send({ preview: { comment: text.value } }).catch((error) => ({ html: "", error }));
      const parsed = new DOMParser().parseFromString(html, "text/html");
      preview.replaceChildren(...parsed.body.childNodes);
      preview.hidden = false;
    });
    show({
      title: "New note",
      range: at,
      parts: [quoted(textIn(at)), text, preview, make("p", { className: "row" }, kind, by), button],
      action: "Keep", discard: "Discard",
      act: async () => {
        const author = by.querySelector("select").value;
        store(localStorage, BY, author);
        await write({ note: { words, kind: kind.querySelector("select").value, by: author, date: today(), comment: text.value } });
        store(sessionStorage, DRAFT, "");
      },
      onClose: (isDiscarded) => isDiscarded && store(sessionStorage, DRAFT, ""),
    });
  }

  function oneOf(words) {
    if (words.length === 1) return words[0];
    say(words.length ? "The words are in more than one turn: select words of one." : "Select some words first.", true);
    return null;
  }

  function highlight() {
    const at = selectedRange();
    const words = oneOf(at ? wordsIn(at) : []);
    if (words) attempt({ quote: { words } });
  }

  function correct() {
    const at = selectedRange();
    const words = oneOf(at ? wordsIn(at) : []);
    if (!words) return;
    const text = make("textarea", { rows: 4, value: textIn(at), attributes: { "aria-label": "The words as they should be" } });
    const hint = make("p", { className: "hint", textContent: "Plain words: emphasis, links and notes around them stay." });
    show({ title: "Correct the words", range: at, parts: [text, hint], action: "Replace", discard: "Discard", act: () => write({ correct: { words, text: text.value } }) });
  }

  /* Turns */

  /** The turn in focus, under the pointer, of the selection, or at the top of the window. */
  function turnHere() {
    const { anchorNode } = getSelection();
    const selected = anchorNode && body.contains(anchorNode) ? (anchorNode.nodeType === 1 ? anchorNode : anchorNode.parentElement).closest(".turn") : null;
    const line = innerHeight * 0.3 + 8;
    const turns = Array.from(body.querySelectorAll(".turn"));
    const read = () => turns.findLast((turn) => turn.getBoundingClientRect().top < line) ?? turns[0];
    tools.turn = document.activeElement?.closest(".turn") ?? selected ?? tools.turn ?? read();
    return tools.turn;
  }

  const speakersOf = (turn) => Array.from(turn.querySelectorAll(".label cite"), (cite) => cite.textContent.trim()).join(" & ");

  function names() {
    const here = Array.from(body.querySelectorAll(".label cite"), (cite) => cite.textContent.trim());
    return Array.from(new Set([...here, ...people.map(([, name]) => name)]));
  }

  function nameInput(value) {
    const list = make("datalist", { id: "postil-margin-names" }, ...names().map((name) => new Option(name)));
    const input = make("input", { value, required: true, attributes: { list: list.id, autocomplete: "off" } });
    return [make("div", {}, field("Speaker", input), list), input];
  }

  async function editTurn(place = turnHere()) {
    const unit = place && sent(unitAt(place));
    const found = unit && await send({ source: { unit } }).catch((error) => say(error.message, true));
    if (!found) return;
    let before = found.markdown;
    const text = make("textarea", { rows: Math.min(Math.max(before.length / 55 + before.split("\n").length, 5), 24) | 0, value: before, attributes: { "aria-label": "Markdown" } });
    const hint = make("p", { className: "hint", textContent: `${found.path}, line ${found.line}` });
    const conflict = make("div", { className: "conflict", hidden: true });
    show({
      title: "Edit",
      over: place,
      parts: [text, conflict, hint],
      action: "Save", discard: "Discard",
      act: async () => {
        try {
          await write({ edit: { unit: sent(unitAt(place)), before, markdown: text.value } });
        } catch (error) {
          if (error.now !== undefined) showConflict(conflict, error.now, (base) => { before = base; });
          throw error;
        }
      },
    });
  }

  function showConflict(box, now, rebase) {
    const over = make("button", { type: "button", textContent: "Write mine over it" });
    over.addEventListener("click", () => {
      rebase(now);
      box.closest("form").requestSubmit();
    });
    box.replaceChildren(make("p", { textContent: "In the file now; yours is above:" }), make("pre", { textContent: now }), over);
    box.hidden = false;
  }

  function speaker(turn = turnHere()) {
    if (!turn) return;
    const name = speakersOf(turn);
    const [choice, input] = nameInput(name);
    const all = make("input", { type: "checkbox" });
    const everywhere = make("label", { className: "check" }, all, ` All turns of ${name || "this speaker"} on this page`);
    input.select();
    show({
      title: "Who speaks?",
      range: rangeOf(turn),
      parts: [choice, everywhere],
      action: "Change", discard: "Discard",
      act: () => write({ speaker: { unit: sent(unitAt(turn)), name: input.value, everywhere: all.checked } }),
    });
  }

  function split() {
    const at = caretRange();
    const words = at ? wordsIn(at)[0] : null;
    const turn = at?.startContainer.parentElement.closest(".turn");
    if (!words || !turn) return say("Click into the text where the new turn begins.", true);
    const [choice, input] = nameInput(names().find((name) => name !== speakersOf(turn)) ?? "");
    show({
      title: `From “${at.startContainer.data.slice(at.startOffset, at.startOffset + 30).trim()}…” on`,
      range: at,
      parts: [choice],
      action: "Split", discard: "Discard",
      act: () => write({ split: { words, name: input.value, seconds: null } }),
    });
  }

  const join = (turn = turnHere()) => turn && attempt({ join: { unit: sent(unitAt(turn)) } });

  const player = () => (typeof postilPlayer !== "undefined" && postilPlayer.isReady ? postilPlayer : null);

  const shown = (seconds) => {
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const [hours, minutes] = [Math.floor(seconds / 3600), (seconds / 60) % 60];
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${Math.floor(minutes)}:${two(seconds % 60)}`;
  };

  function secondsOf(text) {
    if (!/^\d+(:\d{1,2}){1,2}$/.test(text.trim())) throw new Error("Write the time as 12:34 or 1:02:03.");
    return text.trim().split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  }

  function time(turn = turnHere()) {
    if (!turn) return;
    const heard = player()?.time;
    const value = heard ?? (turn.dataset.start ? Number(turn.dataset.start) : null);
    const input = make("input", { value: value === null ? "" : shown(value), required: true, inputMode: "numeric" });
    const hint = heard === undefined ? null : make("p", { className: "hint", textContent: "The time of the player." });
    show({
      title: "When does this turn begin?",
      range: rangeOf(turn),
      parts: [field("Time", input), hint].filter(Boolean),
      action: "Set", discard: "Discard",
      act: () => write({ time: { unit: sent(unitAt(turn)), seconds: secondsOf(input.value) } }),
    });
  }

  async function openEditor(place = turnHere()) {
    if (!place) return;
    try {
      const { path, lines } = await send({ open: { unit: sent(unitAt(place)) } });
      say(`Opened: ${path}, line ${lines[0]}.`);
    } catch (error) {
      say(error.message, true);
    }
  }

  /* The buttons of the turn under the pointer or in focus, and those of selected words */

  const button = (text, key, act) => {
    const made = make("button", { type: "button", title: `${text} (${key})`, textContent: text });
    made.addEventListener("click", act);
    return made;
  };

  const tools = make("div", { className: "postil-margin-tools", hidden: true, role: "group", attributes: { "aria-label": "Edit this turn" } },
    button("Edit", "m", () => editTurn(tools.turn)), button("Speaker", "s", () => speaker(tools.turn)),
    button("Split", "b", split), button("Join", "i", () => join(tools.turn)), button("Time", "t", () => time(tools.turn)),
    editor ? button("Open", "e", () => openEditor(tools.turn)) : null);
  tools.turn = null;
  document.body.append(tools);

  function offer(turn) {
    if (postilPanel.isOpen()) return;
    tools.turn = turn;
    tools.hidden = !turn;
    if (!turn) return;
    const at = turn.getBoundingClientRect();
    const words = (turn.querySelector(":scope > p, :scope > :not(.label, .note)") ?? turn).getBoundingClientRect();
    tools.style.top = `${scrollY + at.top - tools.offsetHeight}px`;
    tools.style.left = `${scrollX + Math.max(words.right - tools.offsetWidth, 8)}px`;
  }

  body.addEventListener("mouseover", ({ target }) => {
    const turn = target.closest(".turn");
    if (turn) offer(turn);
  });
  body.addEventListener("focusin", ({ target }) => offer(target.closest(".turn")));
  body.addEventListener("click", ({ target }) => offer(target.closest(".turn")));
  addEventListener("resize", () => offer(null));
  document.addEventListener("postil-change", () => offer(null));
  // A press on a button leaves the words selected.
  tools.addEventListener("pointerdown", (event) => event.preventDefault());

  const bar = make("p", { className: "postil-margin-bar", role: "group", attributes: { "aria-label": "Write on these words" } },
    button("Note", "a", note), button("Key quote", "y", highlight), button("Correct", "x", correct), button("Split here", "b", split));
  bar.addEventListener("pointerdown", (event) => event.preventDefault());

  function placeBar() {
    const at = postilPanel.isOpen() ? null : selectedRange();
    const card = Array.from(document.body.children).find((child) => child.matches(".quote-card"));
    if (card && !card.hidden) {
      if (bar.parentElement !== card) card.prepend(bar);
      bar.classList.remove("alone");
      bar.hidden = false;
      return;
    }
    if (bar.parentElement !== document.body) document.body.append(bar);
    bar.hidden = !at;
    if (!at) return;
    bar.classList.add("alone");
    const words = at.getBoundingClientRect();
    bar.style.top = `${scrollY + words.bottom + 8}px`;
    bar.style.left = `${scrollX + Math.max(words.left, 8)}px`;
  }

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(placeBar, 300);
  });

  /* Keys */

  const actions = { a: note, y: highlight, x: correct, m: () => editTurn(), s: () => speaker(), b: split, i: () => join(), t: () => time(), e: () => openEditor(), u: undo };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable], dialog, audio, video");
    const action = actions[event.key];
    if (!action || isTyping || root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });

  sayAgain();
  root.classList.add("postil-margin");
})();
