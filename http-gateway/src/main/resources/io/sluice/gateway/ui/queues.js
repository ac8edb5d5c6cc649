// All queues, by name.

import { get } from "./api.js";
import { age, el, link, number, state, table } from "./dom.js";

const rate = (name) => (queue) => (queue.rates?.[name] ?? 0).toFixed(1);
const count = (name) => [name, (queue) => number(queue.counts[name]), true];

export async function queues([cursor], signal) {
  const page = await get("/v1/queues" + (cursor ? "?cursor=" + encodeURIComponent(cursor) : ""), signal);
  return [
    el("h2", {}, "Queues"),
    table("Queues", [
      ["queue", (queue) => link(["queue", queue.queue, "ready"], queue.queue)],
      count("ready"), count("running"), count("scheduled"), count("retrying"), count("dead"), count("succeeded"),
      ["in /s", rate("accepted"), true],
      ["done /s", rate("succeeded"), true],
      ["oldest", (queue) => age(queue.oldestReadyAgeMs), true],
      ["workers", (queue) => number(queue.workers), true],
      ["", (queue) => (queue.paused ? state("paused") : "")],
    ], page.items),
    page.nextCursor ? link(["queues", page.nextCursor], "More") : null,
  ];
}
