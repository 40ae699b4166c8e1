// The line to the sandbox: events down a websocket that mends itself, actions up as POST.

const LONGEST_WAIT = 4000;

/** Keeps a websocket open for as long as the page lives. `onEvent(event)`, `onLine(connected)`. */
export function listen(onEvent, onLine) {
  let wait = 300;
  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/sandbox/live`);
    socket.onopen = () => {
      wait = 300;
      onLine(true);
    };
    socket.onmessage = (message) => onEvent(JSON.parse(message.data));
    socket.onclose = () => {
      onLine(false);
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  };
  connect();
}

async function answerOf(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Error("The sandbox does not answer.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || answer.ok === false) throw new Error(answer.error || `Refused (${response.status}).`);
  return answer;
}

/** POST `body` as JSON to `/sandbox/<path>`; throws an Error with the sandbox's words. */
export function post(path, body = {}) {
  return answerOf(fetch(`/sandbox/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }));
}

/** POST a file as multipart; `fields` are added where they have a value. */
export function upload(path, blob, name, fields = {}) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) {
    if (value !== "" && value !== null && value !== undefined) form.append(field, value);
  }
  form.append("file", blob, name);
  return answerOf(fetch(`/sandbox/${path}`, { method: "POST", body: form }));
}
