// Days as the site writes them.
(() => {
  "use strict";

  const { say } = postilSearch;

  /** `2024-05-01` as people write it; a text that is no day stays as it is. */
  function dateOf(text) {
    const [year, month, day] = text.split("-").map(Number);
    const name = say("months").split("|")[month - 1];
    return name && day ? say("date", { year: String(year), month: name, day: String(day) }) : text;
  }

  postilSearch.dateOf = dateOf;
})();
