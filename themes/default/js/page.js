// The switch of colours, the contents that follow the reader, and the words in the margins of paper.
(function () {
  "use strict";
  const root = document.documentElement;

  /* Paper: the site and the title stand above each page but the first. The margins of paper have no start and no end. */

  const text = (selector) => document.querySelector(selector)?.textContent.trim().replace(/\s+/gu, " ") ?? "";
  const heads = [text(".site-title") || document.querySelector(".site-title img")?.alt || "", text("h1")];
  if (root.dir === "rtl") heads.reverse();
  for (const [at, side] of ["left", "right"].entries()) {
    // Each in a direction of its own: the quotation marks of an English title would change places on a Persian page.
    root.style.setProperty(`--running-${side}`, `"\u2068${heads[at].replace(/["\\]/gu, "\\$&")}\u2069"`);
  }

  /* Colours: the system's, light, dark, and round again. */

  const THEMES = ["auto", "light", "dark"];

  function setUpThemeSwitch(button) {
    const show = () => {
      const label = button.dataset[root.dataset.theme || "auto"];
      button.setAttribute("aria-label", label);
      button.title = label;
    };
    button.addEventListener("click", () => {
      const now = THEMES.indexOf(root.dataset.theme || "auto");
      const next = THEMES[(now + 1) % THEMES.length];
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
      remember(next);
      show();
    });
    show();
  }

  function remember(theme) {
    try {
      localStorage.setItem("postil-theme", theme);
    } catch (error) {
      // Where storage is forbidden the choice lasts as long as the page.
    }
  }

  /* Contents: the section that is being read is marked, and named in the bar on narrow screens. */

  function setUpContents(nav) {
    const links = Array.from(nav.querySelectorAll("#_contents > li > a"));
    const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const current = nav.querySelector(".contents-current");
    let marked = null;

    function mark(link) {
      if (link === marked) return;
      if (marked) marked.removeAttribute("aria-current");
      marked = link;
      current.textContent = link ? link.textContent : "";
      if (!link) return;
      link.setAttribute("aria-current", "true");
      keepInView(nav, link);
    }

    const seen = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) seen.add(entry.target);
        else seen.delete(entry.target);
      }
      const at = sections.findLastIndex((section) => seen.has(section));
      if (at >= 0) mark(links[at]);
      else if (sections[0] && sections[0].getBoundingClientRect().top > 0) mark(null);
    }, { rootMargin: "0px 0px -75% 0px" });
    for (const section of sections) if (section) observer.observe(section);
    setUpToggle(nav);
  }

  function keepInView(nav, link) {
    const frame = nav.getBoundingClientRect();
    const box = link.getBoundingClientRect();
    if (box.top < frame.top) nav.scrollTop -= frame.top - box.top + frame.height / 3;
    else if (box.bottom > frame.bottom) nav.scrollTop += box.bottom - frame.bottom + frame.height / 3;
  }

  function setUpToggle(nav) {
    const button = nav.querySelector(".contents-toggle");
    const open = (yes) => button.setAttribute("aria-expanded", String(yes));
    button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
    nav.querySelector("ol").addEventListener("click", (event) => {
      if (event.target.closest("a")) open(false);
    });
    document.addEventListener("click", (event) => {
      if (!nav.contains(event.target)) open(false);
    });
    nav.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
      open(false);
      button.focus();
    });
  }

  /* Sharing, where the device has a way to do it. */

  const share = document.querySelector(".share-page");
  if (share && navigator.share) {
    share.hidden = false;
    const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    share.addEventListener("click", () => {
      navigator.share({ title: document.title, url }).catch(() => {
        // The reader changed their mind.
      });
    });
  }

  const button = document.querySelector(".theme-switch");
  if (button) setUpThemeSwitch(button);
  const nav = document.querySelector(".contents");
  if (nav) setUpContents(nav);
})();
