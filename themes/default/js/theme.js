// Runs before the page is drawn: says that scripts run, and brings back the reader's choices.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  // Notes wait out of sight for the scripts that put them in their places, and no longer than these
  // take to run: when they do not come, every note is where it stands without them.
  root.classList.add("notes-coming");
  document.addEventListener("DOMContentLoaded", function () {
    root.classList.remove("notes-coming");
  });

  try {
    var theme = localStorage.getItem("postil-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("postil-keys") === "off") root.dataset.keys = "off";
    if (localStorage.getItem("postil-notes") === "off") root.classList.add("notes-off");
  } catch (error) {
    // Storage may be forbidden; the page is then as it comes.
  }
})();
