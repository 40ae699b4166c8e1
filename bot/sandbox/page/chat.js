// The list of messages: days, order, edits in place, and staying at the end unless the reader has gone up.

import { el, icon } from "./dom.js";
import { dayKey, dayOf } from "./words.js";

const NEAR = 48;
const FLASH = 1400;

/** `draw(message)` gives a row. The returned object's methods are all that changes the chat. */
export function chatOf(words, language, draw) {
  let list = [];
  let atEnd = true;
  let unseen = 0;
  let size = "";

  const rows = el("div", { class: "rows", role: "log", "aria-live": "polite", "aria-relevant": "additions text" });
  const scroller = el("div", { class: "chat", tabindex: "0", "aria-label": words.message }, rows);
  const count = el("span", { class: "count", hidden: true });
  const down = el("button", { type: "button", class: "to-end", hidden: true, "aria-label": words.latest,
    title: words.latest, onclick: toEnd }, count, icon("down"));
  const node = el("div", { class: "chat-frame" }, scroller, down);

  function toEnd() {
    atEnd = true;
    unseen = 0;
    size = sizeNow();
    scroller.scrollTop = scroller.scrollHeight;
    showDown();
  }

  function showDown() {
    down.hidden = atEnd;
    count.hidden = unseen === 0;
    count.textContent = unseen;
  }

  function rowOf(id) {
    return rows.querySelector(`.row[data-id="${id}"]`);
  }

  function append(message, before) {
    if (!before || dayKey(before.date) !== dayKey(message.date)) {
      rows.append(el("div", { class: "day" }, el("span", { class: "pill" }, dayOf(message.date, language))));
    }
    const row = draw(message);
    rows.append(row);
    return row;
  }

  function redraw() {
    const kept = scroller.scrollTop;
    rows.replaceChildren();
    list.forEach((message, index) => append(message, list[index - 1]));
    if (atEnd) toEnd();
    else scroller.scrollTop = kept;
  }

  function flash(row, name) {
    row.classList.remove(name);
    void row.offsetWidth;
    row.classList.add(name);
    setTimeout(() => row.classList.remove(name), FLASH);
  }

  // Whoever had just pressed a button of this message has the focus on the same one afterwards, else on the
  // first of the new ones.
  function swap(message) {
    const old = rowOf(message.message_id);
    const held = document.activeElement;
    const wasIn = held.matches(".inline") && old.contains(held);
    const row = draw(message);
    old.replaceWith(row);
    if (wasIn) {
      const now = [...row.querySelectorAll(".inline")];
      const same = now.find((button) => button.dataset.press && button.dataset.press === held.dataset.press);
      (same || now[0] || scroller).focus({ preventScroll: true });
    }
    flash(row, "changed");
    if (atEnd) toEnd();
  }

  function sizeNow() {
    return `${scroller.clientHeight} ${scroller.scrollHeight}`;
  }

  scroller.addEventListener("scroll", () => {
    // A scroll that comes with a change of size is the browser's, not the reader's.
    if (atEnd && sizeNow() !== size) return;
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (atEnd) unseen = 0;
    showDown();
  });
  const keepEnd = new ResizeObserver(() => {
    if (atEnd) toEnd();
    size = sizeNow();
  });
  keepEnd.observe(scroller);
  keepEnd.observe(rows);

  return {
    node,
    toEnd,
    messages: () => list,
    fill(messages) {
      if (JSON.stringify(messages) === JSON.stringify(list)) return;
      list = [...messages].sort((a, b) => a.message_id - b.message_id);
      redraw();
    },
    add(message) {
      const last = list.at(-1);
      if (last && last.message_id >= message.message_id) return this.replace(message);
      list.push(message);
      append(message, last).classList.add("new");
      if (message.from === "me" || atEnd) return toEnd();
      unseen += 1;
      showDown();
    },
    replace(message) {
      const at = list.findIndex((each) => each.message_id === message.message_id);
      if (at >= 0) {
        list[at] = message;
        swap(message);
        return;
      }
      list = [...list, message].sort((a, b) => a.message_id - b.message_id);
      redraw();
    },
    remove(id) {
      list = list.filter((each) => each.message_id !== id);
      redraw();
    },
    show(id) {
      const row = rowOf(id);
      if (!row) return;
      row.scrollIntoView({ block: "center" });
      flash(row, "found");
    },
  };
}
