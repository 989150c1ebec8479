// Formats that the site does not publish, made of the page when somebody wants them.
(() => {
  "use strict";
  const template = document.getElementById("_exports");
  const body = document.querySelector(".body");
  const place = document.querySelector(".text-footer .exports");
  if (!template || !body || !place) return;
  const list = template.content.firstElementChild.cloneNode(true);
  const NOT_WORDS = ".note, .note-ref, .anchor, .label, .former, rt, rp, script, style";
  const name = location.pathname.split("/").filter((part) => part && part !== "index.html").at(-1) ?? "transcript";

  /** The words of an element, without what the page adds to them. */
  function words(element) {
    const copy = element.cloneNode(true);
    for (const formula of copy.querySelectorAll("math")) formula.replaceWith(formula.getAttribute("alttext"));
    for (const sign of copy.querySelectorAll(NOT_WORDS)) sign.remove();
    return copy.textContent.replace(/\s+/gu, " ").trim();
  }

  const HEADINGS = "h2, h3, h4, h5, h6";
  // What stands between a heading and the first turn below it.
  const OUTSIDE = ":is(.opening, .preface, .section) > :is(p, ul, ol, blockquote, pre, .table, .alert)";

  /** Each paragraph with its section and, in the first of a turn, who speaks and when. */
  function rows() {
    let section = "";
    let number = 0;
    return [...body.querySelectorAll(`${HEADINGS}, .turn, ${OUTSIDE}`)].flatMap((element) => {
      if (element.matches(HEADINGS)) {
        section = words(element);
        return [];
      }
      if (!element.matches(".turn")) {
        const text = words(element);
        const isQuoted = element.matches("blockquote");
        return text ? [{ section, turn: "", speaker: "", text, at: 0, start: "", isQuoted }] : [];
      }
      number += 1;
      const speaker = [...element.querySelectorAll(":scope > .label > cite")].map((cite) => cite.textContent).join(" & ");
      const blocks = [...element.children].filter((block) => !block.matches(".label, .note, .former"));
      const said = blocks.map((block) => ({ text: words(block), isQuoted: block.matches("blockquote") })).filter(({ text }) => text);
      const start = (at) => (at === 0 ? element.dataset.start : "");
      return said.map((row, at) => ({ section, turn: number, speaker, at, start: start(at), ...row }));
    });
  }

  const pad = (value) => String(value).padStart(2, "0");
  const clock = (seconds) => [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => pad(Math.floor(part))).join(":");

  function text() {
    let section = "";
    const parts = [document.querySelector("h1").textContent.trim()];
    for (const row of rows()) {
      if (row.section !== section) parts.push(`# ${row.section}`);
      section = row.section;
      const time = row.start ? ` [${clock(row.start)}]` : "";
      const label = row.at === 0 && row.speaker ? `${row.speaker}${time}:` : "";
      if (row.isQuoted) parts.push(...[label, `> ${row.text}`].filter(Boolean));
      else parts.push([label, row.text].filter(Boolean).join(" "));
    }
    return `${parts.join("\n\n")}\n`;
  }

  /** A cell that a spreadsheet would take for a formula is set apart by a space. */
  function cell(value) {
    const plain = /^[=+\-@\t\r]/u.test(value) ? ` ${value}` : value;
    return /[",\n\r]/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  }

  function table() {
    const lines = rows().map((row) => [row.start ? clock(row.start) : "", row.speaker, row.text, "", row.section, String(row.turn)]);
    return [["timestamp", "speaker", "words", "tags", "section", "turn"], ...lines].map((line) => line.map(cell).join(",")).join("\n");
  }

  /** SubRip of the captions that are published: a number for each cue, a comma in its times, no voices. */
  async function subrip() {
    const captions = await (await fetch(document.querySelector("link[type='text/vtt']").href)).text();
    const cues = captions.split(/\r?\n\r?\n/u).filter((cue) => cue.includes("-->"));
    const made = cues.map((cue, at) => {
      const lines = cue.trim().split(/\r?\n/u);
      const time = lines.findIndex((line) => line.includes("-->"));
      const times = lines[time].replace(/(\d)\.(\d)/gu, "$1,$2").split(" ").slice(0, 3).join(" ");
      const said = lines.slice(time + 1).join("\n").replace(/<v ([^>]*)>/gu, "$1: ").replace(/<\/v>/gu, "");
      return `${at + 1}\n${times}\n${said}\n`;
    });
    return made.join("\n");
  }

  const FORMATS = {
    txt: { type: "text/plain", make: text },
    csv: { type: "text/csv", make: table },
    srt: { type: "application/x-subrip", make: subrip, needs: "link[type='text/vtt']" },
  };

  async function save(format) {
    const content = await FORMATS[format].make();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: `${FORMATS[format].type};charset=utf-8` }));
    link.download = `${name}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // What is published has a link; captions cannot be fetched from a disk.
  const isPublished = ({ type }) => document.querySelector(`.exports a[type='${type}']`) !== null;
  const canBeMade = ({ needs }) => !needs || (document.querySelector(needs) !== null && location.protocol !== "file:");
  const offered = Object.keys(FORMATS).filter((format) => !isPublished(FORMATS[format]) && canBeMade(FORMATS[format]));
  for (const format of offered) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = list.dataset[format];
    button.addEventListener("click", () => save(format));
    list.append(...(list.childElementCount > 0 ? [", "] : []), button);
  }
  if (offered.length === 0) return;
  place.append(place.hidden ? `${template.dataset.heading}: ` : ", ", list);
  place.hidden = false;
})();
