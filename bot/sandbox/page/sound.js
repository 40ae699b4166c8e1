// The tone of a push. Silent until somebody switches it on: browsers allow no sound before a click.

let context = null;
let on = false;

export function soundIsOn() {
  return on;
}

/** Switches the tone on (and lets it be heard once) or off. */
export function switchSound(wanted) {
  on = wanted;
  if (!on) return;
  context = context || new AudioContext();
  context.resume().then(chime);
}

/** Two soft notes, a third of a second. */
export function chime() {
  if (!on || context === null) return;
  [[659.3, 0], [880, 0.11]].forEach(([pitch, after]) => {
    const start = context.currentTime + after;
    const tone = context.createOscillator();
    const level = context.createGain();
    tone.type = "sine";
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0.0001, start);
    level.gain.exponentialRampToValueAtTime(0.09, start + 0.015);
    level.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
    tone.connect(level).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.32);
  });
}
