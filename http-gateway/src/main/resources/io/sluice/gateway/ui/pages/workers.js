// The workers that are alive.

import { html } from "../vendor/preact-htm.js";
import { useMay } from "../core/caller.js";
import { get, post, query as queryOf, queuePath } from "../core/http.js";
import { useLive } from "../core/live.js";
import { done } from "../core/notices.js";
import { change } from "../core/route.js";
import { Act, Empty, Head, Link, Missing, Share, Stale } from "../parts/bits.js";
import { confirmed } from "../parts/dialog.js";
import { sorted, Table } from "../parts/table.js";
import { age, number } from "../parts/text.js";

const COLUMNS = [
  { name: "host", sort: (row) => row.host ?? "", show: (row) => row.host ?? html`<span class="soft">not told</span>` },
  { name: "version", sort: (row) => row.version ?? "", show: (row) => row.version ?? "" },
  { name: "session", sort: (row) => row.session, show: (row) => html`<span class="mono">${row.session}</span>` },
  { name: "queue", sort: (row) => row.queue, show: (row) => html`<${Link} view="queue" of=${[row.queue]}>${row.queue}<//>` },
  { name: "in use", kind: "bar", sort: (row) => row.inFlight, show: (row) => (row.capacity ? html`<${Share} part=${(row.inFlight ?? 0) / row.capacity} label="slots in use" text=${number(row.inFlight ?? 0) + " of " + number(row.capacity)} />` : number(row.inFlight)) },
  { name: "types", kind: "long", show: (row) => (row.types ?? []).join(", ") },
  { name: "heartbeat", number: true, sort: (row) => row.heartbeatAgeMs, show: (row) => (row.heartbeatAgeMs === undefined || row.heartbeatAgeMs === null ? "" : age(row.heartbeatAgeMs) + " ago") },
  { name: "alive for", number: true, sort: (row) => -Date.parse(row.since ?? 0), show: (row) => (row.since ? age(Math.max(0, Date.now() - Date.parse(row.since))) : "") },
  { name: "asked to", show: (row) => (row.asked && row.asked !== "claim" ? html`<span class="tag">${row.asked === "quiet" ? "be quiet" : "stop"}</span>` : "") },
  { name: "lost in", number: true, sort: (row) => row.expiresInMs, show: (row) => age(row.expiresInMs) },
];

const ASKS = {
  quiet: { name: "Quiet", say: "is asked to claim nothing more; what it runs goes on." },
  resume: { name: "Resume", say: "is asked to claim again." },
  stop: { name: "Stop", say: "is asked to stop.", asks: "It claims nothing more and ends once nothing runs, or after 25 s; then what it still runs goes back and is claimed elsewhere. Nothing starts it again but its own program." },
};

/** What can be asked of a worker; of all its queues, whichever of them it stands under here. */
function acts(reload) {
  return { name: "act", show: (row) => html`<span class="acts">${(row.asked === "quiet" ? ["resume", "stop"] : row.asked === "stop" ? [] : ["quiet", "stop"]).map((act) => html`<${Act} kind=${act === "stop" ? "danger" : ""} run=${() => askWorker(row, act, reload)}>${ASKS[act].name}<//>`)}</span>` };
}

async function askWorker(row, act, reload) {
  const { name, say, asks } = ASKS[act];
  const who = "Worker " + row.session + (row.host ? " of " + row.host : "");
  if (asks && !(await confirmed({ title: name + " worker " + row.session, act: name, danger: true, text: asks }))) return;
  if (await done(post(queuePath(row.queue, "sessions", row.session, act)), who + " " + say)) reload();
}

export function Workers({ query }) {
  const operator = useMay("operator");
  const { value, error, reload } = useLive((signal) => get("v1/workers" + queryOf({ limit: 200, cursor: query.cursor }), signal), [query.cursor], 2000);
  const columns = operator ? [...COLUMNS, acts(reload)] : COLUMNS;
  const rows = (value?.items ?? []).filter((row) => !query.queue || row.queue === query.queue);
  return html`<${Head} title="Workers" under=${value ? new Set(rows.map((row) => row.session)).size + " alive" + (query.queue ? " on " + query.queue : "") + ". A worker of several queues stands here once for each." : ""}>
      ${query.queue ? html`<${Link} view="workers">All queues<//>` : ""}<//>
    ${!value ? html`<${Missing} error=${error} />` : html`<${Stale} error=${error} />
      ${rows.length ? html`<${Table} label="Workers" rows=${sorted(rows, columns, query.sort)} keyOf=${(row) => row.session + " " + row.queue} columns=${columns} sort=${query.sort} onSort=${(sort) => change({ sort })} />`
    : html`<${Empty}>No worker is alive. Ready tasks wait until one claims them.<//>`}
      ${value.nextCursor ? html`<button type="button" onClick=${() => change({ cursor: value.nextCursor })}>More</button>` : ""}`}`;
}
