// Reads server-sent events over fetch: EventSource can send no token.

import { ask } from "./api.js";

const AGAIN_MILLIS = 3000;

/** Tells each event, over new connections for as long as the signal is not aborted. */
export async function follow(path, signal, onEvent, onState) {
  let last = "";
  while (!signal.aborted) {
    try {
      const answer = await ask("GET", path, { signal, headers: last ? { "Last-Event-ID": last } : {} });
      if (answer.status === 204) return onState("there is nothing more to tell");
      onState("connected");
      for await (const event of events(answer.body)) {
        if (event.event === "unknown") return onState(JSON.parse(event.data).detail);
        last = event.id || last;
        onEvent(event);
      }
      onState("the stream has ended; it is asked for again");
    } catch (error) {
      if (signal.aborted) return;
      onState(error.message);
      if (error.status >= 400 && error.status < 500) return;
    }
    await new Promise((done) => setTimeout(done, AGAIN_MILLIS));
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const event = parse(block);
      if (event.data) yield event;
    }
  }
}

function parse(block) {
  const event = { id: "", event: "message", data: "" };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    if (name in event) event[name] = name === "data" ? event.data + line.slice(colon + 1).trimStart() : line.slice(colon + 1).trim();
  }
  return event;
}
