// One queue: how it is, what it may do, and what can be done to it.

import { html } from "../vendor/preact-htm.js";
import { useMay } from "../core/caller.js";
import { get, post, queuePath, remove } from "../core/http.js";
import { useLive } from "../core/live.js";
import { done } from "../core/notices.js";
import { go, href } from "../core/route.js";
import { Act, Empty, Facts, Head, Link, Missing, Panel, Share, Stale, Tabs } from "../parts/bits.js";
import { ask, confirmed } from "../parts/dialog.js";
import { Table } from "../parts/table.js";
import { age, compact, number, percent, span, STATES, When } from "../parts/text.js";
import { Charts } from "./charts.js";
import { enqueue } from "./enqueue.js";
import { Banner } from "./problems.js";
import { editSettings } from "./settings.js";

export function Queue({ of: [name], query }) {
  const { value: view, error, reload } = useLive((signal) => get(queuePath(name), signal), [name], 2000);
  if (!view) return html`<${Head} title=${"Queue " + name} /><${Missing} error=${error} />`;
  return html`<${Head} title=${html`Queue <span class="mono">${name}</span>${view.paused ? html` <span class="tag">paused</span>` : ""}`}>
      <${Acts} view=${view} reload=${reload} /></${Head}>
    <${Stale} error=${error} /><${Banner} queues=${[view]} />
    <${Tabs} label="Tasks by state" tabs=${STATES.map((state) => [state, state, compact(view.counts[state])])} to=${(state) => href("tasks", [], { queue: name, state })} />
    <${Charts} queue=${name} query=${query} />
    <div class="grid two">
      <${Panel} title="Now"><${Facts} of=${[
        ["oldest ready", view.oldestReadyAgeMs ? age(view.oldestReadyAgeMs) : "none waits"],
        ["workers", html`<${Link} view="workers" query=${{ queue: name }}>${number(view.workers)}<//>`],
        ["partitions", view.partitions && number(view.partitions)],
        ["paused because", view.pause?.reason], ["paused until", view.pause?.until && html`<${When} at=${view.pause.until} />`],
        ["accepted in all", number(view.totals.accepted)], ["succeeded", number(view.totals.succeeded)], ["retried", number(view.totals.retried)],
        ["dead", number(view.totals.dead)], ["taken back from lost workers", number(view.totals.reaped)], ["cancelled", number(view.totals.cancelled)],
        ["expired", number(view.totals.expired)], ["redriven", number(view.totals.redriven)], ["purged", number(view.totals.purged)],
      ]} /><//>
      <${Limits} view=${view} reload=${reload} />
    </div>
    <${Groups} rows=${view.groups ?? []} queue=${name} />`;
}

function Acts({ view, reload }) {
  const operator = useMay("operator");
  const producer = useMay("producer");
  const admin = useMay("admin");
  const name = view.queue;
  const path = queuePath(name);
  const run = async (acting, text) => (await done(acting, text)) && reload();
  return html`<${Link} view="batches" query=${{ queue: name }}>Batches<//>
    ${producer ? html`<${Act} run=${() => enqueue({ queue: name })}>Enqueue a task<//>` : ""}
    ${operator ? view.paused
    ? html`<${Act} kind="main" run=${() => run(post(path + "/resume"), "Queue " + name + " is resumed.")}>Resume<//>`
    : html`<${Act} run=${() => pause(name, path, run)}>Pause<//>` : ""}
    ${admin ? html`<${Act} run=${() => removeQueue(name, path)}>Delete<//>` : ""}`;
}

async function pause(name, path, run) {
  const answer = await ask({
    title: "Pause queue " + name, act: "Pause", text: "Running tasks go on to their end; no further task starts.",
    fields: [{ name: "reason", label: "Why (optional)", hint: "Whoever looks at the queue sees this." },
      { name: "for", label: "For how long (optional)", hint: "For example 10m or 2h; without it until it is resumed." }],
  });
  if (answer) await run(post(path + "/pause", given(answer)), "Queue " + name + " is paused.");
}

function given(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ""));
}

async function removeQueue(name, path) {
  const sure = await confirmed({
    title: "Delete queue " + name, act: "Delete", danger: true, typed: name,
    text: "Only a queue without waiting, running or dead tasks can be deleted. Its finished tasks, totals and settings go with it.",
  });
  if (sure && (await done(remove(path), "Queue " + name + " is deleted."))) go("queues");
}

function Limits({ view, reload }) {
  const admin = useMay("admin");
  const { limits } = view;
  const limitOf = (rate) => rate && number(rate.limit) + " in " + span(rate.per) + ", " + number(rate.burst) + " at once";
  const rules = Object.entries(limits.groups ?? {});
  const facts = [
    ["run at once at most", number(limits.maxConcurrency)], ["start at most", limitOf(limits.rateLimit)],
    ["backlog at most", number(limits.maxBacklog)], ["keep ended tasks for", limits.retention?.maxAge && span(limits.retention.maxAge)],
    ["keep ended tasks, at most", number(limits.retention?.maxCount)], ["gain a priority every", limits.ageEvery && span(limits.ageEvery)],
    ["refused when later than", limits.maxDelay && span(limits.maxDelay)], ["least durability", limits.durability],
    ["sent to", limits.target && limits.target.method + " " + limits.target.url],
    ...rules.map(([group, rule]) => ["group " + group, [rule.weight && "weight " + rule.weight, rule.maxConcurrency && "at once " + rule.maxConcurrency,
      limitOf(rule.rate), rule.maxBacklog && "backlog " + number(rule.maxBacklog)].filter(Boolean).join(", ")]),
  ];
  const any = facts.some(([, value]) => value);
  return html`<${Panel} title="Settings" aside=${admin ? html`<${Act} run=${() => editSettings(view, reload)}>Edit<//>` : ""}>
    ${any ? html`<${Facts} of=${facts} />` : html`<${Empty}>Nothing is set for this queue: it follows the configuration of the engines.<//>`}<//>`;
}

function Groups({ rows, queue }) {
  if (!rows.length) return "";
  return html`<${Panel} title="Groups with the largest backlog"><${Table} label="Groups" rows=${rows} keyOf=${(row) => row.group ?? ""} columns=${[
    { name: "group", show: (row) => (row.group ? html`<${Link} view="tasks" query=${{ queue, state: "ready", group: row.group }}>${row.group}<//>` : html`<span class="soft">no group</span>`) },
    { name: "ready", number: true, show: (row) => number(row.ready) }, { name: "running", number: true, show: (row) => number(row.running) },
    { name: "share of starts", kind: "bar", show: (row) => html`<${Share} part=${row.share} label="share" text=${percent(row.share)} />` },
    { name: "starts none until", show: (row) => html`<${When} at=${row.barredUntil} />` },
  ]} /><//>`;
}
