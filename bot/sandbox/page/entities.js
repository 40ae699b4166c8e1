// Telegram's text with entities as nodes. Offsets and lengths are UTF-16 units, which is how JavaScript counts.

import { el } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

const SAFE_LINK = /^(https?:|tel:|mailto:|tg:)/i;

function linkTo(address, children) {
  if (!SAFE_LINK.test(address)) return el("span", {}, children);
  return el("a", { href: address, target: "_blank", rel: "noreferrer noopener" }, children);
}

function spoiler(children) {
  const node = el("button", { type: "button", class: "spoiler", "aria-label": "Spoiler" }, el("span", {}, children));
  node.addEventListener("click", () => node.replaceWith(...node.firstChild.childNodes), { once: true });
  return node;
}

function nodeOf(entity, text, children, onCommand) {
  const tag = TAGS[entity.type];
  if (tag) return el(tag, {}, children);
  switch (entity.type) {
    case "text_link": return linkTo(entity.url || "", children);
    case "url": return linkTo(SAFE_LINK.test(text) ? text : `https://${text}`, children);
    case "email": return linkTo(`mailto:${text}`, children);
    case "phone_number": return linkTo(`tel:${text.replace(/[^\d+]/g, "")}`, children);
    case "bot_command":
      return el("button", { type: "button", class: "inline-command", dir: "ltr", onclick: () => onCommand(text) },
        children);
    case "spoiler": return spoiler(children);
    default: return el("span", { class: "mention" }, children);
  }
}

/** Nodes for `text`; entities nest or follow one another. `onCommand(text)` is called for a pressed /command. */
export function rich(text, entities, onCommand) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  let next = 0;
  const between = (start, end) => {
    const nodes = [];
    let at = start;
    while (next < sorted.length && sorted[next].offset < end) {
      const entity = sorted[next];
      next += 1;
      const from = Math.max(entity.offset, at);
      const to = Math.min(entity.offset + entity.length, end);
      if (to <= from) continue;
      if (from > at) nodes.push(text.slice(at, from));
      nodes.push(nodeOf(entity, text.slice(from, to), between(from, to), onCommand));
      at = to;
    }
    if (at < end) nodes.push(text.slice(at, end));
    return nodes;
  };
  return between(0, text.length);
}
