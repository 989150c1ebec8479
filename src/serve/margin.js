// The author's margin: selected words get a note, a highlight or other words, and turns are edited where they stand.
(async () => {
  "use strict";
  const ADDRESS = new URL("margin", document.currentScript.src);
  const { make, field, select, quoted, show } = postilPanel;
  const { body, sent, unitAt, wordsIn, textIn, selectedRange, caretRange } = postilMarginWords;
  if (!body) return;
  // The page says whose language the texts are in.
  const answer = await fetch(`${ADDRESS}?${location.pathname}`).catch(() => null);
  if (!answer?.ok) return;
  const { token, kinds, people, editor, texts } = await answer.json();
  const filled = (text, value) => text.replace("{}", () => value);
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
    if (!response) throw new Error(texts.write_no_answer);
    const text = await response.text();
    let result;
    try {
      result = JSON.parse(text);
    } catch {
      throw new Error(text.trim() || `${response.status} ${response.statusText}`);
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
      const button = make("button", { type: "button", textContent: texts.write_undo });
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

  const placeIn = (path, line) => texts.write_place.replace("{path}", () => path).replace("{line}", line);

  /** Sends a change and says where it was written. */
  async function write(action) {
    const { path, lines } = await send(action);
    sayTwice(filled(texts.write_written, placeIn(path, lines[0])), true);
    getSelection().removeAllRanges();
  }

  /** The same for a change without a panel. */
  const attempt = (action) => write(action).catch((error) => say(error.message, true));

  async function undo() {
    try {
      const { path } = await send({ undo: {} });
      sayTwice(path ? filled(texts.write_undone, path) : texts.write_nothing, false);
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

  const buttons = { action: texts.write_save, discard: texts.reader_discard };

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
    if (!words?.length) return say(texts.write_words, true);
    const text = make("textarea", { rows: 4, value: stored(sessionStorage, DRAFT), attributes: { "aria-label": `${texts.kind_note} (${texts.export_md})` } });
    const preview = make("div", { className: "preview", hidden: true });
    const button = make("button", { type: "button", className: "plain", textContent: texts.write_preview });
    const kind = select(texts.search_kind, kinds, "note");
    const by = select(texts.write_by, [["", texts.notes_unsigned], ...people], stored(localStorage, BY));
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
      title: texts.reader_note,
      range: at,
      parts: [quoted(textIn(at)), text, preview, make("p", { className: "row" }, kind, by), button],
      ...buttons,
      act: async () => {
        const author = by.querySelector("select").value;
        store(localStorage, BY, author);
        await write({ note: { words, kind: kind.querySelector("select").value, by: author, date: today(), comment: text.value } });
        store(sessionStorage, DRAFT, "");
      },
      onClose: (isDiscarded) => isDiscarded && store(sessionStorage, DRAFT, ""),
    });
  }

  /** The selected words of one part of the page; where there are none, `act` waits until they are chosen. */
  function oneOf(at, act) {
    const words = at ? wordsIn(at) : [];
    if (words.length === 1) return words[0];
    if (words.length) say(texts.write_paragraphs, true);
    else choose(act);
    return null;
  }

  function highlight() {
    const words = oneOf(selectedRange(), highlight);
    if (words) attempt({ quote: { words } });
  }

  function correct() {
    const at = selectedRange();
    const words = oneOf(at, correct);
    if (!words) return;
    const text = make("textarea", { rows: 4, value: textIn(at), attributes: { "aria-label": texts.reader_better } });
    const hint = make("p", { className: "hint", textContent: texts.write_plain });
    show({ title: texts.write_correct, range: at, parts: [text, hint], ...buttons, act: () => write({ correct: { words, text: text.value } }) });
  }

  /** Chooses words with the arrow keys, and then does `act`, or offers what can be done with them. */
  function choose(act = null) {
    const caret = caretHere();
    const start = { node: caret?.startContainer, offset: caret?.startOffset, turn: turnHere() };
    const isOn = postilMarginChoice.start(start, () => {
      status.replaceChildren();
      if (act) return act();
      placeBar();
      bar.querySelector("button").focus();
    }, () => status.replaceChildren());
    if (!isOn) return say(texts.write_words, true);
    say(texts.write_choosing);
    // It stays as long as words are chosen.
    clearTimeout(timer);
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

  /** The word that was clicked last, unless another turn has come into focus since. */
  function caretHere() {
    const caret = caretRange();
    const turn = document.activeElement?.closest(".turn");
    return caret && (!turn || turn.contains(caret.startContainer)) ? caret : null;
  }

  const speakersOf = (turn) => Array.from(turn.querySelectorAll(".label cite"), (cite) => cite.textContent.trim()).join(" & ");

  function names() {
    const here = Array.from(body.querySelectorAll(".label cite"), (cite) => cite.textContent.trim());
    return Array.from(new Set([...here, ...people.map(([, name]) => name)]));
  }

  function nameInput(value) {
    const list = make("datalist", { id: "postil-margin-names" }, ...names().map((name) => new Option(name)));
    const input = make("input", { value, required: true, attributes: { list: list.id, autocomplete: "off" } });
    return [make("div", {}, field(texts.write_speaker, input), list), input];
  }

  async function editTurn(place = turnHere()) {
    const unit = place && sent(unitAt(place));
    const found = unit && await send({ source: { unit } }).catch((error) => say(error.message, true));
    if (!found) return;
    let before = found.markdown;
    const text = make("textarea", { rows: Math.min(Math.max(before.length / 55 + before.split("\n").length, 5), 24) | 0, value: before, attributes: { "aria-label": texts.export_md } });
    const hint = make("p", { className: "hint", textContent: placeIn(found.path, found.line) });
    const conflict = make("div", { className: "conflict", hidden: true });
    show({
      title: texts.write_tools,
      over: place,
      parts: [text, conflict, hint],
      ...buttons,
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
    const over = make("button", { type: "button", textContent: texts.write_over });
    over.addEventListener("click", () => {
      rebase(now);
      box.closest("form").requestSubmit();
    });
    box.replaceChildren(make("p", { textContent: texts.write_now }), make("pre", { textContent: now }), over);
    box.hidden = false;
  }

  function speaker(turn = turnHere()) {
    if (!turn) return;
    const name = speakersOf(turn);
    const [choice, input] = nameInput(name);
    const all = make("input", { type: "checkbox" });
    const everywhere = make("label", { className: "check" }, all, ` ${filled(texts.write_everywhere, name)}`);
    input.select();
    show({
      title: texts.write_tools,
      range: rangeOf(turn),
      parts: [choice, name ? everywhere : null].filter(Boolean),
      ...buttons,
      act: () => write({ speaker: { unit: sent(unitAt(turn)), name: input.value, everywhere: all.checked } }),
    });
  }

  function split() {
    const at = caretHere();
    const words = at ? wordsIn(at)[0] : null;
    const turn = at?.startContainer.parentElement.closest(".turn");
    if (!words || !turn) return choose(split);
    const [choice, input] = nameInput(names().find((name) => name !== speakersOf(turn)) ?? "");
    show({
      title: filled(texts.write_from, at.startContainer.data.slice(at.startOffset, at.startOffset + 30).trim()),
      range: at,
      parts: [choice],
      ...buttons,
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
    if (!/^\d+(:\d{1,2}){1,2}$/.test(text.trim())) throw new Error(texts.write_time_form);
    return text.trim().split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  }

  function time(turn = turnHere()) {
    if (!turn) return;
    const heard = player()?.time;
    const value = heard ?? (turn.dataset.start ? Number(turn.dataset.start) : null);
    const input = make("input", { value: value === null ? "" : shown(value), required: true, inputMode: "numeric" });
    const hint = heard === undefined ? null : make("p", { className: "hint", textContent: texts.write_player });
    show({
      title: texts.write_tools,
      range: rangeOf(turn),
      parts: [field(texts.write_time, input), hint].filter(Boolean),
      ...buttons,
      act: () => write({ time: { unit: sent(unitAt(turn)), seconds: secondsOf(input.value) } }),
    });
  }

  async function openEditor(place = turnHere()) {
    if (!place) return;
    try {
      const { path, lines } = await send({ open: { unit: sent(unitAt(place)) } });
      say(filled(texts.write_opened, placeIn(path, lines[0])));
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

  const tools = make("div", { className: "postil-margin-tools", hidden: true, role: "group", attributes: { "aria-label": texts.write_tools } },
    button(texts.reader_edit, "m", () => editTurn(tools.turn)), button(texts.write_speaker, "s", () => speaker(tools.turn)),
    button(texts.write_split, "b", split), button(texts.write_join, "i", () => join(tools.turn)), button(texts.write_time, "t", () => time(tools.turn)),
    editor ? button(texts.write_open, "e", () => openEditor(tools.turn)) : null);
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

  const bar = make("p", { className: "postil-margin-bar", role: "group", attributes: { "aria-label": texts.reader_note } },
    button(texts.kind_note, "a", note), button(texts.write_quote, "y", highlight), button(texts.write_correct, "x", correct), button(texts.write_split, "b", split));
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

  const actions = { a: note, y: highlight, x: correct, m: () => editTurn(), s: () => speaker(), b: split, i: () => join(), t: () => time(), e: () => openEditor(), u: undo, v: () => choose() };
  const named = {
    v: texts.write_choose, a: texts.reader_note, y: texts.write_quote, x: texts.write_correct, m: texts.reader_edit, s: texts.write_speaker,
    b: texts.write_split, i: texts.write_join, t: texts.write_time, ...(editor ? { e: texts.write_open } : {}), u: texts.write_undo,
  };
  // The page's own list of keys has these too.
  const isListed = document.querySelector(".keys dl > .postil-margin-key");
  for (const [key, text] of isListed ? [] : Object.entries(named)) {
    document.querySelector(".keys dl")?.append(make("dt", { className: "postil-margin-key" }, make("kbd", { textContent: key })), make("dd", { textContent: text }));
  }

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
