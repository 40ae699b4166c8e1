// The dialog that adds a phone in any language and role.

import { el } from "./dom.js";
import { post } from "./live.js";

const LANGUAGES = [["fa", "دری (Dari)"], ["ar", "العربية (Arabic)"], ["sv", "Svenska (Swedish)"], ["en", "English"],
  ["uk", "Українська (Ukrainian)"], ["so", "Soomaali (Somali)"], ["ti", "ትግርኛ (Tigrinya)"], ["tr", "Türkçe (Turkish)"]];

const ROLES = [["household", "Tenant, adult"], ["helper", "Tenant, helper or minor"], ["caretaker", "Caretaker"],
  ["staff", "Staff at the desk"], ["officer", "Officer of the integration unit"], ["admin", "Administrator"],
  ["none", "Nobody yet: no code"]];

const NAMES = { fa: "Nilofar", ar: "Rania", sv: "Karin", en: "Alex", uk: "Oksana", so: "Hodan", ti: "Selam", tr: "Elif" };

function choice(label, name, options) {
  const select = el("select", { name }, options.map(([value, text]) => el("option", { value }, text)));
  return [el("label", { class: "field-line" }, el("span", {}, label), select), select];
}

/** Opens the dialog; with `theatre` false there is no role to choose. */
export function openAdd(theatre) {
  const [languageLine, language] = choice("The phone's language", "language_code", LANGUAGES);
  const [roleLine, role] = choice("Role", "role", ROLES);
  const name = el("input", { name: "name", required: true, maxlength: "64", dir: "auto", autocomplete: "off" });
  const wrong = el("p", { class: "wrong", role: "alert", hidden: true });
  const add = el("button", { type: "submit", class: "tool primary" }, "Add the phone");
  const form = el("form", { method: "dialog" }, el("h2", {}, "Add a phone"),
    el("label", { class: "field-line" }, el("span", {}, "Name"), name), languageLine, theatre ? roleLine : null,
    theatre ? el("p", { class: "note" }, "Each role comes with a paper code of its own to open the bot with.") : null, wrong,
    el("div", { class: "actions" },
      el("button", { type: "button", class: "tool", onclick: () => dialog.close() }, "Cancel"), add));
  const dialog = el("dialog", { class: "add", "aria-label": "Add a phone" }, form);
  let own = false;
  name.value = NAMES[language.value];
  name.addEventListener("input", () => { own = true; });
  language.addEventListener("change", () => { if (!own) name.value = NAMES[language.value]; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    add.disabled = true;
    try {
      await post("phones", { name: name.value.trim(), language_code: language.value, role: theatre ? role.value : "none" });
      dialog.close();
    } catch (error) {
      wrong.textContent = error.message;
      wrong.hidden = false;
      add.disabled = false;
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  name.select();
}
