// The reader's margin: notes and suggestions on selected words, kept in this browser and sent by the reader alone.
(() => {
  "use strict";
  const { make, field, quoted, show, isOpen } = postilPanel;
  const { selectedRange, quote, find } = postilReaderWords;
  const { all, keep, name, link, carried, file, fileName } = postilReaderNotes;
  const texts = document.getElementById("_readers")?.dataset;
  const body = document.querySelector(".body");
  if (!texts || !body) return;
  const section = make("section", { className: "reader-notes", hidden: true, attributes: { "aria-label": texts.yours } });
  body.after(section);

  /* Sending */

  const words = (note) => note.quote.join(" ");

  /** The address that a note or a correction is sent by, with everything that it names. */
  function address(note, turn) {
    const template = note.kind === "fix" ? texts.corrections ?? texts.notes : texts.notes;
    if (!template) return null;
    const place = postilCopy.address(turn?.id ? `#${encodeURI(turn.id)}` : "");
    const values = {
      title: document.querySelector("h1").textContent.trim(),
      words: words(note),
      body: `> ${words(note)}\n\n${note.comment}\n\n${note.name ? `— ${note.name}, ` : ""}${place}`,
      url: place,
      line: turn?.dataset.line ?? "1",
    };
    return template.replace(/\{(\w+)\}/g, (whole, key) => {
      if (key === "path") return texts.path.split("/").map(encodeURIComponent).join("/");
      return key in values ? encodeURIComponent(values[key]) : whole;
    });
  }

  function follow(href) {
    const made = make("a", { href, target: "_blank", rel: "noopener noreferrer" });
    document.body.append(made);
    made.click();
    made.remove();
  }

  function download(notes) {
    const href = URL.createObjectURL(new Blob([file(notes)], { type: "text/markdown" }));
    const made = make("a", { href, download: fileName(notes, texts.path) });
    document.body.append(made);
    made.click();
    made.remove();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
  }

  const turnOf = (range) => (range?.startContainer.nodeType === Node.ELEMENT_NODE ? range.startContainer : range?.startContainer.parentElement)?.closest(".turn");

  /* Writing */

  function write(kind, range, known = null) {
    const found = known ?? (range && quote(range));
    if (!found) return;
    const comment = make("textarea", { rows: 5, required: true, maxLength: 20000, value: known?.comment ?? (kind === "fix" ? words(found) : ""), attributes: { "aria-label": kind === "fix" ? texts.better : texts.comment } });
    const by = make("input", { value: known?.name || name(), maxLength: 100, autocomplete: "name" });
    const hint = make("p", { className: "hint", textContent: texts.stays });
    show({
      title: kind === "fix" ? texts.correct : texts.note,
      range: range ?? find(found),
      over: range || find(found) ? null : section,
      parts: [quoted(words(found)), comment, field(texts.name, by), hint],
      action: texts.keep,
      discard: texts.discard,
      act: () => {
        const note = { ...found, kind, comment: comment.value, name: by.value.trim(), date: new Date().toISOString().slice(0, 10) };
        name(note.name);
        const others = known ? all().filter((other) => JSON.stringify(other) !== JSON.stringify(known)) : all();
        keep([...others, note]);
        list();
        getSelection().removeAllRanges();
        section.lastElementChild.scrollIntoView({ block: "nearest" });
      },
    });
  }

  /* The list of a reader's own notes, below the text */

  function button(text, act) {
    const made = make("button", { type: "button", textContent: text });
    made.addEventListener("click", act);
    return made;
  }

  function entry(note) {
    const range = find(note);
    const go = range ? button(words(note), () => turnOf(range)?.scrollIntoView({ block: "center" })) : make("span", { textContent: words(note) });
    go.className = "quoted";
    const href = address(note, turnOf(range));
    return make("li", {},
      go,
      range ? null : make("p", { className: "lost", textContent: texts.lost }),
      make("p", { className: "comment", textContent: note.comment }),
      make("p", { className: "acts" },
        href ? button(texts.send, () => follow(href)) : null,
        button(texts.link, async () => postilCopy.copyAndSay(await link(note), texts.copied)),
        button(texts.edit, () => write(note.kind, range, note)),
        button(texts.remove, () => {
          keep(all().filter((other) => JSON.stringify(other) !== JSON.stringify(note)));
          list();
        })));
  }

  function list() {
    const notes = all();
    section.hidden = !notes.length;
    section.replaceChildren(
      make("h2", { textContent: texts.yours }),
      make("ul", {}, ...notes.map(entry)),
      make("p", { className: "hint", textContent: texts.stays }),
      make("p", { className: "acts" }, button(texts.file, () => download(all()))),
    );
    if (!window.Highlight) return;
    const ranges = notes.map(find).filter(Boolean);
    CSS.highlights.set("postil-readers", new Highlight(...ranges));
  }

  /* A note that came with a link: shown as text, and kept only if its reader wants that. */

  async function receive() {
    const note = await carried();
    if (note === undefined) return;
    if (note === null) return postilCopy.say(texts.unread);
    const range = find(note);
    turnOf(range)?.scrollIntoView({ block: "center", behavior: "instant" });
    show({
      title: note.name ? texts.from.replace("{}", note.name) : texts.note,
      range: range ?? whole(),
      parts: [quoted(words(note)), range ? null : make("p", { className: "lost", textContent: texts.lost }), make("p", { className: "comment", textContent: note.comment })].filter(Boolean),
      action: texts.keep,
      discard: texts.close,
      act: () => {
        keep([...all().filter((other) => JSON.stringify(other) !== JSON.stringify(note)), note]);
        list();
      },
      onClose: () => history.replaceState(null, "", location.pathname + location.search),
    });
  }

  function whole() {
    const range = new Range();
    range.setStart(body, 0);
    range.collapse(true);
    return range;
  }

  /* The buttons: for selected words in the card that quotes them, for a turn beside it. */

  const row = make("p", { className: "reader-acts" },
    button(texts.note, () => write("note", selectedRange())),
    button(texts.correct, () => write("fix", selectedRange())));
  row.addEventListener("pointerdown", (event) => event.preventDefault());
  Array.from(document.body.children).find((child) => child.matches(".quote-card"))?.prepend(row);

  const offer = button(texts.correct, () => {
    const range = new Range();
    range.selectNodeContents(offer.turn);
    write("fix", range);
  });
  offer.className = "reader-correct";
  offer.hidden = true;
  document.body.append(offer);

  function offerOn(turn) {
    if (!turn || isOpen()) return;
    offer.turn = turn;
    offer.hidden = false;
    const at = turn.getBoundingClientRect();
    offer.style.top = `${scrollY + at.bottom}px`;
    offer.style.insetInlineStart = "";
    const words = (turn.querySelector(":scope > p") ?? turn).getBoundingClientRect();
    offer.style.left = `${scrollX + Math.max(words.right - offer.offsetWidth, 0)}px`;
  }

  for (const type of ["mouseover", "focusin", "click"]) {
    body.addEventListener(type, ({ target }) => offerOn(target.closest(".turn")));
  }
  addEventListener("resize", () => { offer.hidden = true; });
  addEventListener("hashchange", receive);
  document.addEventListener("postil-change", list);
  list();
  receive();
})();
