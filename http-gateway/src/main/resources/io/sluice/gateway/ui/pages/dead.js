// Dead tasks of a queue, grouped by why, by type or by both: run them again, or remove them.

import { html } from "../vendor/preact-htm.js";
import { useMay } from "../core/caller.js";
import { get, post, query as queryOf, queuePath } from "../core/http.js";
import { useLive } from "../core/live.js";
import { done, say } from "../core/notices.js";
import { change, href } from "../core/route.js";
import { Act, Empty, Head, Link, Missing, Panel, Stale, TaskLink } from "../parts/bits.js";
import { ask, confirmed } from "../parts/dialog.js";
import { PickQueue, usePicked } from "../parts/pick.js";
import { Table } from "../parts/table.js";
import { counted, number, When } from "../parts/text.js";

const BY = { error: "Error", type: "Task type", "type,error": "Task type and error" };

export function Dead({ query }) {
  const { queue, queues, error } = usePicked((item) => item.counts.dead);
  const by = Object.keys(BY).includes(query.by) ? query.by : "error";
  const errors = useLive((signal) => (queue ? get(queuePath(queue, "errors") + queryOf({ by, state: "dead" }), signal) : null), [queue, by], 4000);
  const operator = useMay("operator");
  const admin = useMay("admin");
  if (!queue) return html`<${Head} title="Dead letters" />${queues ? html`<${Empty}>There is no queue yet.<//>` : html`<${Missing} error=${error} />`}`;
  const dead = queues?.find((item) => item.queue === queue)?.counts.dead ?? 0;
  const rows = errors.value?.items ?? [];
  return html`<${Head} title="Dead letters" under="Tasks that have failed in all of their attempts, or were buried by their handler.">
      ${operator ? html`<${Act} disabled=${!dead} run=${() => redrive(queue, {}, "all of queue " + queue)}>Redrive all<//>` : ""}
      ${admin ? html`<${Act} kind="danger" disabled=${!dead} run=${() => purge(queue, dead)}>Purge<//>` : ""}<//>
    <div class="filters"><${PickQueue} queue=${queue} queues=${queues} note=${(item) => (item ? " (" + number(item.counts.dead) + " dead)" : "")} />
      <label class="field"><span>Group by</span><select value=${by} onChange=${(event) => change({ by: event.target.value === "error" ? "" : event.target.value })}>
        ${Object.entries(BY).map(([value, name]) => html`<option key=${value} value=${value} selected=${value === by}>${name}</option>`)}</select></label></div>
    <${Stale} error=${errors.value ? errors.error : null} />
    <${Panel} title=${counted(dead, "dead task") + " in " + queue} aside=${html`<${Link} view="tasks" query=${{ queue, state: "dead" }}>List them<//>`}>
      ${!errors.value ? html`<${Missing} error=${errors.error} />` : rows.length ? html`<${Table} label="Why tasks are dead" rows=${rows} keyOf=${(row) => [row.taskType, row.type, row.message].join(" ")} columns=${columns(queue, by, operator)} />`
    : html`<${Empty}>No task of this queue is dead.<//>`}
      ${errors.value?.complete === false ? html`<p class="soft">The newest ${number(errors.value.looked)} tasks are grouped here; there are more.</p>` : ""}<//>
    <${Others} queues=${queues} queue=${queue} />`;
}

function columns(queue, by, operator) {
  return [
    { name: "tasks", number: true, show: (row) => html`<${Link} view="tasks" query=${{ queue, state: "dead", type: row.taskType, error: row.type }}>${number(row.dead)}<//>` },
    by.includes("type") ? { name: "task type", show: (row) => html`<b>${row.taskType}</b>` } : null,
    by.includes("error") ? { name: "error", kind: "long", show: (row) => html`<b>${row.type}</b><br /><span class="message">${row.message}</span>` } : null,
    { name: "first", show: (row) => html`<${When} at=${row.firstAt} />` }, { name: "last", show: (row) => html`<${When} at=${row.lastAt} />` },
    { name: "example", show: (row) => html`<${TaskLink} queue=${queue} id=${row.example} />` },
    operator ? { name: "act", show: (row) => html`<${Act} run=${() => redrive(queue, { type: row.taskType, error: row.type }, "those with " + [row.taskType, row.type].filter(Boolean).join(" and "))}>Redrive<//>` } : null,
  ];
}

function Others({ queues, queue }) {
  const others = (queues ?? []).filter((item) => item.counts.dead > 0 && item.queue !== queue);
  if (!others.length) return "";
  return html`<${Panel} title="Other queues with dead tasks"><ul class="plain">${others.map((item) => html`<li key=${item.queue}><${Link} view="dead" query=${{ queue: item.queue }}>${item.queue}<//> ${number(item.counts.dead)}</li>`)}</ul><//>`;
}

/** Counts first, then asks, with how fast they go. */
async function redrive(queue, filter, what) {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  const body = { from: "dead", ...(Object.keys(given).length ? { filter: given } : {}) };
  try {
    const { matched } = await post(queuePath(queue, "redrive"), { ...body, dryRun: true });
    const answer = await ask({
      title: "Redrive " + counted(matched, "dead task"), act: "Redrive", text: "They become ready again with all of their attempts: " + what + ".",
      fields: [{ name: "rate", label: "At most, tasks a second (optional)", hint: "Without it as fast as Redis takes them." }],
    });
    if (!answer) return;
    const rate = answer.rate.trim() ? { rate: Number(answer.rate) } : {};
    await done(post(queuePath(queue, "redrive"), { ...body, ...rate }), counted(matched, "dead task") + " of " + queue + " are being redriven.", { href: href("bulk"), text: "Watch it" });
  } catch (error) {
    say(error.message, true);
  }
}

async function purge(queue, dead) {
  const sure = await confirmed({ title: "Purge the dead tasks of " + queue, act: "Purge", danger: true, typed: queue, text: counted(dead, "dead task") + " will be removed, with payloads and failures. They cannot be brought back." });
  if (sure) await done(post(queuePath(queue, "purge"), { state: "dead", confirm: queue }), "The dead tasks of " + queue + " are being removed.", { href: href("bulk"), text: "Watch it" });
}
