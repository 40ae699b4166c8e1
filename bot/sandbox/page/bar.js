// The bar over the phones: the sandbox's clock, the bot's process, sound, refused requests, another phone.

import { el, icon } from "./dom.js";
import { post } from "./live.js";
import { soundIsOn, switchSound } from "./sound.js";
import { ZONE } from "./words.js";

const STEPS = [["1 hour", 3600], ["1 day", 86400], ["1 week", 604800]];
const KEPT_REFUSALS = 200;

function tool(name, text, onclick, className = "") {
  return el("button", { type: "button", class: `tool ${className}`, onclick }, icon(name), el("span", {}, text));
}

async function whileBusy(button, work, onError) {
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  try {
    await work();
  } catch (error) {
    onError(error.message);
  } finally {
    button.removeAttribute("aria-busy");
    button.disabled = false;
  }
}

function aheadOf(offset) {
  const hours = Math.round(offset / 3600);
  if (hours === 0) return "as the wall clock";
  const days = Math.floor(hours / 24);
  const parts = [];
  if (days) parts.push(`${days} ${days === 1 ? "day" : "days"}`);
  if (hours % 24) parts.push(`${hours % 24} h`);
  return `${parts.join(" ")} ahead`;
}

/** Fills `node` with the clock and its three steps; gives set(clock). */
export function clockOf(node, onError) {
  const time = el("time", { class: "time" });
  const ahead = el("span", { class: "small" });
  const buttons = STEPS.map(([text, seconds]) => {
    const button = el("button", { type: "button", class: "tool step", "aria-label": `${text} later` }, `+ ${text}`);
    button.addEventListener("click", () => whileBusy(button, () => post("clock", { seconds }), onError));
    return button;
  });
  node.append(el("div", { class: "reading" }, time, ahead), el("div", { class: "steps" }, buttons));
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: ZONE,
  });
  let base = null;
  const show = () => {
    if (base === null) return;
    const now = new Date(base.now + performance.now() - base.read);
    time.textContent = format.format(now);
    time.dateTime = now.toISOString();
  };
  setInterval(show, 1000);
  return {
    set(clock) {
      base = { now: Date.parse(clock.now), read: performance.now() };
      ahead.textContent = aheadOf(clock.offset);
      show();
    },
  };
}

/** Fills `node` with the state of the bot's process and the plug; gives set(bot). */
export function processOf(node, onError) {
  const state = el("b");
  const restarts = el("span", { class: "small" });
  const pull = tool("plug", "Pull the plug", () => whileBusy(pull, () => post("plug"), onError), "danger");
  pull.title = "Kills the bot's process at once (SIGKILL) and starts it again";
  node.append(el("div", { class: "reading", role: "status" },
    el("span", { class: "lamp-line" }, el("i", { class: "lamp", "aria-hidden": "true" }), state), restarts), pull);
  return {
    set(bot) {
      node.classList.toggle("running", bot.running);
      state.textContent = bot.running ? "Bot running" : "Bot starting…";
      restarts.textContent = `${bot.restarts} ${bot.restarts === 1 ? "restart" : "restarts"}`;
    },
  };
}

/** Fills `node` with the switches for sound and the drawer and the buttons for a new phone or group; gives refused(event), forget(). */
export function toolsOf(node, drawer, onAdd, onAddGroup) {
  const sound = tool("mute", "Sound off", () => {
    switchSound(!soundIsOn());
    sound.replaceChildren(icon(soundIsOn() ? "sound" : "mute"), el("span", {}, soundIsOn() ? "Sound on" : "Sound off"));
    sound.setAttribute("aria-pressed", String(soundIsOn()));
  });
  sound.setAttribute("aria-pressed", "false");
  const number = el("span", { class: "number" }, "0");
  const log = tool("list", "Refused", () => open(drawer.hidden));
  log.append(number);
  log.title = "Requests of the bot that the Bot API refused";
  log.setAttribute("aria-expanded", "false");
  const list = el("ol", { class: "refusals" });
  const none = el("p", { class: "none" }, "Nothing has been refused.");
  const close = el("button", { type: "button", class: "tool", onclick: () => open(false) }, "Close");
  drawer.append(el("header", {}, el("h2", {}, "Refused requests"), close), none, list);
  let count = 0;

  function open(wanted) {
    drawer.hidden = !wanted;
    log.setAttribute("aria-expanded", String(wanted));
    if (wanted) close.focus();
    else log.focus();
  }

  drawer.addEventListener("keydown", (event) => event.key === "Escape" && open(false));
  node.append(sound, log, tool("people", "Add a group", onAddGroup), tool("plus", "Add a phone", onAdd, "primary"));
  function setCount(now) {
    count = now;
    number.textContent = count;
    log.classList.toggle("has-some", count > 0);
    none.hidden = count > 0;
  }

  return {
    // The sandbox tells its last refusals again on every new connection.
    forget() {
      list.replaceChildren();
      setCount(0);
    },
    refused(event) {
      setCount(count + 1);
      list.prepend(el("li", {}, el("time", {}, new Date().toLocaleTimeString("sv-SE")),
        el("code", {}, event.method), el("p", {}, event.error)));
      while (list.children.length > KEPT_REFUSALS) list.lastChild.remove();
    },
  };
}
