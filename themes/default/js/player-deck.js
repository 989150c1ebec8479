// What the reader sees of the recording: where it is, how long it lasts, in which section; and the same for the lock screen.
(() => {
  "use strict";
  const { heard } = postilPlayer;
  const box = document.querySelector(".listen");
  const place = box.querySelector(".listen-place");
  const go = box.querySelector(".listen-go");
  const [now, whole] = box.querySelectorAll(".listen-now > *");
  const chapters = box.querySelector(".listen-chapter");
  const starts = chapters ? Array.from(chapters.options, (option) => Number(option.value)) : [];
  const head = box.querySelector(".listen-head");
  const done = box.querySelector(".listen-heard");
  const tracks = box.querySelector(".listen-line .tracks");
  const STEPS = 500; // places on the line that can be told from each other
  const drawn = Number(place.max); // how long the recording is as the tracks are drawn
  const isMirrored = getComputedStyle(box).direction === "rtl";
  let isHeld = false;
  let shown = -1; // the time that is shown

  /** `1:02:03`, `2:03`. */
  function clock(seconds) {
    const whole = Math.floor(seconds);
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    if (!parts[0]) parts.shift();
    return parts.map((part, at) => (at ? String(part).padStart(2, "0") : String(part))).join(":");
  }

  const length = () => postilPlayer.length || drawn;

  function chapterAt(time) {
    return starts.findLastIndex((start) => start <= time + 0.05);
  }

  function showLength() {
    const seconds = length();
    place.max = String(seconds || 1);
    shown = -1;
    whole.textContent = seconds ? ` / ${clock(seconds)}` : "";
    // Lanes that were drawn for less or more than the recording has keep to its clock.
    if (drawn && seconds && tracks) tracks.style.inlineSize = `${Math.min(100, (100 * drawn) / seconds)}%`;
    show();
  }

  function show() {
    showTime(isHeld ? Number(place.value) : postilPlayer.time);
  }

  /** Shows `time`, as soon as its clock or its place is another: a page with thousands of turns is not drawn for less. */
  function showTime(time) {
    const seconds = length();
    const isSame = Math.floor(time) === Math.floor(shown) && Math.abs(time - shown) < seconds / STEPS;
    if (isSame && !isHeld) return;
    shown = time;
    const share = seconds ? Math.min(100, (100 * time) / seconds) : 0;
    if (!isHeld) place.value = String(time);
    now.textContent = clock(time);
    if (head) head.style.insetInlineStart = done.style.inlineSize = `${share}%`;
    const chapter = chapterAt(time);
    if (chapters && chapter >= 0 && document.activeElement !== chapters) chapters.selectedIndex = chapter;
    const title = chapter >= 0 ? `, ${chapters.options[chapter].text}` : "";
    place.ariaValueText = `${clock(time)}${whole.textContent}${title}`;
  }

  function showState() {
    const { isPlaying } = postilPlayer;
    go.ariaLabel = go.title = isPlaying ? go.dataset.pause : go.dataset.play;
    if ("mediaSession" in navigator) navigator.mediaSession.playbackState = isPlaying ? "playing" : "paused";
    tellPosition();
  }

  /* The scrubber */

  function ready() {
    for (const element of [place, head, done]) if (element) element.hidden = false;
    box.classList.add("ready");
    showLength();
    showState();
    tellWhat();
  }

  place.addEventListener("input", () => {
    isHeld = true;
    show();
  });
  place.addEventListener("change", () => {
    isHeld = false;
    postilPlayer.time = Number(place.value);
    show();
  });
  // Five seconds at a press, not the hundredth of the whole that browsers take; sideways as the line runs.
  place.addEventListener("keydown", (event) => {
    const ahead = isMirrored ? "ArrowLeft" : "ArrowRight";
    const back = isMirrored ? "ArrowRight" : "ArrowLeft";
    const steps = { [ahead]: 5, ArrowUp: 5, [back]: -5, ArrowDown: -5, PageUp: 60, PageDown: -60 };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    postilPlayer.time = Math.min(postilPlayer.time + step, Math.max(0, length() - 0.1));
    show();
  });
  chapters?.addEventListener("change", () => postilPlayer.playFrom(starts[chapters.selectedIndex]));

  /* The lock screen, the keys of a keyboard, a watch */

  function tellWhat() {
    if (!("mediaSession" in navigator) || !window.MediaMetadata) return;
    const text = (selector) => document.querySelector(selector)?.textContent.trim() ?? "";
    const content = (property) => document.querySelector(`meta[property="${property}"]`)?.content ?? "";
    const names = new Set(Array.from(box.querySelectorAll(".listen-who .speaker"), (name) => name.textContent.trim()));
    const image = content("og:image");
    navigator.mediaSession.metadata = new MediaMetadata({
      title: text("h1"),
      artist: Array.from(names).join(", "),
      album: content("og:site_name"),
      artwork: image ? [{ src: image }] : [],
    });
    const step = (by) => () => {
      const next = starts[chapterAt(postilPlayer.time) + by];
      if (next !== undefined) postilPlayer.playFrom(next);
    };
    const orders = {
      play: () => postilPlayer.isPlaying || postilPlayer.act("play"),
      pause: () => postilPlayer.isPlaying && postilPlayer.act("play"),
      seekbackward: () => postilPlayer.act("back"),
      seekforward: () => postilPlayer.act("forward"),
      seekto: ({ seekTime }) => { postilPlayer.time = seekTime; },
      previoustrack: starts.length > 1 ? step(-1) : null,
      nexttrack: starts.length > 1 ? step(1) : null,
    };
    for (const [name, order] of Object.entries(orders)) {
      try {
        navigator.mediaSession.setActionHandler(name, order);
      } catch {
        // An order that this browser does not know.
      }
    }
  }

  function tellPosition() {
    const duration = length();
    if (!duration || !navigator.mediaSession?.setPositionState) return;
    const position = Math.min(postilPlayer.time, duration);
    navigator.mediaSession.setPositionState({ duration, position, playbackRate: postilPlayer.rate });
  }

  heard.addEventListener("time", show);
  heard.addEventListener("sought", () => {
    show();
    tellPosition();
  });
  heard.addEventListener("state", showState);
  heard.addEventListener("length", showLength);
  heard.addEventListener("ready", ready);
  if (postilPlayer.isReady) ready();
})();
