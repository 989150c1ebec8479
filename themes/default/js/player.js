// The recording: it plays from the times in the text, stays in reach while it is heard, and goes on
// where it was left.
const postilPlayer = (() => {
  "use strict";
  const SKIP = 10; // seconds
  const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2, 2.5];
  const KEPT = 100; // recordings whose places are remembered
  const root = document.documentElement;
  const box = document.querySelector(".listen");
  const bar = box.querySelector(".listen-bar");
  const tools = box.querySelector(".listen-tools");
  const speed = box.querySelector(".listen-speed");
  const heard = new EventTarget();
  let media = null;
  let name = "";
  let until = Infinity;
  let stopping = 0;

  /** Takes what plays: an element, or what stands for one; `address` is what its place is remembered by. */
  function use(player, address) {
    media = player;
    name = address;
    tools.hidden = false;
    media.playbackRate = Number(speed.value);
    const place = stored("postil-heard", {})[name];
    if (place) media.currentTime = place;
    media.addEventListener("play", () => show(true));
    media.addEventListener("timeupdate", () => heard.dispatchEvent(new Event("time")));
    if (skips.length > 0) {
      for (const kind of ["timeupdate", "seeking", "play"]) media.addEventListener(kind, skip);
    }
    media.addEventListener("timeupdate", keepNowAndThen);
    media.addEventListener("pause", keep);
    media.addEventListener("ended", forget);
    for (const kind of ["play", "pause", "ended", "ratechange"]) media.addEventListener(kind, state);
    media.addEventListener("durationchange", () => heard.dispatchEvent(new Event("length")));
    heard.dispatchEvent(new Event("ready"));
  }

  // Stretches in which withheld words are said, in order; the last may have no end.
  const skips = (box.dataset.skip ?? "").split(" ").filter(Boolean).map((stretch) => {
    const [from, to] = stretch.split("-");
    return [Number(from), to ? Number(to) : Infinity];
  });
  let skipping = 0;

  /** Leaves out what is withheld. Times are told four times a second, so that the next stretch has a timer of its own. */
  function skip() {
    clearTimeout(skipping);
    const now = media.currentTime;
    const next = skips.find(([, to]) => to > now + 0.01);
    if (!next) return;
    const [from, to] = next;
    if (now >= from - 0.01) {
      if (to === Infinity) media.pause();
      seek(to === Infinity ? (media.duration || from) : to);
    } else if (!media.paused) {
      skipping = setTimeout(skip, Math.min((from - now) / (media.playbackRate || 1), 1) * 1000);
    }
  }

  function state() {
    box.classList.toggle("plays", !media.paused && !media.ended);
    heard.dispatchEvent(new Event("state"));
    stopInTime();
  }

  function playFrom(seconds) {
    if (!media) return;
    until = Infinity;
    seek(seconds);
    play();
  }

  /** Plays what lies between two times, and stops. */
  function playSpan(from, to) {
    playFrom(from);
    until = to;
    stopInTime();
  }

  function seek(seconds) {
    media.currentTime = Math.max(0, seconds);
    heard.dispatchEvent(new Event("sought"));
  }

  function play() {
    media.play()?.catch(() => {
      // A recording that cannot be had says so itself, by its controls.
      if (media.error) media.controls = true;
    });
  }

  // Times are told four times a second, which is too late for the end of a word.
  function stopInTime() {
    clearTimeout(stopping);
    if (until === Infinity || media.paused) return;
    const left = until - media.currentTime;
    if (left > 0.02) {
      stopping = setTimeout(stopInTime, Math.min(left / (media.playbackRate || 1), 1) * 1000);
      return;
    }
    until = Infinity;
    media.pause();
    heard.dispatchEvent(new Event("span"));
  }

  /* What is remembered: how far each recording was heard, and the speed. */

  let keptAt = 0;

  function keepNowAndThen() {
    if (Math.abs(media.currentTime - keptAt) >= 5) keep();
  }

  function keep() {
    if (!media || media.ended || media.currentTime < SKIP) return;
    keptAt = media.currentTime;
    change((places) => { places[name] = Math.floor(keptAt); });
  }

  function forget() {
    change(() => {});
  }

  // Behind all others, so that the first is the one that was not heard for longest.
  function change(put) {
    const places = stored("postil-heard", {});
    delete places[name];
    put(places);
    store("postil-heard", Object.fromEntries(Object.entries(places).slice(-KEPT)));
  }

  function stored(key, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  function store(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Where storage is forbidden it lasts as long as the page.
    }
  }

  /* In reach: once it has been heard, it stands at the foot of the window whenever its place is not in view. */

  let isShown = false;
  let isOffered = false;
  let isInView = true;
  let docking = 0;

  function show(yes) {
    isShown = yes;
    dock();
  }

  /** Keeps the player in reach before anything is heard, for a clip that is there to be played; or no longer. */
  function offer(yes) {
    isOffered = yes;
    dock();
  }

  function dock() {
    cancelAnimationFrame(docking);
    const isDocked = (isShown || isOffered && Boolean(media)) && !isInView;
    if (isDocked === box.classList.contains("listening")) return;
    if (!isDocked) return setDocked(false);
    // What playing begins with is drawn before: on a long page, both in one frame would be felt.
    docking = requestAnimationFrame(() => { docking = requestAnimationFrame(() => setDocked(true)); });
  }

  function setDocked(isDocked) {
    // Its place stays as high as it is, so that nothing moves.
    box.style.minHeight = isDocked ? `${box.offsetHeight}px` : "";
    // Classes of these few elements, not of the whole page: the browser looks at no turn of a long text again.
    box.classList.toggle("listening", isDocked);
    for (const other of document.querySelectorAll(".said, .site-footer")) other.classList.toggle("above-player", isDocked);
  }

  new IntersectionObserver((entries) => {
    isInView = entries.at(-1).isIntersecting;
    dock();
  }).observe(box);

  /* What the reader does. */

  function setSpeed(value) {
    speed.value = String(value);
    if (media) media.playbackRate = value;
    store("postil-speed", value);
  }

  function stepSpeed(by) {
    const next = SPEEDS[SPEEDS.indexOf(Number(speed.value)) + by];
    if (next) setSpeed(next);
  }

  const actions = {
    play: () => (media.paused || media.ended ? play() : media.pause()),
    back: () => seek(media.currentTime - SKIP),
    forward: () => seek(media.currentTime + SKIP),
    slower: () => stepSpeed(-1),
    faster: () => stepSpeed(1),
  };

  function act(what) {
    if (media) actions[what]?.();
  }

  const format = new Intl.NumberFormat(root.lang || undefined);
  for (const value of SPEEDS) speed.add(new Option(`${format.format(value)}×`, String(value)));
  const wanted = stored("postil-speed", 1);
  speed.value = String(SPEEDS.includes(wanted) ? wanted : 1);

  speed.addEventListener("change", () => setSpeed(Number(speed.value)));
  box.querySelector(".listen-close").addEventListener("click", () => {
    media.pause();
    isOffered = false;
    show(false);
  });
  addEventListener("pagehide", keep);
  document.addEventListener("postil:listen", ({ detail }) => act(detail));
  bar.addEventListener("click", ({ target }) => act(target.closest("[data-do]")?.dataset.do));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.time");
    const timed = link?.closest("[data-start]");
    if (!media || !timed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    playFrom(Number(timed.dataset.start));
    if (link.hash && link.closest(".label")) history.replaceState(null, "", link.hash);
  });

  const player = bar.querySelector(".player");
  if (player) {
    // Without scripts the browser's own controls stand here.
    player.controls = false;
    if (player.matches("video")) player.addEventListener("click", () => act("play"));
    use(player, player.src);
  }

  return {
    /** Tells of `ready`, `time`, `sought`, `state`, `length`, and of the end of a `span`. */
    heard,
    use,
    playFrom,
    playSpan,
    offer,
    act,
    /** Where the recording is, in seconds. */
    get time() {
      return media?.currentTime ?? 0;
    },
    /** Moves it there, without playing it. */
    set time(seconds) {
      if (media) seek(seconds);
    },
    /** How long it is, as far as it says so. */
    get length() {
      return Number.isFinite(media?.duration) ? media.duration : 0;
    },
    get rate() {
      return media?.playbackRate || 1;
    },
    get isReady() {
      return Boolean(media);
    },
    /** Whether the reader has listened since the page was opened. */
    get isInUse() {
      return isShown;
    },
    get isPlaying() {
      return Boolean(media) && !media.paused && !media.ended;
    },
  };
})();
