// Batches of one queue, and one batch with the members that have not ended, and with its results if it gathers them.

import { get, post, queuePath } from "./api.js";
import { act, el, facts, link, number, percent, state, table, time } from "./dom.js";

const RESULTS = 50;
const LONGEST_RESULT = 200;
const ENDS = ["succeeded", "dead", "cancelled", "expired"];

export async function batches([queue, cursor], signal) {
  const page = await get(queuePath(queue, "batches") + (cursor ? "?cursor=" + encodeURIComponent(cursor) : ""), signal);
  return [
    el("h2", {}, "Batches of ", link(["queue", queue, "ready"], queue)),
    table("Batches", [
      ["batch", (batch) => link(["batch", queue, batch.id], batch.name ?? batch.id)],
      ["state", (batch) => state(batch.state)],
      ["ended", (batch) => bar("ended", ended(batch.counts), batch.counts.total)],
      ...counts((batch) => batch.counts),
      ["created", (batch) => time(batch.createdAt)],
      ["ended at", (batch) => time(batch.endedAt)],
    ], page.items),
    page.nextCursor ? link(["batches", queue, page.nextCursor], "More") : null,
  ];
}

export async function batch([queue, id, position], signal, done) {
  const path = queuePath(queue, "batches", id);
  const [view, members] = await Promise.all([get(path, signal), get(path + "/tasks", signal)]);
  const ends = view.gather ? await get(resultsPath(path, position), signal) : null;
  return [
    el("h2", {}, "Batch " + (view.name ?? id) + " of ", link(["batches", queue], queue)),
    facts([
      ["state", state(view.state)],
      ["id", view.id],
      ["ended", bar("ended", ended(view.counts), view.counts.total)],
      ...ENDS.filter((name) => view.counts[name] > 0)
        .map((name) => [name, bar(name, view.counts[name], view.counts.total)]),
      ["when a member is dead", view.onFailure === "continue" ? "" : view.onFailure],
      ["member of", view.parent && link(["batch", queue, view.parent], view.parent)],
      ["created", time(view.createdAt)],
      ["is sealed at", view.sealedAt ? "" : time(view.openUntil)],
      ["sealed", time(view.sealedAt)],
      ["ended at", time(view.endedAt)],
    ]),
    el("p", { class: "acts" },
      view.state === "open" ? act("Seal", () => done(post(path + "/seal"), "Batch " + id + " is sealed")) : null,
      view.ended || view.state === "cancelled" ? null : act("Cancel", () => cancel(path, view, done))),
    el("h3", {}, "Queues of its members"),
    table("Queues of its members", [
      ["queue", (part) => link(["queue", part.queue, "ready"], part.queue)],
      ...counts((part) => part.counts),
      ["takes members", (part) => (part.final ? "no" : "yes")],
    ], view.parts),
    el("h3", {}, "Members in " + queue + " that wait, run or are dead"),
    table("Members", [
      ["task", (task) => link(["task", queue, task.id], task.id)],
      ["state", (task) => state(task.state)],
      ["type", (task) => task.type],
      ["attempt", (task) => task.attempt + " of " + task.maxAttempts, true],
      ["last failure", (task) => task.failure?.type ?? ""],
    ], members.items),
    members.nextCursor ? el("p", { class: "soft" }, "There are more.") : null,
    ends ? results(queue, id, ends) : null,
  ].flat();
}

function resultsPath(path, position) {
  return path + "/results?limit=" + RESULTS + (position ? "&after=" + encodeURIComponent(position) : "");
}

/** In each queue in the order in which its members ended. */
function results(queue, id, ends) {
  return [
    el("h3", {}, "Results"),
    table("Results", [
      ["task", (end) => link(["task", end.queue, end.id], end.id)],
      ["state", (end) => state(end.state)],
      ["ended at", (end) => time(end.endedAt)],
      ["result", (end) => shown(end)],
    ], ends.items),
    ends.items.length === RESULTS ? link(["batch", queue, id, ends.position], "More") : null,
  ];
}

function shown(end) {
  if (!end.kept) {
    return "not kept any more";
  }
  const text = end.failure?.message ?? (end.state === "succeeded" ? JSON.stringify(end.result ?? null) : "");
  return text.length > LONGEST_RESULT ? text.slice(0, LONGEST_RESULT) + "…" : text;
}

function counts(of) {
  return ["total", "pending", ...ENDS].map((name) => [name, (row) => number(of(row)[name]), true]);
}

function ended(counts) {
  return counts.total - counts.pending;
}

/** A part of the members as a bar. */
function bar(name, part, total) {
  const share = total === 0 ? 0 : part / total;
  return [el("meter", { min: 0, max: 1, value: share, "aria-label": name }), " " + number(part) + ", " + percent(share)];
}

async function cancel(path, view, done) {
  if (confirm("Cancel the " + number(view.counts.pending) + " members of this batch that have not ended?")) {
    await done(post(path + "/cancel"), "The members of the batch are being cancelled");
  }
}
