// One batch: how far it is, the members that have not ended, and results if it gathers them.

import { html } from "../vendor/preact-htm.js";
import { useMay } from "../core/caller.js";
import { get, post, query as queryOf, queuePath } from "../core/http.js";
import { useLive } from "../core/live.js";
import { done } from "../core/notices.js";
import { change } from "../core/route.js";
import { Act, Empty, Facts, Head, Link, Missing, Panel, Stale, TaskLink } from "../parts/bits.js";
import { confirmed } from "../parts/dialog.js";
import { Table } from "../parts/table.js";
import { counted, number, State, When } from "../parts/text.js";
import { countColumns, Ended, ENDS } from "./batches.js";

const RESULTS = 50;
const LONGEST_RESULT = 200;

export function Batch({ of: [queue, id], query }) {
  const { value, error, reload } = useLive((signal) => load(queue, id, query.after, signal), [queue, id, query.after], 2000);
  const operator = useMay("operator");
  if (!value) return html`<${Head} title=${"Batch " + id} /><${Missing} error=${error} />`;
  const { view, members, results } = value;
  const path = queuePath(queue, "batches", id);
  const run = async (acting, text) => (await done(acting, text)) && reload();
  return html`<${Head} title=${"Batch " + (view.name || id)} under=${html`<${State} name=${view.state} /> in <${Link} view="batches" query=${{ queue }}>${queue}<//>`}>
      ${operator && view.state === "open" ? html`<${Act} run=${() => run(post(path + "/seal"), "Batch " + id + " is sealed.")}>Seal<//>` : ""}
      ${operator && !view.ended && view.state !== "cancelled" ? html`<${Act} kind="danger" run=${() => cancel(path, view, run)}>Cancel<//>` : ""}<//>
    <${Stale} error=${error} />
    <div class="progress"><${Ended} counts=${view.counts} /></div>
    <${Panel} title="About"><${Facts} of=${[
      ["id", html`<span class="mono">${view.id}</span>`], ["members", number(view.counts.total)], ["pending", number(view.counts.pending)],
      ...ENDS.map((name) => [name, view.counts[name] ? number(view.counts[name]) : ""]),
      ["when a member is dead", view.onFailure === "continue" ? "" : view.onFailure], ["member of", view.parent && html`<${Link} view="batch" of=${[queue, view.parent]}>${view.parent}<//>`],
      ["created", html`<${When} at=${view.createdAt} />`], ["sealed", view.sealedAt && html`<${When} at=${view.sealedAt} />`],
      ["is sealed", !view.sealedAt && view.openUntil && html`<${When} at=${view.openUntil} />`], ["ended", view.endedAt && html`<${When} at=${view.endedAt} />`],
    ]} /><//>
    <${Panel} title="Queues of its members"><${Table} label="Queues of its members" rows=${view.parts} keyOf=${(part) => part.queue} columns=${[
      { name: "queue", show: (part) => html`<${Link} view="queue" of=${[part.queue]}>${part.queue}<//>` }, ...countColumns((part) => part.counts),
      { name: "takes members", show: (part) => (part.final ? "no" : "yes") },
    ]} /><//>
    <${Panel} title=${"Members in " + queue + " that wait, run or are dead"}>${members.items.length ? html`<${Table} label="Members" rows=${members.items} keyOf=${(task) => task.id} columns=${[
      { name: "task", show: (task) => html`<${TaskLink} queue=${queue} id=${task.id} />` }, { name: "state", show: (task) => html`<${State} name=${task.state} />` },
      { name: "type", show: (task) => task.type }, { name: "attempt", number: true, show: (task) => task.attempt + " / " + task.maxAttempts },
      { name: "last failure", kind: "long", show: (task) => task.failure?.type ?? "" },
    ]} />` : html`<${Empty}>None.<//>`}${members.nextCursor ? html`<p class="soft">There are more.</p>` : ""}<//>
    ${results ? html`<${Results} results=${results} after=${query.after} />` : ""}`;
}

async function load(queue, id, after, signal) {
  const path = queuePath(queue, "batches", id);
  const [view, members] = await Promise.all([get(path, signal), get(path + "/tasks", signal)]);
  const results = view.gather ? await get(path + "/results" + queryOf({ limit: RESULTS, after }), signal) : null;
  return { view, members, results };
}

/** In each queue in the order in which its members ended. */
function Results({ results, after }) {
  return html`<${Panel} title="Results"><${Table} label="Results" rows=${results.items} keyOf=${(end) => end.queue + "/" + end.id} columns=${[
    { name: "task", show: (end) => html`<${TaskLink} queue=${end.queue} id=${end.id} />` }, { name: "state", show: (end) => html`<${State} name=${end.state} />` },
    { name: "ended", show: (end) => html`<${When} at=${end.endedAt} />` }, { name: "result", kind: "long", show: shown },
  ]} />
    ${results.items.length === RESULTS ? html`<button type="button" onClick=${() => change({ after: results.position })}>More</button>` : ""}
    ${after ? html`<button type="button" onClick=${() => change({ after: "" })}>From the first</button>` : ""}<//>`;
}

function shown(end) {
  if (!end.kept) return "not kept any more";
  if (end.resultEncryptedBy) return "encrypted by key " + end.resultEncryptedBy;
  const text = end.failure?.message ?? (end.state === "succeeded" ? JSON.stringify(end.result ?? null) : "");
  return text.length > LONGEST_RESULT ? text.slice(0, LONGEST_RESULT) + "…" : text;
}

async function cancel(path, view, run) {
  const sure = await confirmed({ title: "Cancel this batch", act: "Cancel the batch", danger: true, text: counted(view.counts.pending, "member") + " that have not ended will be cancelled." });
  if (sure) await run(post(path + "/cancel"), "The members of the batch are being cancelled.");
}
