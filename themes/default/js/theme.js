// Runs before the page is drawn: says that scripts run, and brings back the reader's choices.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("postil-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("postil-keys") === "off") root.dataset.keys = "off";
  } catch (error) {
    // Storage may be forbidden; the page is then as it comes.
  }
})();
