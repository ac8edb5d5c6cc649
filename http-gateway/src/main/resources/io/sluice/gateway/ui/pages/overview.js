// Everything at a glance.

import { html } from "../vendor/preact-htm.js";
import { get, readiness, redisServers } from "../core/http.js";
import { useLive } from "../core/live.js";
import { href } from "../core/route.js";
import { sum, useQueues } from "../core/samples.js";
import { Head, Link, Missing, Panel, Share, Tile } from "../parts/bits.js";
import { Table } from "../parts/table.js";
import { age, bytes, compact, number, percent, rate } from "../parts/text.js";
import { Charts } from "./charts.js";
import { Banner } from "./problems.js";

const BUSIEST = 8;

export function Overview({ query }) {
  const { items, reading, error } = useQueues();
  if (!items) return html`<${Head} title="Overview" /><${Missing} error=${error} />`;
  return html`<${Glance} query=${query} items=${items} reading=${reading} error=${error} />`;
}

/** Asks for the rest once all queues are there: to look for workers in each costs as much as all queues together. */
function Glance({ query, items, reading, error }) {
  const later = (load) => (signal) => (reading ? null : load(signal));
  const workers = useLive(later((signal) => get("v1/workers?limit=200", signal)), [reading], 5000);
  const ready = useLive(later(readiness), [reading], 5000);
  const redis = useLive(later(redisServers), [reading], 5000);
  const all = sum(items);
  const slots = use(workers.value?.items);
  return html`<${Head} title="Overview" under=${number(items.length) + (items.length === 1 ? " queue" : " queues") + (reading ? " so far" : "")} />
    <${Banner} queues=${items} error=${error} ready=${ready.value} redis=${redis.value ?? []} />
    <div class="tiles">
      <${Tile} name="Ready" value=${compact(all.counts.ready)} note=${all.oldestReadyAgeMs ? "oldest " + age(all.oldestReadyAgeMs) : "none waits"} to=${href("queues", [], { sort: "-ready" })} />
      <${Tile} name="Running" value=${compact(all.counts.running)} note=${slots.capacity ? "of " + compact(slots.capacity) + " slots" : "\u00a0"} to=${href("workers")} />
      <${Tile} name="In" value=${rate(all.rates.accepted)} unit="/s" note=${compact(all.totals.accepted) + " in all"} to=${href("events")} />
      <${Tile} name="Succeeded" value=${rate(all.rates.succeeded)} unit="/s" note=${compact(all.totals.succeeded) + " in all"} to=${href("queues", [], { sort: "-done /s" })} />
      <${Tile} name="Retrying" value=${compact(all.counts.retrying)} note=${rate(all.rates.retried) + " retries/s"} to=${href("queues", [], { sort: "-retrying" })} />
      <${Tile} name="Dead" bad=${all.counts.dead > 0} value=${compact(all.counts.dead)} note=${rate(all.rates.dead) + " /s"} to=${href("dead")} />
      <${Tile} name="Scheduled" value=${compact(all.counts.scheduled)} note="for later" to=${href("queues", [], { sort: "-scheduled" })} />
      <${Tile} name="Workers" bad=${workers.value && all.counts.ready > 0 && slots.count === 0} value=${workers.value ? number(slots.count) : "…"} note=${slots.capacity ? percent(slots.inFlight / slots.capacity) + " in use" : "\u00a0"} to=${href("workers")} />
      <${RedisTile} servers=${redis.value ?? []} />
    </div>
    <${Charts} query=${query} />
    <${Panel} title="Busiest queues" aside=${html`<${Link} view="queues">All queues<//>`}><${Busiest} items=${items} /><//>`;
}

/** All masters together. */
function RedisTile({ servers }) {
  const of = (name) => servers.reduce((sum, server) => sum + (server[name] ?? 0), 0);
  const most = servers.length > 0 && servers.every((server) => server.maxMemoryBytes) ? of("maxMemoryBytes") : 0;
  const [size, unit] = bytes(of("memoryBytes")).split(" ");
  return html`<${Tile} name="Redis" bad=${servers.some((server) => !server.answers)} value=${of("memoryBytes") ? size : "…"} unit=${of("memoryBytes") ? " " + unit : ""}
    note=${(most ? "of " + bytes(most) + ", " : "") + compact(of("commandsPerSecond")) + " calls/s"} to=${href("about")} />`;
}

function Busiest({ items }) {
  const rows = [...items].sort((one, other) => weight(other) - weight(one) || one.queue.localeCompare(other.queue)).slice(0, BUSIEST);
  const most = Math.max(1, ...rows.map((row) => row.counts.ready));
  return html`<${Table} label="Busiest queues" rows=${rows} keyOf=${(row) => row.queue} columns=${[
    { name: "queue", show: (row) => html`<${Link} view="queue" of=${[row.queue]}>${row.queue}<//>${row.paused ? html` <span class="tag">paused</span>` : ""}` },
    { name: "ready", kind: "bar", show: (row) => html`<${Share} part=${row.counts.ready / most} label=${"ready in " + row.queue} text=${compact(row.counts.ready)} />` },
    { name: "running", number: true, show: (row) => compact(row.counts.running) },
    { name: "done /s", number: true, show: (row) => rate(row.rates?.succeeded) },
    { name: "oldest", number: true, show: (row) => (row.oldestReadyAgeMs ? age(row.oldestReadyAgeMs) : "") },
    { name: "dead", number: true, show: (row) => compact(row.counts.dead) },
  ]} />`;
}

/** Moves only when much changes: rows that swap places all the time cannot be read. */
function weight(queue) {
  return Math.round(Math.log2(1 + queue.counts.ready + queue.counts.running + (queue.rates?.ended ?? 0)) / 3);
}

/** Slots of the workers and how many are in use; a worker of several queues has its slots once. */
function use(items = []) {
  const sessions = new Map();
  for (const worker of items) {
    const one = sessions.get(worker.session) ?? { capacity: 0, inFlight: 0 };
    one.capacity = Math.max(one.capacity, worker.capacity ?? 0);
    one.inFlight += worker.inFlight ?? 0;
    sessions.set(worker.session, one);
  }
  const list = [...sessions.values()];
  const total = (name) => list.reduce((count, one) => count + one[name], 0);
  return { count: list.length, capacity: total("capacity"), inFlight: total("inFlight") };
}
