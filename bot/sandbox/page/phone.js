// One phone, or one group as all of its members see it: header, pinned bar, the chat, the composer, the owner.

import { el, icon, iconButton } from "./dom.js";
import { bubbleOf, summaryOf } from "./bubbles.js";
import { chatOf } from "./chat.js";
import { composerOf } from "./composer.js";
import { aboutGroup, groupChoices, speakerOf } from "./group.js";
import { post, upload } from "./live.js";
import { openMenu } from "./menu.js";
import { chime } from "./sound.js";
import { languageName, tagOf, wordsOf } from "./words.js";

const TOAST = 3600;
const ANSWER_WAIT = 30000;

/** A phone for the contract's Phone (with `group`: a Group) and Bot; see the returned object for what can happen to it. */
export function createPhone(phone, bot) {
  const words = wordsOf(phone.language_code);
  const pressed = new Map();
  const speaker = phone.group ? speakerOf(phone.group.members) : null;
  const path = (what) => `${speaker ? "groups" : "phones"}/${phone.id}/${what}`;
  const said = (body) => (speaker ? { ...body, as: speaker.who() } : body);
  const attempt = (promise) => promise.then(() => true, (error) => {
    toast(error.message);
    return false;
  });

  const acts = {
    press, copy, rtl: phone.rtl, reply: (message) => composer.replyTo(message), show: (id) => chat.show(id),
    isPressed: (id, data) => pressed.has(`${id} ${data}`),
    command: (text) => acts.text(text),
    text(text, replyTo) {
      chat.toEnd();
      return attempt(post(path("text"), said(replyTo ? { text, reply_to: replyTo } : { text })));
    },
    file: (kind, blob, name, fields) => attempt(upload(path(kind), blob, name, fields)),
    contact: () => attempt(post(path("contact"))),
    find: (id) => chat.messages().find((message) => message.message_id === id),
    replies: () => chat.messages().filter((message) => message.from !== "service"),
  };

  const avatar = el("span", { class: "avatar", "aria-hidden": "true" });
  const botName = el("b", { dir: "auto" });
  const more = iconButton("more", words.more, () => openMenu(glass, more, choices(), "from-head"));
  const about = el("span", {}, words.bot);
  const head = el("header", { class: "head" }, avatar, el("div", { class: "who" }, botName, about), more);
  const pinned = el("button", { type: "button", class: "pinned", hidden: true, onclick: () => chat.show(phone.pinned) });
  const chat = chatOf(words, phone.language_code, (message) => bubbleOf(message, words, acts));
  const intro = el("div", { class: "intro", hidden: true });
  const composer = composerOf(words, acts);
  const start = el("button", { type: "button", class: "big", onclick: () => acts.text(startText()) }, words.start);
  const unblock = el("button", { type: "button", class: "big", onclick: () => block(false) }, words.unblock);
  const blocked = el("div", { class: "blocked" }, el("p", {}, words.blocked), unblock);
  const toastNode = el("div", { class: "toast", role: "status", hidden: true });
  const glass = el("div", { class: "glass", dir: phone.rtl ? "rtl" : "ltr", lang: tagOf(phone.language_code) },
    head, pinned, el("div", { class: "middle" }, chat.node, intro, toastNode), speaker?.node, composer.node, start, blocked);
  const owner = el("div", { class: "owner" });
  const node = el("section", { class: speaker ? "phone is-group" : "phone", "data-id": phone.id, tabindex: "-1" },
    el("div", { class: "case" }, glass), owner);
  let toastTimer = null;

  /** What the bot says about itself, in the phone's language where it has one. */
  function describedFor({ language_code: code }) {
    return bot.descriptions?.[code.split("-")[0]] || bot.description || "";
  }
  function startText() {
    return phone.suggestions?.[0]?.text || "/start";
  }

  function choices() {
    if (speaker) return groupChoices(phone, (deed, body) => attempt(post(path(deed), body)));
    const slips = chat.messages().length ? phone.suggestions || [] : [];
    return [
      ...slips.map((slip) => ({ text: `${slip.label}: ${codeOf(slip)}`, icon: "paper", run: () => acts.text(slip.text) })),
      !phone.blocked && { text: "Send a sticker", icon: "smile", run: () => attempt(post(path("sticker"))) },
      !phone.blocked && { text: "Send a location", icon: "place", run: () => attempt(post(path("location"))) },
      !phone.blocked && { text: "Send own contact", icon: "person", run: acts.contact },
      phone.blocked
        ? { text: "Unblock the bot", icon: "block", run: () => block(false) }
        : { text: "Block the bot", icon: "block", run: () => block(true) },
    ];
  }

  function block(wanted) {
    attempt(post(path("block"), { blocked: wanted }));
  }

  function codeOf(slip) {
    return slip.text.replace(/^\/start\s+/, "");
  }

  function showIntro() {
    const empty = !speaker && chat.messages().length === 0;
    intro.hidden = !empty;
    chat.node.inert = empty;
    intro.replaceChildren(
      el("div", { class: "describe" }, el("b", {}, words.what), el("p", { dir: "auto" }, describedFor(phone))),
      ...(phone.suggestions || []).map((slip) => el("button", {
        type: "button", class: "slip", dir: "ltr", onclick: () => acts.text(slip.text),
      }, el("span", {}, slip.label), el("code", {}, codeOf(slip)))));
    start.hidden = !empty || phone.blocked;
    blocked.hidden = !phone.blocked;
    composer.node.hidden = empty || phone.blocked;
  }

  function showPinned() {
    const message = phone.pinned && acts.find(phone.pinned);
    pinned.hidden = !message;
    if (!message) return;
    pinned.replaceChildren(icon("pin"), el("span", { class: "pinned-text" },
      el("b", {}, words.pinned), el("span", { class: "one-line", dir: "auto" }, summaryOf(message, words))));
  }

  function showFrame() {
    const name = (speaker ? phone.name : bot.name) || "Bot";
    const below = speaker ? "a group" : languageName(phone.language_code);
    botName.textContent = name;
    avatar.textContent = [...name][0];
    if (speaker) {
      about.textContent = aboutGroup(phone);
      speaker.set(phone.group.members);
    }
    node.setAttribute("aria-label", `${phone.title}: ${phone.name}, ${below}`);
    owner.replaceChildren(el("b", { dir: "auto" }, phone.title),
      speaker ? el("span", {}, below) : el("span", {}, el("bdi", {}, phone.name), ` · ${below}`));
    glass.classList.toggle("is-blocked", phone.blocked);
    composer.update(phone);
    showPinned();
    showIntro();
  }

  function press(id, data, button) {
    const key = `${id} ${data}`;
    if (pressed.has(key)) return;
    pressed.set(key, setTimeout(() => answered(id), ANSWER_WAIT));
    button.classList.add("waiting");
    button.setAttribute("aria-busy", "true");
    post(path("press"), said({ message_id: id, data })).catch((error) => {
      answered(id);
      toast(error.message);
    });
  }

  function answered(id) {
    for (const [key, timer] of pressed) {
      if (!key.startsWith(`${id} `)) continue;
      clearTimeout(timer);
      pressed.delete(key);
    }
    for (const button of chat.node.querySelectorAll(`[data-id="${id}"] .waiting`)) {
      button.classList.remove("waiting");
      button.removeAttribute("aria-busy");
    }
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      toast(words.copied);
    } catch {
      toast(text);
    }
  }

  function toast(text, alert = false) {
    if (alert) return showAlert(text);
    clearTimeout(toastTimer);
    toastNode.replaceChildren(el("span", { dir: "auto" }, text));
    toastNode.hidden = false;
    toastTimer = setTimeout(() => { toastNode.hidden = true; }, TOAST);
  }

  function showAlert(text) {
    const before = document.activeElement;
    const close = () => {
      veil.remove();
      if (before && glass.contains(before)) before.focus();
    };
    const ok = el("button", { type: "button", onclick: close }, words.ok);
    const veil = el("div", { class: "veil" },
      el("div", { class: "alert", role: "alertdialog", "aria-label": bot.name }, el("p", { dir: "auto" }, text), ok));
    veil.addEventListener("keydown", (event) => event.key === "Escape" && close());
    glass.append(veil);
    // Only the phone somebody is holding takes the focus; another one waits until it is looked at.
    if (glass.contains(before) || before === document.body) ok.focus();
  }

  function push() {
    chime();
    node.classList.remove("push");
    void node.offsetWidth;
    node.classList.add("push");
  }

  node.addEventListener("animationend", (event) => event.target === node && node.classList.remove("push"));
  chat.fill(phone.messages || []);
  showFrame();

  return {
    node,
    /** New facts about the phone; without `messages` the chat stays as it is. */
    update(now) {
      phone = { ...phone, ...now };
      if (now.messages) chat.fill(now.messages);
      showFrame();
    },
    setBot(now) {
      if (now.name === bot.name && JSON.stringify(now.descriptions) === JSON.stringify(bot.descriptions)) return;
      bot = now;
      showFrame();
    },
    message(message, sound) {
      chat.add(message);
      if (!intro.hidden) showIntro();
      showPinned();
      if (sound) push();
    },
    edited(message) {
      chat.replace(message);
      showPinned();
    },
    deleted(id) {
      chat.remove(id);
      showPinned();
    },
    answered,
    toast,
  };
}
