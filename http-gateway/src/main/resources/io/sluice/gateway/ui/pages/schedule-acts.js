// What can be done to a schedule; and the form that makes or changes one.

import { html } from "../vendor/preact-htm.js";
import { getText, post, put, remove } from "../core/http.js";
import { done, say } from "../core/notices.js";
import { members, pretty } from "../core/rawjson.js";
import { go, href } from "../core/route.js";
import { Act } from "../parts/bits.js";
import { ask, confirmed } from "../parts/dialog.js";

const DIALECTS = ["", "unix", "debian", "kubernetes", "spring", "quartz", "bullmq", "sidekiq", "celery"];
const OVERLAPS = ["", "skip", "buffer", "allow"];
const CATCH_UPS = ["", "none", "last", "all"];

export function schedulePath(name, ...more) {
  return "v1/schedules/" + [name, ...more].map(encodeURIComponent).join("/");
}

export function ScheduleActs({ view, reload, brief = false }) {
  const { name } = view;
  const run = async (acting, text, link) => (await done(acting, text, link)) && reload();
  const enqueued = (task) => ({ href: href("task", [task.queue, task.id]), text: "Look at it" });
  return html`
    <${Act} run=${() => run(post(schedulePath(name, "trigger")), "Schedule " + name + " has enqueued a task.", enqueued)}>Trigger<//>
    ${view.paused ? html`<${Act} run=${() => run(post(schedulePath(name, "resume")), "Schedule " + name + " is resumed.")}>Resume<//>`
    : html`<${Act} run=${() => run(post(schedulePath(name, "pause")), "Schedule " + name + " is paused.")}>Pause<//>`}
    ${brief ? "" : html`<${Act} run=${() => editSchedule(name, reload)}>Edit<//><${Act} kind="danger" run=${() => removeSchedule(name)}>Delete<//>`}`;
}

async function removeSchedule(name) {
  const sure = await confirmed({ title: "Delete schedule " + name, act: "Delete", danger: true, text: "It enqueues no further task. Tasks that it has enqueued stay." });
  if (sure && (await done(remove(schedulePath(name)), "Schedule " + name + " is deleted."))) go("schedules");
}

/** What the form does not show of the task (retries, times, headers) is put again as it was. */
export async function editSchedule(name, reload) {
  let text = "{}";
  try {
    if (name) text = await getText(schedulePath(name));
  } catch (error) {
    say(error.message, true);
    return;
  }
  const view = JSON.parse(text);
  const task = members(members(text).get("task") ?? "{}");
  if (task.has("payloadEncryptedBy")) {
    say("Its payload is encrypted by key " + JSON.parse(task.get("payloadEncryptedBy")) + ": only a program that has the key can put it again.", true);
    return;
  }
  const answer = await ask({
    title: name ? "Schedule " + name : "New schedule", act: "Save", text: "Give a cron expression, or a period.",
    fields: [
      ...(name ? [] : [{ name: "name", label: "Name", required: true }]),
      { name: "cron", label: "Cron", value: view.cron, hint: "*/5 * * * *" },
      { name: "every", label: "Or every", value: view.every, hint: "30s, 10m, 2h" },
      { name: "timeZone", label: "Time zone (with cron)", value: view.timeZone, hint: "Europe/Berlin; UTC without it" },
      { name: "dialect", label: "Cron is read like that of", kind: "choice", options: DIALECTS, value: view.dialect ?? "" },
      { name: "queue", label: "Queue", value: view.queue, required: true },
      { name: "type", label: "Task type", value: view.task?.type, required: true },
      { name: "payload", label: "Payload, as JSON", kind: "text", value: task.has("payload") ? pretty(task.get("payload")) : "" },
      { name: "overlap", label: "When the last task has not ended", kind: "choice", options: options(OVERLAPS, view.overlap), value: view.overlap ?? "" },
      { name: "catchUp", label: "Times that were missed", kind: "choice", options: options(CATCH_UPS, view.catchUp), value: view.catchUp ?? "" },
    ],
  });
  if (!answer) return;
  const called = name ?? answer.name.trim();
  const body = bodyOf(answer, view, task);
  if (body.error) say(body.error, true);
  else if (await done(put(schedulePath(called), body.text), "Schedule " + called + " is saved.")) reload();
}

function options(known, now) {
  return now && !known.includes(now) ? [...known, now] : known;
}

function bodyOf(answer, view, task) {
  const payload = answer.payload.trim();
  try {
    if (payload) JSON.parse(payload);
  } catch (error) {
    return { error: "The payload must be JSON: " + error.message };
  }
  const cron = answer.cron.trim();
  const fields = {
    cron, every: cron ? "" : answer.every.trim(), timeZone: cron ? answer.timeZone.trim() : "", dialect: cron ? answer.dialect : "",
    dstGap: cron && cron === view.cron ? view.dstGap : "", queue: answer.queue.trim(), overlap: answer.overlap, catchUp: answer.catchUp,
  };
  task.set("type", JSON.stringify(answer.type.trim()));
  if (payload) task.set("payload", payload);
  else task.delete("payload");
  const parts = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => JSON.stringify(name) + ":" + JSON.stringify(value));
  const template = [...task].map(([name, raw]) => JSON.stringify(name) + ":" + raw).join(",");
  return { text: "{" + [...parts, "\"task\":{" + template + "}"].join(",") + "}" };
}
