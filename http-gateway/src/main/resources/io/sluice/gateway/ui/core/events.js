// The one stream of events of this tab. Read over fetch, since EventSource can send no token. What comes
// is handed on once a frame, at most so much of it: a flood costs a frame no more than a trickle.

import { ask } from "./http.js";
import { store } from "./store.js";

const AGAIN_MILLIS = 3000;
const LINGER_MILLIS = 2000;
const MOST_A_FRAME = 400;

/** In words, how the stream is. */
export const stream = store("not connected");

const followers = new Set();
let abort = null;
let lingering = 0;
let waiting = [];
let dropped = 0;
let frame = 0;

/** Tells follower(events, dropped) what happens, until the function that it gives back is called. */
export function follow(follower) {
  followers.add(follower);
  clearTimeout(lingering);
  if (!abort) connect();
  return () => {
    followers.delete(follower);
    if (followers.size === 0) lingering = setTimeout(disconnect, LINGER_MILLIS);
  };
}

// A hidden tab needs no events, and browsers open few connections to one server.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) disconnect();
  else if (followers.size && !abort) connect();
});

function disconnect() {
  abort?.abort();
  abort = null;
  waiting = [];
  stream.set("not connected");
}

async function connect() {
  abort = new AbortController();
  const { signal } = abort;
  let last = "";
  stream.set("connecting");
  while (!signal.aborted) {
    try {
      const answer = await ask("GET", "v1/events", { signal, headers: last ? { "Last-Event-ID": last } : {} });
      stream.set("live");
      last = await read(answer.body, last);
      stream.set("the stream has ended; it is asked for again");
    } catch (error) {
      if (signal.aborted) return;
      stream.set(error.message);
      if (error.status >= 400 && error.status < 500) {
        abort = null;
        return;
      }
    }
    await new Promise((done) => setTimeout(done, AGAIN_MILLIS));
  }
}

async function read(body, before) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let last = before;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return last;
    const blocks = (text + value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) last = take(block) || last;
  }
}

/** Keeps an event for the next frame; gives its id. */
function take(block) {
  const data = field(block, "data: ");
  if (!data) return "";
  const id = field(block, "id: ");
  if (waiting.length === MOST_A_FRAME) {
    waiting.shift();
    dropped++;
  }
  waiting.push({ id, name: field(block, "event: ").replace(/^task\./, ""), data, arrived: Date.now() });
  frame ||= requestAnimationFrame(tell);
  return id;
}

function tell() {
  frame = 0;
  const events = waiting.map((event) => ({ ...event, task: parsed(event.data) }));
  const missed = dropped;
  waiting = [];
  dropped = 0;
  for (const follower of [...followers]) follower(events, missed);
}

function field(block, name) {
  const from = block.startsWith(name) ? 0 : block.indexOf("\n" + name) + 1;
  if (!from && !block.startsWith(name)) return "";
  const to = block.indexOf("\n", from);
  return block.slice(from + name.length, to < 0 ? block.length : to);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
