// One task: how it is, how it came to that, what it carries, what can be done to it.

import { get, post, queuePath } from "./api.js";
import { act, el, facts, link, state, table, time } from "./dom.js";

/** What is shown of a payload or a result; the rest is there for who asks the API. */
const MOST_CHARACTERS = 16384;

/** States in which a task waits, and can be asked why. */
const WAITING = ["ready", "scheduled", "retrying"];

const ACTS = {
  cancel: (task) => !task.terminal,
  retry: (task) => task.state === "dead",
  "run-now": (task) => task.state === "scheduled" || task.state === "retrying",
};

export async function task([queue, id], signal, done) {
  const path = queuePath(queue, "tasks", id);
  const view = await get(path + "?include=payload,log", signal, exact);
  // The task is shown as well when it is gone meanwhile, or nothing can be said of it.
  const why = WAITING.includes(view.state) ? await get(path + "/explain", signal).catch(() => null) : null;
  return [
    el("h2", {}, "Task " + view.id + " of ", link(["queue", queue, view.state], queue)),
    facts([
      ["state", state(view.state)],
      ["type", view.type],
      ["attempt", view.attempt + " of " + view.maxAttempts],
      ["priority", view.priority],
      ["cost", view.cost],
      ["group", view.group],
      ["worker", view.worker],
      ["tags", view.tags.join(", ")],
      ["progress", view.progress && Math.round(view.progress.fraction * 100) + " % " + (view.progress.message ?? "")],
    ]),
    el("p", { class: "acts" }, Object.keys(ACTS)
      .filter((name) => ACTS[name](view))
      .map((name) => act(name, () => done(post(path + "/" + name), name + " of task " + id + " is done")))),
    why ? explained(why) : null,
    el("h3", {}, "Timeline"),
    table("Timeline", [["when", ([at]) => time(at)], ["what", ([, what]) => what]], timeline(view)),
    view.failures?.length ? [el("h3", {}, "Failures"), table("Failures", [
      ["when", (failure) => time(failure.at)],
      ["type", (failure) => failure.type],
      ["message", (failure) => failure.message],
    ], view.failures)] : null,
    view.log?.length ? [el("h3", {}, "Log"), table("Log", [
      ["when", (line) => time(line.at)],
      ["line", (line) => line.text],
    ], view.log)] : null,
    body("Payload", view.payload),
    "result" in view ? body("Result", view.result) : null,
  ].flat();
}

/** Numbers with more digits than JavaScript keeps stay as they were written, where it can do that. */
function exact(key, value, context) {
  const long = typeof value === "number" && context?.source.replace(/\D/g, "").length > 15;
  return long && JSON.rawJSON ? JSON.rawJSON(context.source) : value;
}

/** Why it waits, the strongest reason first. */
function explained(why) {
  return [
    el("h3", {}, "Why it waits"),
    facts([["expected to start", why.expectedStart && time(why.expectedStart)]]),
    table("Reasons", [
      ["reason", (reason) => reason.code.replaceAll("_", " ")],
      ["until", (reason) => time(reason.until)],
      ["detail", (reason) => reason.detail],
    ], why.reasons),
  ];
}

function timeline(view) {
  return [
    [view.createdAt, "created"],
    [view.runAt, view.terminal ? "was to run" : "is to run"],
    ...(view.failures ?? []).map((failure) => [failure.at, "attempt failed: " + failure.type]),
    [view.startedAt, "last attempt began"],
    [view.finishedAt, view.state],
  ].filter(([at]) => at).sort(([one], [other]) => one.localeCompare(other));
}

function body(title, value) {
  const text = value === undefined ? "" : JSON.stringify(value, null, 2);
  const cut = text.length > MOST_CHARACTERS;
  return [
    el("h3", {}, title),
    el("pre", { tabindex: "0" }, cut ? text.slice(0, MOST_CHARACTERS) : text),
    cut ? el("p", { class: "soft" }, "The first " + MOST_CHARACTERS + " of " + text.length + " characters.") : null,
  ];
}
