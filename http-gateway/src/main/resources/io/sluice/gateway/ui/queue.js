// One queue: its counts, what can be done to it, its tasks of one state.

import { get, post, queuePath } from "./api.js";
import { act, age, el, facts, link, number, percent, state, table, time } from "./dom.js";

const STATES = ["ready", "running", "scheduled", "retrying", "dead", "succeeded", "cancelled", "expired"];
const PAGE = 50;

export async function queue([name, shown = "ready", cursor], signal, done) {
  const query = "?limit=" + PAGE + "&state=" + shown + (cursor ? "&cursor=" + encodeURIComponent(cursor) : "");
  const [view, page] = await Promise.all([get(queuePath(name), signal), get(queuePath(name, "tasks") + query, signal)]);
  const path = queuePath(name);
  return [
    el("h2", {}, "Queue " + name, view.paused ? [" is ", state("paused")] : ""),
    facts([
      ["why paused", view.pause?.reason],
      ["paused until", time(view.pause?.until)],
      ["oldest ready", age(view.oldestReadyAgeMs)],
      ["workers", number(view.workers)],
      ["partitions", view.partitions],
      ["run at once at most", view.limits.maxConcurrency],
      ["start at most", rate(view.limits.rateLimit)],
      ["gain a priority every", view.limits.ageEvery],
      ["refused when later than", view.limits.maxDelay],
      ["least durability", view.limits.durability],
      ["accepted in all", number(view.totals.accepted)],
      ["succeeded in all", number(view.totals.succeeded)],
    ]),
    el("p", { class: "acts" },
      view.paused
        ? act("Resume", () => done(post(path + "/resume"), "Queue " + name + " is resumed"))
        : act("Pause", () => done(post(path + "/pause"), "Queue " + name + " is paused")),
      view.counts.dead > 0 ? act("Redrive the dead", () => redrive(name, done)) : null,
      link(["batches", name], "Batches")),
    view.groups?.length ? [el("h3", {}, "Largest groups"), groups(view.groups)] : null,
    el("nav", { "aria-label": "States" }, STATES.map((one) => el("a", {
      href: "#/queue/" + encodeURIComponent(name) + "/" + one,
      "aria-current": one === shown && "page",
    }, one + " " + number(view.counts[one])))),
    table("Tasks that are " + shown, [
      ["task", (task) => link(["task", name, task.id], task.id)],
      ["type", (task) => task.type],
      ["attempt", (task) => task.attempt + " of " + task.maxAttempts, true],
      ["priority", (task) => task.priority, true],
      ["group", (task) => task.group ?? ""],
      ["created", (task) => time(task.createdAt)],
      ["runs at", (task) => time(task.runAt)],
      ["finished", (task) => time(task.finishedAt)],
      ["last failure", (task) => task.failure?.type ?? ""],
    ], page.items),
    page.nextCursor ? link(["queue", name, shown, page.nextCursor], "Older") : null,
  ].flat();
}

function rate(limit) {
  return limit && limit.limit + " in " + limit.per + ", " + limit.burst + " at once";
}

/** The groups with the largest backlog; their share is of the starts, by their weights. */
function groups(rows) {
  return table("Groups with the largest backlog", [
    ["group", (row) => row.group ?? el("span", { class: "soft" }, "no group")],
    ["ready", (row) => number(row.ready), true],
    ["running", (row) => number(row.running), true],
    ["share", (row) => [el("meter", { min: 0, max: 1, value: row.share, "aria-label": "share" }), " " + percent(row.share)], true],
    ["may start none until", (row) => time(row.barredUntil)],
  ], rows);
}

async function redrive(name, done) {
  const { matched } = await post(queuePath(name, "redrive"), { from: "dead", dryRun: true });
  if (confirm("Run " + number(matched) + " dead tasks of queue " + name + " again?")) {
    await done(post(queuePath(name, "redrive"), { from: "dead" }), "The dead tasks of " + name + " are being redriven");
  }
}
