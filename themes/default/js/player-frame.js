// A video on another host: nothing of it is loaded before the reader asks. The frame is then told
// what to do, and tells where it is, by messages; no script of the host runs on this page.
(() => {
  "use strict";
  const load = document.querySelector(".listen-load");

  /** What speaks and understands a host's messages. */
  const hosts = {
    youtube: {
      hello: { event: "listening", id: 1, channel: "widget" },
      order: (name, value) => ({
        event: "command",
        func: { play: "playVideo", pause: "pauseVideo", seek: "seekTo", speed: "setPlaybackRate" }[name],
        args: name === "seek" ? [value, true] : [value].filter((given) => given !== undefined),
      }),
      hear: ({ info }) => ({
        time: info?.currentTime,
        length: info?.duration,
        state: { 0: "ended", 1: "play", 2: "pause" }[info?.playerState],
      }),
    },
    vimeo: {
      hello: ["play", "pause", "ended", "timeupdate"].map((value) => ({ method: "addEventListener", value })),
      order: (name, value) => ({
        method: { play: "play", pause: "pause", seek: "setCurrentTime", speed: "setPlaybackRate" }[name],
        value,
      }),
      hear: ({ event, data }) => ({
        time: data?.seconds,
        length: data?.duration,
        state: ["play", "pause", "ended"].includes(event) ? event : undefined,
      }),
    },
  };

  /** A frame that behaves as a media element does, as far as the player asks it to. */
  class Framed extends EventTarget {
    paused = false;
    ended = false;
    #frame;
    #host;
    #time = 0;
    #toldAt = 0;
    #length = NaN;
    #rate = 1;
    #isMet = false;

    constructor(frame, host) {
      super();
      this.#frame = frame;
      this.#host = host;
      addEventListener("message", (message) => this.#hear(message));
      frame.addEventListener("load", () => this.#greet());
    }

    // A player answers when it is ready to, which may be a while after its page has come.
    #greet(tries = 20) {
      if (this.#isMet || !tries) return;
      for (const word of [this.#host.hello].flat()) this.#say(word);
      setTimeout(() => this.#greet(tries - 1), 500);
    }

    #meet() {
      this.#isMet = true;
      if (this.#time) this.#order("seek", this.#time);
      if (this.#rate !== 1) this.#order("speed", this.#rate);
    }

    // The frame tells its time a few times a second; between, it goes on.
    get currentTime() {
      if (this.paused || !this.#isMet) return this.#time;
      return this.#time + Math.min((performance.now() - this.#toldAt) / 1000, 1) * this.#rate;
    }

    set currentTime(seconds) {
      this.#time = seconds;
      this.#toldAt = performance.now();
      this.#order("seek", seconds);
    }

    get duration() {
      return this.#length;
    }

    get playbackRate() {
      return this.#rate;
    }

    set playbackRate(rate) {
      this.#rate = rate;
      this.#order("speed", rate);
    }

    play() {
      this.#order("play");
    }

    pause() {
      this.#order("pause");
    }

    #order(name, value) {
      this.#say(this.#host.order(name, value));
    }

    #say(message) {
      this.#frame.contentWindow?.postMessage(JSON.stringify(message), new URL(this.#frame.src).origin);
    }

    #hear({ source, origin, data }) {
      if (source !== this.#frame.contentWindow || origin !== new URL(this.#frame.src).origin) return;
      const { time, state, length } = this.#host.hear(parsed(data));
      if (length > 0 && length !== this.#length) {
        this.#length = length;
        this.dispatchEvent(new Event("durationchange"));
      }
      if (!this.#isMet && (state || typeof time === "number")) this.#meet();
      if (state) {
        this.paused = state !== "play";
        this.ended = state === "ended";
        this.dispatchEvent(new Event(state));
      }
      if (typeof time !== "number") return;
      this.#time = time;
      this.#toldAt = performance.now();
      this.dispatchEvent(new Event("timeupdate"));
    }
  }

  function parsed(data) {
    try {
      return (typeof data === "string" ? JSON.parse(data) : data) ?? {};
    } catch {
      return {};
    }
  }

  function open() {
    const frame = document.createElement("iframe");
    frame.className = "player";
    frame.title = load.dataset.title;
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = load.dataset.frame;
    const { kind } = document.querySelector(".listen").dataset;
    postilPlayer.use(new Framed(frame, hosts[kind]), frame.src.split("?")[0]);
    load.closest(".listen-bar").prepend(frame);
    load.hidden = true;
    frame.focus();
  }

  load.addEventListener("click", open);
})();
