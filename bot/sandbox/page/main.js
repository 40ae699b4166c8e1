// The page: events of the sandbox go to the phone or the part of the bar they are about.

import { openAdd } from "./add.js";
import { clockOf, processOf, toolsOf } from "./bar.js";
import { el } from "./dom.js";
import { listen, post } from "./live.js";
import { createPhone } from "./phone.js";

const TEAM = "Team";

const NOTICE = 5000;

const stage = document.getElementById("stage");
const offline = document.getElementById("offline");
const phones = new Map();
let bot = { running: true, restarts: 0, name: "", username: "", description: "" };
let theatre = false;

const clock = clockOf(document.getElementById("clock"), notice);
const process = processOf(document.getElementById("process"), notice);
const tools = toolsOf(document.getElementById("tools"), document.getElementById("drawer"), () => openAdd(theatre),
  () => post("groups", { title: TEAM }).catch((error) => notice(error.message)));

function notice(text) {
  const node = el("p", { class: "notice", role: "alert" }, text);
  document.body.append(node);
  setTimeout(() => node.remove(), NOTICE);
}

function setBot(now) {
  bot = now;
  process.set(bot);
  phones.forEach((phone) => phone.setBot(bot));
}

function setPhone(now, isNews) {
  const known = phones.get(now.id);
  if (known) return known.update(now);
  const phone = createPhone(now, bot);
  phones.set(now.id, phone);
  stage.append(phone.node);
  if (!isNews) return;
  phone.node.scrollIntoView({ inline: "end", block: "nearest" });
  phone.node.focus({ preventScroll: true });
}

function takeAway(id) {
  phones.get(id)?.node.remove();
  phones.delete(id);
}

function setState(state) {
  theatre = state.theatre;
  document.body.classList.toggle("no-theatre", !theatre);
  tools.forget();
  setBot(state.bot);
  clock.set(state.clock);
  const all = [...state.phones, ...state.groups];
  const present = new Set(all.map((phone) => phone.id));
  [...phones.keys()].filter((id) => !present.has(id)).forEach(takeAway);
  all.forEach((phone) => setPhone(phone, false));
}

const on = {
  state: setState,
  phone: (event) => setPhone(event.phone, true),
  group: (event) => setPhone(event.group, true),
  gone: (event) => takeAway(event.phone),
  message: (event) => phones.get(event.phone)?.message(event.message, event.sound),
  edited: (event) => phones.get(event.phone)?.edited(event.message),
  deleted: (event) => phones.get(event.phone)?.deleted(event.message_id),
  toast: (event) => phones.get(event.phone)?.toast(event.text, event.alert),
  answered: (event) => phones.get(event.phone)?.answered(event.message_id),
  clock: (event) => clock.set(event.clock),
  bot: (event) => setBot(event.bot),
  refused: (event) => tools.refused(event),
};

listen((event) => on[event.type]?.(event), (connected) => { offline.hidden = connected; });
