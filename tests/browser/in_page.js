// What the tests ask the page for, beyond what a person can do on it. It is there before the page's own script.

/** How often each phone has begun to glow for a push, and to shake, by the phone's id. */
window.pushes = { glow: {}, shake: {} };
document.addEventListener("animationstart", ({ animationName: name, target }) => {
  if (!(name in window.pushes)) return;
  const id = target.closest(".phone").dataset.id;
  window.pushes[name][id] = (window.pushes[name][id] || 0) + 1;
});

window.look = {
  /** What has begun can be seen after two frames. */
  twoFrames: () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),

  /** Which way the focus has to go to this node: "here", "on" or "back". */
  wayTo(node) {
    const held = document.activeElement;
    if (held === node) return "here";
    return node.compareDocumentPosition(held) & Node.DOCUMENT_POSITION_FOLLOWING ? "back" : "on";
  },

  /** Where each sign of a text begins, from the left. */
  places(node) {
    const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
    return [...text.data].map((_, at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().x;
    });
  },

  /** Every text that is shown, with its node. */
  texts() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const said = node.data.replace(/\s+/g, " ").trim();
      if (said && node.parentElement.checkVisibility({ visibilityProperty: true })) found.push([said, node]);
    }
    return found;
  },

  /** The texts that stand out of the button, bubble or cutting box they are in. Dots at the end are no cut. */
  cutOff() {
    return window.look.texts().flatMap(([said, node]) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      for (let box = node.parentElement; box; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (style.textOverflow === "ellipsis" || /auto|scroll/.test(style.overflowX + style.overflowY)) return [];
        if (!box.matches("button, .bubble, .pill") && style.overflowX === "visible") continue;
        const around = box.getBoundingClientRect();
        const inside = text.left >= around.left - 1 && text.right <= around.right + 1
          && text.top >= around.top - 1 && text.bottom <= around.bottom + 1;
        if (!inside) return [`${said} in ${box.className || box.tagName}`];
      }
      return [];
    });
  },

  /**
   * The texts with less contrast than WCAG 2.2 asks (1.4.3): 4.5 to 1, and 3 to 1 for large text. A gradient
   * counts with each of its colours.
   */
  pale() {
    const numbers = (colour) => {
      const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
      return { r, g, b, a };
    };
    const over = (top, under) => {
      const mixed = (part) => top[part] * top.a + under[part] * (1 - top.a);
      return { r: mixed("r"), g: mixed("g"), b: mixed("b"), a: 1 };
    };
    const light = ({ r, g, b }) => {
      const [red, green, blue] = [r, g, b].map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (ink, ground) => {
      const [dark, bright] = [light(over(ink, ground)), light(ground)].sort((a, b) => a - b);
      return (bright + 0.05) / (dark + 0.05);
    };
    const grounds = (box) => {
      if (!box) return [{ r: 255, g: 255, b: 255, a: 1 }];
      const style = getComputedStyle(box);
      const stops = style.backgroundImage.match(/rgba?\([^)]*\)/g);
      const own = stops ? stops.map(numbers) : [numbers(style.backgroundColor)];
      if (own.every((colour) => colour.a === 1)) return own;
      return grounds(box.parentElement).flatMap((under) => own.map((colour) => over(colour, under)));
    };
    const inkOf = (node) => {
      const ink = numbers(getComputedStyle(node).color);
      for (let box = node; box; box = box.parentElement) ink.a *= Number(getComputedStyle(box).opacity);
      return ink;
    };
    return window.look.texts().flatMap(([said, { parentElement: node }]) => {
      const style = getComputedStyle(node);
      const size = parseFloat(style.fontSize);
      const enough = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
      const least = Math.min(...grounds(node).map((ground) => contrast(inkOf(node), ground)));
      return least < enough ? [`${said}: ${least.toFixed(1)} in ${node.className || node.tagName}`] : [];
    });
  },
};
