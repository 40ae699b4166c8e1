// Something to send where there is no camera and no microphone: a drawn photo and a murmured voice note.

const RATE = 16000;

/** A drawn cold radiator under a window as a JPEG blob; `seed` varies colours and place. */
export function samplePhoto(seed = Date.now()) {
  const canvas = document.createElement("canvas");
  canvas.width = 960;
  canvas.height = 720;
  const pen = canvas.getContext("2d");
  const hue = 30 + (seed % 7) * 6;
  const wall = pen.createLinearGradient(0, 0, 960, 720);
  wall.addColorStop(0, `hsl(${hue} 26% 88%)`);
  wall.addColorStop(1, `hsl(${hue} 22% 74%)`);
  pen.fillStyle = wall;
  pen.fillRect(0, 0, 960, 720);
  drawWindow(pen);
  drawRadiator(pen);
  pen.fillStyle = `hsl(${hue - 8} 32% 46%)`;
  pen.fillRect(0, 668, 960, 52);
  pen.fillStyle = "rgb(255 255 255 / 60%)";
  pen.fillRect(0, 652, 960, 16);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
}

function drawWindow(pen) {
  const sky = pen.createLinearGradient(0, 0, 0, 330);
  sky.addColorStop(0, "#9fb9cc");
  sky.addColorStop(1, "#dfe8ee");
  pen.fillStyle = "#f7f5f1";
  pen.fillRect(190, -20, 580, 350);
  pen.fillStyle = sky;
  pen.fillRect(214, -20, 254, 322);
  pen.fillRect(492, -20, 254, 322);
  pen.fillStyle = "#fffdfa";
  for (let flake = 0; flake < 46; flake += 1) {
    const x = 222 + ((flake * 137) % 512);
    if (x > 456 && x < 500) continue;
    pen.beginPath();
    pen.arc(x, (flake * 71) % 290, 2 + (flake % 3), 0, 7);
    pen.fill();
  }
  pen.fillStyle = "#ece8e1";
  pen.fillRect(160, 330, 640, 26);
  pen.fillStyle = "rgb(0 0 0 / 12%)";
  pen.fillRect(160, 356, 640, 8);
}

function drawRadiator(pen) {
  pen.fillStyle = "rgb(60 50 40 / 16%)";
  pen.fillRect(226, 416, 520, 206);
  for (let rib = 0; rib < 13; rib += 1) {
    const x = 216 + rib * 40;
    const metal = pen.createLinearGradient(x, 0, x + 36, 0);
    metal.addColorStop(0, "#d9dcdd");
    metal.addColorStop(0.4, "#fbfcfc");
    metal.addColorStop(1, "#bcc2c5");
    pen.fillStyle = metal;
    pen.beginPath();
    pen.roundRect(x, 404, 36, 206, 12);
    pen.fill();
  }
  pen.strokeStyle = "#c4b9ab";
  pen.lineWidth = 12;
  pen.beginPath();
  pen.moveTo(740, 590);
  pen.lineTo(806, 590);
  pen.lineTo(806, 668);
  pen.stroke();
  pen.fillStyle = "#fafafa";
  pen.beginPath();
  pen.roundRect(736, 412, 62, 42, 14);
  pen.fill();
  pen.fillStyle = "#c0392b";
  pen.fillRect(752, 426, 5, 14);
}

/** A murmur of `seconds` as a WAV blob (16 kHz, mono): syllables that rise and fall, nobody's words. */
export function sampleVoice(seconds) {
  const count = Math.round(seconds * RATE);
  const view = new DataView(new ArrayBuffer(44 + count * 2));
  const ascii = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  ascii(0, "RIFF");
  view.setUint32(4, 36 + count * 2, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  ascii(36, "data");
  view.setUint32(40, count * 2, true);
  let phase = 0;
  for (let index = 0; index < count; index += 1) {
    const time = index / RATE;
    phase += (2 * Math.PI * (165 + 25 * Math.sin(time * 2.3) + 12 * Math.sin(time * 7.1))) / RATE;
    const syllable = Math.max(0, Math.sin(time * 2 * Math.PI * 2.6)) ** 0.7 * Math.min(1, (seconds - time) * 6);
    const voice = Math.sin(phase) + 0.5 * Math.sin(phase * 2 + time) + 0.25 * Math.sin(phase * 5 + time * 3);
    view.setInt16(44 + index * 2, voice * syllable * 5200, true);
  }
  return new Blob([view], { type: "audio/wav" });
}
