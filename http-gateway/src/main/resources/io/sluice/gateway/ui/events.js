// What happens, as it happens. Newest first, and never more than a screen or two of it.

import { el, link, state } from "./dom.js";
import { follow } from "./live.js";

const MOST_LINES = 200;

/** Shows events until the signal is aborted: this view is not drawn again. */
export async function events([queue], signal) {
  const lines = el("tbody");
  const status = el("p", { class: "soft", role: "status" }, "connecting");
  const path = "/v1/events" + (queue ? "?queue=" + encodeURIComponent(queue) : "");
  const add = (event) => {
    lines.prepend(row(event));
    if (lines.childElementCount > MOST_LINES) lines.lastElementChild.remove();
  };
  follow(path, signal, add, (text) => status.replaceChildren(text));
  return [
    el("h2", {}, queue ? "Events of queue " + queue : "Events"),
    status,
    el("div", { class: "wide" }, el("table", { "aria-label": "Events" }, lines)),
  ];
}

function row({ event, data }) {
  const task = read(data);
  const name = event.replace(/^task\./, "");
  return el("tr", {},
    el("td", {}, new Date().toLocaleTimeString()),
    el("td", {}, state(name)),
    el("td", {}, task.queue ?? ""),
    el("td", {}, task.id && task.queue ? link(["task", task.queue, task.id], task.id) : ""),
    el("td", {}, task.type ?? ""));
}

function read(data) {
  try { return JSON.parse(data); } catch { return {}; }
}
