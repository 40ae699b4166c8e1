// A voice note that can be played, and a button that is held to send one.

import { el, iconButton, icon } from "./dom.js";
import { sampleVoice } from "./samples.js";

const BARS = 30;
const SHORTEST = 2;
const LONGEST = 60;

let playing = null;

function minutes(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A player for the voice note at `address`; the bars' heights come from `seed` and stay the same. */
export function voicePlayer(address, seed, words) {
  const audio = new Audio(address);
  audio.preload = "metadata";
  const bars = Array.from({ length: BARS }, (_, index) =>
    el("i", { style: `height:${4 + ((seed * 31 + index * index * 17 + index * 7) % 15)}px` }));
  const length = el("span", { class: "length" }, "0:00");
  const button = iconButton("play", words.play, () => (audio.paused ? audio.play() : audio.pause()), "disc");
  const show = (name, label) => {
    button.replaceChildren(icon(name));
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  audio.addEventListener("loadedmetadata", () => {
    if (Number.isFinite(audio.duration)) length.textContent = minutes(audio.duration);
  });
  audio.addEventListener("play", () => {
    if (playing && playing !== audio) playing.pause();
    playing = audio;
    show("pause", words.pause);
  });
  audio.addEventListener("pause", () => show("play", words.play));
  audio.addEventListener("timeupdate", () => {
    const done = audio.ended ? 0 : audio.currentTime / (audio.duration || 1);
    bars.forEach((bar, index) => bar.classList.toggle("done", index < done * BARS));
  });
  return el("div", { class: "voice", dir: "ltr" }, button, el("span", { class: "bars", "aria-hidden": "true" }, bars), length);
}

/**
 * A button that sends a voice note as long as it is held (a short press or Enter: two seconds).
 * `onLevel(text or null)` shows the running time, `send(blob, seconds)` gets the note.
 */
export function holdToSpeak(label, onLevel, send) {
  let began = null;
  let ticking = null;
  const seconds = () => Math.min(LONGEST, Math.max(SHORTEST, (performance.now() - began) / 1000));
  const stop = (keep) => {
    if (began === null) return;
    const length = Math.round(seconds());
    clearInterval(ticking);
    began = null;
    onLevel(null);
    if (keep) send(sampleVoice(length), length);
  };
  const start = () => {
    began = performance.now();
    const tick = () => onLevel(minutes((performance.now() - began) / 1000));
    tick();
    ticking = setInterval(tick, 250);
  };
  const button = iconButton("mic", label, null, "mic");
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    start();
  });
  button.addEventListener("pointerup", () => stop(true));
  button.addEventListener("pointercancel", () => stop(false));
  button.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop(false);
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!event.repeat && began === null) start();
  });
  button.addEventListener("keyup", (event) => (event.key === "Enter" || event.key === " ") && stop(true));
  button.addEventListener("blur", () => stop(false));
  return button;
}
