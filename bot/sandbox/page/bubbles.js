// One message as a bubble: quote, media, text, time, and its buttons under it.

import { el, icon, iconButton } from "./dom.js";
import { rich } from "./entities.js";
import { hourOf } from "./words.js";
import { voicePlayer } from "./voice.js";

// The first sign with a direction is that of its line; the mark for right to left counts.
const STRONG = /(?<rtl>[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc])|\p{L}/u;

/** What a message is called in one line (pinned bar, quotes). */
export function summaryOf(message, words) {
  if (message.text) return message.text.replace(/\s+/g, " ");
  if (message.photo) return words.photo;
  if (message.voice) return words.voice;
  if (message.video) return words.video;
  if (message.document) return message.document.name;
  if (message.contact) return words.contact;
  if (message.location) return words.location;
  return "…";
}

function enlarge(address, label) {
  const dialog = el("dialog", { class: "lightbox", "aria-label": label },
    el("img", { src: address, alt: label }), iconButton("close", "Close", () => dialog.close()));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function mediaOf(message, words) {
  if (message.photo) {
    return el("button", {
      type: "button", class: "photo", "aria-label": words.photo, onclick: () => enlarge(message.photo, words.photo),
    }, el("img", { src: message.photo, alt: "" }));
  }
  if (message.video) return el("video", { src: message.video, controls: true, preload: "metadata", class: "video" });
  if (message.voice) return voicePlayer(message.voice, message.message_id, words);
  if (message.document) {
    return el("a", { class: "attachment", href: message.document.url, download: message.document.name },
      el("span", { class: "disc" }, icon("file")), el("bdi", {}, message.document.name));
  }
  if (message.contact) {
    return el("div", { class: "attachment" },
      el("span", { class: "disc" }, icon("person")), el("bdi", {}, message.contact.phone_number));
  }
  if (message.location) {
    return el("div", { class: "attachment" },
      el("span", { class: "disc", role: "img", "aria-label": words.location }, icon("place")), el("bdi", {}, message.location));
  }
  return null;
}

function stampOf(message, words) {
  return el("span", { class: "stamp" },
    message.silent && message.from === "bot"
      ? el("span", { class: "hush", role: "img", "aria-label": words.silent, title: words.silent }, icon("hush")) : null,
    message.edited ? el("span", {}, words.edited) : null,
    el("time", { datetime: message.date }, hourOf(message.date)));
}

function buttonOf(button, message, acts) {
  const label = el("span", { class: "label", dir: "auto" }, button.text);
  if (button.url) {
    return el("a", { class: "inline", href: button.url, target: "_blank", rel: "noreferrer noopener" },
      label, icon("out"));
  }
  if (button.copy !== undefined && button.copy !== null) {
    return el("button", { type: "button", class: "inline", onclick: () => acts.copy(button.copy) }, label, icon("copy"));
  }
  const waiting = acts.isPressed(message.message_id, button.data);
  return el("button", {
    type: "button", class: waiting ? "inline waiting" : "inline", "data-press": button.data, "aria-busy": waiting || null,
    onclick: (event) => acts.press(message.message_id, button.data, event.currentTarget),
  }, label, el("span", { class: "spinner", "aria-hidden": "true" }));
}

// Always left to right: the bot turns rows round itself for readers from right to left, as Telegram does not.
function inlineKeyboard(message, acts) {
  return el("div", { class: "inline-keyboard", dir: "ltr" }, message.buttons.map((row) =>
    el("div", { class: "inline-row" }, row.map((button) => buttonOf(button, message, acts)))));
}

function quoteOf(replyTo, words, acts) {
  const quoted = acts.find(replyTo.message_id);
  const text = replyTo.text || (quoted ? summaryOf(quoted, words) : "…");
  return el("button", { type: "button", class: "quote", onclick: () => acts.show(replyTo.message_id) },
    el("span", { class: "one-line", dir: "auto" }, text));
}

/** Whether one of several lines is read the other way than the phone: the time does not fit beside it. */
function hasContraryLine(text, rtl) {
  const lines = text.split("\n");
  return lines.length > 1 && lines.some((line) => {
    const first = STRONG.exec(line);
    return first && Boolean(first.groups.rtl) !== rtl;
  });
}

/**
 * A row of the chat for `message`. `acts` has press(id, data, node), isPressed(id, data), copy(text),
 * command(text), reply(message), show(id) and find(id), and `rtl` for a phone that reads from right to left.
 */
export function bubbleOf(message, words, acts) {
  if (message.from === "service") {
    return el("div", { class: "row service", "data-id": message.message_id },
      el("span", { class: "pill", "aria-label": `${words.pinned}: ${message.text}` },
        icon("pin"), el("bdi", {}, message.text)));
  }
  const media = mediaOf(message, words);
  const quote = message.reply_to ? quoteOf(message.reply_to, words, acts) : null;
  const text = message.text
    ? el("div", { class: hasContraryLine(message.text, acts.rtl) ? "text alone" : "text" }, rich(message.text, message.entities, acts.command)) : null;
  const kind = message.photo || message.video ? "with-picture" : "";
  const author = message.author ? el("b", { class: "author", dir: "auto" }, message.author) : null;
  const bubble = el("div", { class: `bubble ${kind} ${text ? "" : "no-text"}` }, author, quote, media,
    el("div", { class: "line" }, text, stampOf(message, words)));
  const reply = iconButton("reply", words.reply, () => acts.reply(message), "reply-button");
  reply.tabIndex = -1;
  return el("div", { class: `row ${message.from}`, "data-id": message.message_id },
    el("div", { class: "block" }, bubble, message.buttons?.length ? inlineKeyboard(message, acts) : null), reply);
}
