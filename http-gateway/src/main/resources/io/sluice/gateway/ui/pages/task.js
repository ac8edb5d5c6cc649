// One task: how it is, how it came to that, what it carries, what can be done to it.

import { html, useEffect } from "../vendor/preact-htm.js";
import { useMay } from "../core/caller.js";
import { follow } from "../core/events.js";
import { get, getText, post, queuePath } from "../core/http.js";
import { paused, useLive } from "../core/live.js";
import { done } from "../core/notices.js";
import { members, pretty } from "../core/rawjson.js";
import { Act, Empty, Facts, Head, Link, Missing, Panel, Share, Stale } from "../parts/bits.js";
import { ask, confirmed } from "../parts/dialog.js";
import { Table } from "../parts/table.js";
import { Exact, percent, State, When } from "../parts/text.js";
import { ACTS, actOn, actsOf } from "./acts.js";
import { Body, Curl } from "./body.js";
import { enqueue } from "./enqueue.js";
import { Timeline } from "./timeline.js";

/** States in which a task waits, and can be asked why. */
const WAITING = ["ready", "scheduled", "retrying"];
const MANY = 100;

export function Task({ of: [queue, id] }) {
  const { value, error, reload } = useLive((signal) => load(queue, id, signal), [queue, id], 3000);
  useEffect(() => follow((events) => {
    if (!paused.get() && events.some(({ task }) => task.id === id && task.queue === queue)) reload();
  }), [queue, id]);
  const title = html`Task <span class="mono">${id}</span>`;
  if (!value) return html`<${Head} title=${title} /><${Missing} error=${error} />`;
  const { view, raw, why } = value;
  return html`<${Head} title=${title} under=${html`<${State} name=${view.state} /> ${view.type} in <${Link} view="queue" of=${[queue]}>${queue}<//>`}>
      <${Acts} view=${view} raw=${raw} reload=${reload} /><//>
    <${Stale} error=${error} />
    ${view.progress ? html`<${Share} part=${view.progress.fraction} label="progress" text=${percent(view.progress.fraction) + " " + (view.progress.message ?? "")} />` : ""}
    ${why ? html`<${Why} why=${why} />` : ""}
    <${Panel} title="Timeline"><${Timeline} view=${view} /><//>
    <${Failures} view=${view} />
    <div class="grid two">
      <${Panel} title="About"><${Facts} of=${[
        ["attempt", view.attempt + " of " + view.maxAttempts], ["priority", view.priority], ["group", view.group && html`<${Link} view="tasks" query=${{ queue, state: view.state, group: view.group }}>${view.group}<//>`],
        ["cost", view.cost], ["tags", view.tags.join(", ")], ["worker", view.worker], ["durability", view.durability],
        ["created", html`<${Exact} at=${view.createdAt} />`], ["runs at", view.runAt && html`<${Exact} at=${view.runAt} />`],
        ["started", view.startedAt && html`<${Exact} at=${view.startedAt} />`], ["ended", view.finishedAt && html`<${Exact} at=${view.finishedAt} />`],
      ]} /><//>
      <${Panel} title="Log">${view.log?.length ? html`<ol class="log" tabindex="0" aria-label="Log lines">${view.log.map((line, i) => html`<li key=${i}><${Exact} at=${line.at} /> <span>${line.text}</span></li>`)}</ol>`
    : html`<${Empty}>The handler of this task has logged nothing.<//>`}<//>
    </div>
    <${Body} title="Payload" raw=${raw.get("payload")} by=${raw.get("payloadEncryptedBy")} />
    ${raw.has("result") || raw.has("resultEncryptedBy") ? html`<${Body} title="Result" raw=${raw.get("result")} by=${raw.get("resultEncryptedBy")} />` : ""}
    ${raw.has("payloadEncryptedBy") ? "" : html`<${Curl} view=${view} payload=${raw.get("payload")} />`}`;
}

async function load(queue, id, signal) {
  const path = queuePath(queue, "tasks", id);
  const text = await getText(path + "?include=payload,log", signal);
  const view = JSON.parse(text);
  // The task is shown as well when it is gone meanwhile, or nothing can be said of it.
  const why = WAITING.includes(view.state) ? await get(path + "/explain", signal).catch(() => null) : null;
  return { view, raw: members(text), why };
}

function Acts({ view, raw, reload }) {
  const operator = useMay("operator");
  const producer = useMay("producer");
  const path = queuePath(view.queue, "tasks", view.id);
  const run = async (acting, text) => (await done(acting, text)) && reload();
  const again = () => enqueue({ queue: view.queue, type: view.type, payload: raw.has("payload") ? pretty(raw.get("payload")) : "", priority: view.priority, group: view.group, tags: view.tags,
    title: "Enqueue again, with what you change" });
  const waits = view.state === "scheduled" || view.state === "retrying";
  return html`
    ${operator && waits ? html`<${Act} run=${() => reschedule(path, run)}>Reschedule<//>` : ""}
    ${operator && WAITING.includes(view.state) ? html`<${Act} run=${() => prioritize(path, view, run)}>Priority<//>` : ""}
    ${producer && !raw.has("payloadEncryptedBy") ? html`<${Act} run=${again}>Edit and enqueue again<//>` : ""}
    ${operator ? actsOf(view.state).map((act) => html`<${Act} key=${act} kind=${ACTS[act].asks ? "danger" : "main"} run=${() => once(view, act, run)}>${ACTS[act].name}<//>`) : ""}`;
}

async function once(view, act, run) {
  const { name, did, asks } = ACTS[act];
  if (asks && !(await confirmed({ title: name + " task " + view.id, act: name, danger: true, text: asks }))) return;
  await run(actOn(view.queue, view.id, act), "Task " + view.id + " is " + (act === "cancel" && view.state === "running" ? "asked to stop" : did) + ".");
}

async function reschedule(path, run) {
  const answer = await ask({ title: "Reschedule", act: "Reschedule", text: "Give one of the two.",
    fields: [{ name: "delay", label: "In", hint: "30s, 10m, 2h" }, { name: "runAt", label: "Or at", hint: "2030-01-31T08:00:00Z" }] });
  if (!answer) return;
  const body = answer.delay.trim() ? { delay: answer.delay.trim() } : { runAt: answer.runAt.trim() };
  await run(post(path + "/reschedule", body), (task) => "It runs at " + task.runAt + ".");
}

async function prioritize(path, view, run) {
  const answer = await ask({ title: "Priority", act: "Set", fields: [{ name: "priority", label: "From 0 to 9, higher first", value: view.priority, required: true }] });
  if (answer) await run(post(path + "/priority", { priority: Number(answer.priority) }), "Its priority is " + answer.priority + ".");
}

/** Why it waits, the strongest reason first. */
function Why({ why }) {
  return html`<${Panel} title="Why it waits" aside=${why.expectedStart ? html`<span>expected to start <${When} at=${why.expectedStart} /></span>` : ""}>
    <${Table} label="Reasons" rows=${why.reasons} keyOf=${(reason) => reason.code} columns=${[
      { name: "reason", show: (reason) => reason.code.replaceAll("_", " ") }, { name: "detail", kind: "long", show: (reason) => reason.detail },
      { name: "until", show: (reason) => html`<${When} at=${reason.until} />` },
    ]} /><//>`;
}

/** The newest first, with its trace open. */
function Failures({ view }) {
  const list = [...(view.failures ?? [])].sort((one, other) => other.at.localeCompare(one.at)).slice(0, MANY);
  if (!list.length) return "";
  return html`<${Panel} title=${"Failures: " + list.length}><ol class="failures">${list.map((failure, i) => html`<li key=${failure.at}>
    <p><b>${failure.type}</b> <span class="soft"><${When} at=${failure.at} />${failure.worker ? " on " + failure.worker : ""}</span></p>
    <p class="message">${failure.message}</p>
    ${failure.trace ? html`<details open=${i === 0}><summary>Trace</summary><pre tabindex="0" role="region" aria-label="Trace">${failure.trace}</pre></details>` : ""}</li>`)}</ol><//>`;
}
