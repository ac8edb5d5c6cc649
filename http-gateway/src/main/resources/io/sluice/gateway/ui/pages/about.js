// What this server is, what it takes, whether its books are right; and how this page looks.

import { html } from "../vendor/preact-htm.js";
import { caller } from "../core/caller.js";
import { get, query, readiness, redisServers } from "../core/http.js";
import { useNewer } from "../core/history.js";
import { useLive } from "../core/live.js";
import { useStore } from "../core/store.js";
import { chooseTheme, theme } from "../core/theme.js";
import { Empty, Facts, Head, Link, Missing, Panel } from "../parts/bits.js";
import { Table } from "../parts/table.js";
import { age, bytes, number } from "../parts/text.js";

const MOST_PAGES = 5;

export function About() {
  const info = useLive((signal) => get("v1/info", signal), [], 0);
  const newer = useNewer();
  const ready = useLive(readiness, [], 5000);
  const redis = useLive(redisServers, [], 5000);
  const { role, name } = useStore(caller);
  const chosen = useStore(theme);
  const limits = info.value?.limits ?? {};
  return html`<${Head} title="About" />
    <div class="grid two">
      <${Panel} title="Server">${info.value ? html`<${Facts} of=${[["version", info.value.version], ["state", ready.value ? state(ready.value) : ""], ["you are", name ? name + ", " + role : role],
    ...Object.entries(limits).map(([limit, value]) => [words(limit), number(value)])]} />` : html`<${Missing} error=${info.error} />`}<//>
      <${Panel} title="This page">
        <fieldset class="choice"><legend>Theme</legend>${["system", "light", "dark"].map((one) => html`<label class="check" key=${one}><input type="radio" name="theme" value=${one} checked=${chosen === one} onChange=${() => chooseTheme(one)} /> <span>${one}</span></label>`)}</fieldset>
        <${Facts} of=${[["API", html`<a href="../openapi.json">openapi.json</a>`], ["metrics", html`<a href="../metrics">metrics</a>`],
    ["parts of others", "Preact 10 (MIT), htm 3.1.1 (Apache-2.0), uPlot 1.6.32 (MIT)"]]} /><//>
      ${(redis.value ?? []).map((server) => html`<${Redis} key=${server.place} server=${server} />`)}
    </div>
    ${newer ? html`<${Books} />` : ""}`;
}

function Redis({ server }) {
  const { place, answers, maxMemoryBytes } = server;
  return html`<${Panel} title=${place ? "Redis at " + place : "Redis"}>${answers ? html`<${Facts} of=${[
    ["version", [server.product, server.version].filter(Boolean).join(" ")], ["role", server.role], ["replicas", number(server.replicas)],
    ["memory", bytes(server.memoryBytes) + (maxMemoryBytes ? " of " + bytes(maxMemoryBytes) : ", no limit")], ["at that limit", maxMemoryBytes && server.evictionPolicy],
    ["connections", number(server.clients)], ["commands a second", number(server.commandsPerSecond)],
    ["up for", server.uptimeSeconds && age(server.uptimeSeconds * 1000)], ["append-only file", server.appendOnly === undefined ? "" : server.appendOnly ? "yes" : "no"],
  ]} />` : html`<p class="bad">It does not answer.</p>`}<//>`;
}

/** The audit of each queue: whether what was accepted is accounted for. */
function Books() {
  const { value, error } = useLive(load, [], 10000);
  if (!value) return html`<${Panel} title="Ledger"><${Missing} error=${error} /><//>`;
  const wrong = value.filter((row) => !row.balanced).length;
  return html`<${Panel} title="Ledger" aside=${wrong ? html`<span class="bad">${wrong} not balanced</span>` : "every accepted task is accounted for"}>
    ${value.length ? html`<${Table} label="Ledger" rows=${value} keyOf=${(row) => row.queue} columns=${[
    { name: "queue", show: (row) => html`<${Link} view="queue" of=${[row.queue]}>${row.queue}<//>` }, { name: "balanced", show: (row) => (row.balanced ? "yes" : html`<b class="bad">NO</b>`) },
    { name: "accepted", number: true, show: (row) => number(row.totals.accepted) }, { name: "succeeded", number: true, show: (row) => number(row.totals.succeeded) },
    { name: "dead", number: true, show: (row) => number(row.totals.dead) }, { name: "unfinished", number: true, show: (row) => number(row.unfinished) },
    { name: "difference", number: true, show: (row) => number(row.differences?.accepted) },
  ]} />` : html`<${Empty}>There is no queue yet.<//>`}<//>`;
}

async function load(signal) {
  const items = [];
  let cursor;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await get("v1/ledger" + query({ limit: 200, cursor }), signal);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (!cursor) break;
  }
  return items;
}

function state({ ready, reasons }) {
  return ready ? "ready" : "not ready: " + reasons.join("; ");
}

/** payloadBytes: payload bytes. */
function words(name) {
  return name.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase());
}
