// The foot of a phone: text field, commands, attachments, voice, and the bot's big buttons.

import { el, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { samplePhoto } from "./samples.js";
import { holdToSpeak } from "./voice.js";
import { summaryOf } from "./bubbles.js";

/**
 * The composer of one phone. `act` has text(text, replyTo) (a promise of whether it went),
 * file(kind, blob, name, fields), contact() and replies() (the messages that can be answered, oldest first).
 * Gives {node, update(phone), replyTo(message or null)}.
 */
export function composerOf(words, act) {
  let phone = { commands: [], keyboard: null, blocked: false };
  let answered = null;
  let folded = false;
  let shownKeyboard = "null";

  const field = el("textarea", { class: "field", rows: "1", dir: "auto", placeholder: words.message,
    "aria-label": words.message });
  const commandsButton = el("button", { type: "button", class: "icon-button slash", "aria-label": words.commands,
    title: words.commands, onclick: () => (panel.hidden ? showCommands("", true) : hideCommands()) }, "/");
  const foldButton = iconButton("keys", words.fold, () => fold(!folded));
  const clip = iconButton("clip", words.attach, () => openMenu(node, clip, attachments(), "from-foot"), "clip");
  const send = iconButton("send", words.send, submit, "send");
  const level = el("span", { class: "level", hidden: true });
  const mic = holdToSpeak(words.hold, (text) => {
    level.hidden = text === null;
    level.textContent = text || "";
  }, (blob, seconds) => act.file("voice", blob, "voice.wav", { duration: seconds }));
  const panel = el("div", { class: "commands", role: "group", "aria-label": words.commands, hidden: true });
  const strip = el("div", { class: "strip", hidden: true });
  const keys = el("div", { class: "keys", dir: "ltr", hidden: true });
  const picker = el("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
  const node = el("div", { class: "composer" }, panel, strip,
    el("div", { class: "entry" }, commandsButton, el("div", { class: "well" }, field, level, foldButton), clip, mic, send),
    keys, picker);

  async function submit() {
    const text = field.value.trim();
    if (text === "") return;
    const sending = act.text(text, answered?.message_id);
    setField("");
    replyTo(null);
    field.focus();
    if (!(await sending) && field.value === "") setField(text);
  }

  function setField(text) {
    field.value = text;
    refresh();
  }

  function refresh() {
    const empty = field.value.trim() === "";
    send.hidden = empty;
    mic.hidden = !empty;
    const typed = /^\/(\w*)$/.exec(field.value);
    if (typed) showCommands(typed[1], false);
    else hideCommands();
  }

  function showCommands(begin, focus) {
    const fitting = phone.commands.filter((each) => each.command.startsWith(begin.toLowerCase()));
    panel.replaceChildren(...fitting.map((each) => el("button", {
      type: "button", class: "command",
      onclick: () => {
        setField("");
        act.text(`/${each.command}`);
        field.focus();
      },
    }, el("b", { dir: "ltr" }, `/${each.command}`), el("span", { dir: "auto" }, each.description))));
    panel.hidden = fitting.length === 0;
    if (focus && fitting.length) panel.firstChild.focus();
  }

  function hideCommands() {
    panel.hidden = true;
  }

  function fold(wanted) {
    folded = wanted;
    keys.hidden = folded || !phone.keyboard?.length;
    foldButton.hidden = !phone.keyboard?.length;
    foldButton.replaceChildren(icon(folded ? "keys" : "down"));
    foldButton.setAttribute("aria-label", folded ? words.unfold : words.fold);
    foldButton.setAttribute("aria-expanded", String(!folded));
    foldButton.title = folded ? words.unfold : words.fold;
  }

  // As in Telegram, a new keyboard unfolds itself; the same one sent again stays as the reader left it.
  function showKeyboard(rows) {
    const wanted = JSON.stringify(rows ?? null);
    if (wanted !== shownKeyboard) {
      shownKeyboard = wanted;
      folded = false;
      keys.replaceChildren(...(rows || []).map((row) => el("div", { class: "keys-row" }, row.map((key) =>
        el("button", { type: "button", class: "key", onclick: () => pressKey(key) },
          key.request_contact ? icon("person") : null, el("span", { dir: "auto" }, key.text))))));
    }
    fold(folded);
  }

  function pressKey(key) {
    if (key.request_contact) act.contact();
    else act.text(key.text);
  }

  function pick(kind, accept) {
    picker.accept = accept;
    picker.value = "";
    picker.onchange = () => picker.files[0] && sendFile(kind, picker.files[0], picker.files[0].name);
    picker.click();
  }

  function sendFile(kind, blob, name) {
    act.file(kind, blob, name, { caption: field.value.trim() });
    setField("");
  }

  function attachments() {
    return [
      { text: "Sample photo", icon: "camera", run: async () => sendFile("photo", await samplePhoto(), "photo.jpg") },
      { text: "Photo from this computer…", icon: "camera", run: () => pick("photo", "image/*") },
      { text: "Video from this computer…", icon: "film", run: () => pick("video", "video/*") },
      { text: "File from this computer…", icon: "file", run: () => pick("document", "") },
    ];
  }

  function replyTo(message) {
    answered = message;
    strip.hidden = message === null;
    strip.replaceChildren(...(message === null ? [] : [icon("reply"),
      el("span", { class: "one-line", dir: "auto" }, summaryOf(message, words)), iconButton("close", words.cancel, () => replyTo(null))]));
    if (message !== null) field.focus();
  }

  // Ctrl+Up and Ctrl+Down choose the message to answer, as in Telegram on a computer.
  function stepReply(by) {
    const all = act.replies();
    const at = answered ? all.findIndex((each) => each.message_id === answered.message_id) : all.length;
    replyTo(all[at + by] || (by > 0 ? null : answered));
  }

  field.addEventListener("input", refresh);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit();
    else if (event.ctrlKey && event.key === "ArrowUp") stepReply(-1);
    else if (event.ctrlKey && event.key === "ArrowDown") stepReply(1);
    else if (event.key === "ArrowUp" && !panel.hidden) panel.lastChild.focus();
    else return;
    event.preventDefault();
  });
  panel.addEventListener("keydown", (event) => {
    const to = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!to) return;
    event.preventDefault();
    (document.activeElement[to] || field).focus();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!panel.hidden) hideCommands();
    else replyTo(null);
    field.focus();
  });
  refresh();

  return {
    node,
    replyTo,
    update(now) {
      phone = now;
      commandsButton.hidden = phone.commands.length === 0;
      showKeyboard(phone.keyboard);
    },
  };
}
