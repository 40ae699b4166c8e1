// What a group has that a phone has not: somebody who writes and presses, and an owner who changes it.

import { el } from "./dom.js";

/** Under whose name is written and pressed: {node, who()} of a select; set(members) keeps the choice. */
export function speakerOf(members) {
  const select = el("select", { class: "speaker", "aria-label": "Write and press as" });
  const node = el("label", { class: "speaker-line" }, el("span", {}, "Write and press as"), select);
  const set = (now) => {
    const chosen = select.value;
    select.replaceChildren(...now.map((member) => el("option", { value: member.id }, member.name)));
    if (now.some((member) => String(member.id) === chosen)) select.value = chosen;
  };
  set(members);
  return { node, set, who: () => Number(select.value) };
}

/** The line under the group's name. */
export function aboutGroup({ group }) {
  const standing = group.out ? " · bot is out" : group.leads ? " · bot leads" : "";
  return `${group.kind} · ${group.members.length} people${standing}`;
}

/** What the group's owner and the bot's owner can do; `act(deed, body)` does it. */
export function groupChoices({ group }, act) {
  return [
    !group.out && !group.leads && { text: "Make the bot an administrator", icon: "person", run: () => act("lead", { leads: true }) },
    !group.out && group.leads && { text: "Make the bot a member only", icon: "person", run: () => act("lead", { leads: false }) },
    group.out
      ? { text: "Let the bot in", icon: "plus", run: () => act("out", { out: false }) }
      : { text: "Put the bot out", icon: "block", run: () => act("out", { out: true }) },
    group.kind === "group" && { text: "Make it a supergroup", icon: "people", run: () => act("migrate") },
    group.privacy
      ? { text: "BotFather: Group Privacy off", icon: "out", run: () => act("privacy", { on: false }) }
      : { text: "BotFather: Group Privacy on", icon: "out", run: () => act("privacy", { on: true }) },
  ];
}
