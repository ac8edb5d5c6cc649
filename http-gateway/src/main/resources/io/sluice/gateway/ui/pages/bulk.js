// Redrives and purges, with how far they are.

import { html } from "../vendor/preact-htm.js";
import { useMay } from "../core/caller.js";
import { get, post, query as queryOf } from "../core/http.js";
import { useLive } from "../core/live.js";
import { done } from "../core/notices.js";
import { change } from "../core/route.js";
import { Act, Empty, Head, Link, Missing, Share, Stale } from "../parts/bits.js";
import { confirmed } from "../parts/dialog.js";
import { Table } from "../parts/table.js";
import { number, percent, State, When } from "../parts/text.js";

export function Bulk({ query }) {
  const { value, error, reload } = useLive((signal) => get("v1/bulk-actions" + queryOf({ limit: 100, cursor: query.cursor }), signal), [query.cursor], 2000);
  const operator = useMay("operator");
  return html`<${Head} title="Bulk actions" under="Redrives and purges: those in progress, and about the last hundred of each queue." />
    ${!value ? html`<${Missing} error=${error} />` : html`<${Stale} error=${error} />
      ${value.items.length ? html`<${Table} label="Bulk actions" rows=${newestFirst(value.items)} keyOf=${(row) => row.id} columns=${[
    { name: "action", show: (row) => row.action }, { name: "queue", show: (row) => html`<${Link} view="queue" of=${[row.queue]}>${row.queue}<//>` },
    { name: "state", show: (row) => html`<${State} name=${row.state} />${row.waitingFor ? html` <span class="soft">waits for another</span>` : ""}` },
    { name: "progress", kind: "bar", show: (row) => html`<${Share} part=${part(row)} label="progress" text=${number(row.processed) + " of " + number(Math.max(row.matched, row.processed)) + ", " + percent(part(row))} />` },
    { name: "failed", number: true, show: (row) => number(row.failed) }, { name: "started", show: (row) => html`<${When} at=${row.startedAt} />` },
    { name: "id", show: (row) => html`<span class="mono soft">${row.id}</span>` },
    operator ? { name: "act", show: (row) => (row.state === "running" ? html`<${Act} kind="danger" run=${() => abort(row, reload)}>Abort<//>` : "") } : null,
  ]} />` : html`<${Empty}>None has been begun.<//>`}
      ${value.nextCursor ? html`<button type="button" onClick=${() => change({ cursor: value.nextCursor })}>More</button>` : ""}`}`;
}

function newestFirst(items) {
  return [...items].sort((one, other) => (other.startedAt ?? "").localeCompare(one.startedAt ?? ""));
}

function part({ state, matched, processed }) {
  if (state === "done") return 1;
  return matched ? Math.min(1, processed / matched) : 0;
}

async function abort(row, reload) {
  const sure = await confirmed({ title: "Abort this " + row.action, act: "Abort", danger: true, text: "What it has done already stays done." });
  if (sure && (await done(post("v1/bulk-actions/" + encodeURIComponent(row.id) + "/abort"), "The " + row.action + " of " + row.queue + " is aborted."))) reload();
}
