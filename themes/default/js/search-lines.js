// The concordance: every place on a line of its own, the words that were found in one column. All of it can be taken along.
(() => {
  "use strict";

  const { button, dateOf, element, href, link, say, set } = postilSearch;

  // So many lines are asked for at a time for a table, and what must be fetched for it is named from so many bytes on.
  const STEP = 500;
  const LARGE = 200_000;

  const COLUMNS = ["title", "date", "collection", "speaker", "time", "heading", "kind", "before", "words", "after", "address"];

  /** `lines` as a table. */
  function table(lines, query) {
    const rows = lines.map((line) => {
      const address = href(line.page, line.anchor, query, `${line.before}${line.words}`.slice(-40).replace(/^\S*\s+(?=\S)/u, "").trim());
      const found = link("", address, element("mark", "hit", line.words));
      const about = element("td", "by", line.by || line.page.title);
      about.title = [line.page.title, line.page.date && dateOf(line.page.date), line.time].filter(Boolean).join(" · ");
      const made = element("tr", "", element("td", "before", element("bdi", "", line.before)), element("td", "words", found), element("td", "after", line.after), about);
      made.lang = line.page.language;
      return made;
    });
    return element("table", "search-lines", element("tbody", "", ...rows));
  }

  /** A button that makes a file of all lines; it says how much must be fetched first, if that is much. */
  function csvButton(engine, options, cost) {
    const size = cost >= LARGE && new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(cost / 1e6);
    const made = button("search-csv", size ? say("csv-size", size) : say("csv"), async () => {
      made.disabled = true;
      const text = made.textContent;
      try {
        save(await csv(engine, options, (share) => (made.textContent = `${text} ${share}`)));
      } catch {
        // The button is there for another try.
      }
      made.disabled = false;
      made.textContent = text;
    });
    return made;
  }

  async function csv(engine, options, tell) {
    const rows = [COLUMNS];
    for (let from = 0, total = 1; from < total; from += STEP) {
      const found = await engine.lines({ ...options, from, count: STEP });
      total = found.total;
      rows.push(...found.lines.map((line) => rowOf(line, options.query)));
      tell(`${Math.min(from + STEP, total)} / ${total}`);
      if (found.lines.length === 0) break;
    }
    return rows.map((row) => row.map(cell).join(",")).join("\r\n");
  }

  function rowOf({ page, by, time, heading, kind, before, words, after, anchor }, query) {
    const address = new URL(href(page, anchor, { text: query.text }), location.href).href;
    return [page.title, page.date, page.collection?.title ?? "", by, time, heading, kind ?? "", before, words, after, address];
  }

  /** A cell that no program takes for a formula. */
  function cell(text) {
    const safe = /^[=+@\t\r]|^-[^\s\p{L}]/u.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  function save(text) {
    const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
    set(link("", address), { download: "concordance.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  Object.assign(postilSearch, { linesTable: table, csvButton });
})();
