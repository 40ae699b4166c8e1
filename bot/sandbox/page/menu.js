// Small menus over a phone or the page: arrows move, Escape and a press elsewhere close.

import { el, icon } from "./dom.js";

/**
 * Opens a menu inside `host` for the button `opener`; `items` are {text, icon?, run} and empty ones are left out.
 * A second press on the opener closes it.
 */
export function openMenu(host, opener, items, className = "") {
  const menu = el("div", { class: `menu ${className}`, role: "menu", "aria-label": opener.getAttribute("aria-label") });
  const close = (back) => {
    document.removeEventListener("pointerdown", outside, true);
    menu.remove();
    opener.removeAttribute("aria-expanded");
    if (back) opener.focus();
  };
  const outside = (event) => {
    if (menu.contains(event.target)) return;
    close(false);
    // The click that follows would open the menu again.
    if (opener.contains(event.target)) opener.addEventListener("click", (click) => click.stopImmediatePropagation(),
      { once: true, capture: true });
  };
  for (const item of items.filter(Boolean)) {
    menu.append(el("button", {
      type: "button", role: "menuitem", class: "menu-item",
      onclick: () => {
        close(true);
        item.run();
      },
    }, item.icon ? icon(item.icon) : null, el("span", { dir: "auto" }, item.text)));
  }
  menu.addEventListener("keydown", (event) => {
    const all = [...menu.children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") close(true);
    else if (event.key === "Tab") close(false);
    else if (to !== undefined) all[to % all.length].focus();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  });
  opener.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  host.append(menu);
  menu.firstChild.focus();
}
