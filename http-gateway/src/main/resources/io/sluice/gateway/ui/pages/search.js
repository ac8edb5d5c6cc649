// Finds what was searched for: a queue of that name, or a task with that id in any queue.

import { html } from "../vendor/preact-htm.js";
import { get } from "../core/http.js";
import { useLive } from "../core/live.js";
import { Empty, Head, Link, Missing, TaskLink } from "../parts/bits.js";
import { Table } from "../parts/table.js";
import { State, When } from "../parts/text.js";
import { listPath } from "./acts.js";

const MOST_QUEUES = 200;
const AT_ONCE = 8;

export function Search({ of: [wanted = ""] }) {
  const { value, error } = useLive((signal) => find(wanted, signal), [wanted], 0);
  if (!value) return html`<${Head} title=${"Search: " + wanted} /><${Missing} error=${error} />`;
  const nothing = !value.queues.length && !value.tasks.length;
  return html`<${Head} title=${"Search: " + wanted} />
    ${value.queues.length ? html`<p>Queues: ${value.queues.map((name) => html`<span key=${name}><${Link} view="queue" of=${[name]}>${name}<//> ${" "}</span>`)}</p>` : ""}
    ${value.tasks.length ? html`<${Table} label="Tasks that were found" rows=${value.tasks} keyOf=${(task) => task.queue + "/" + task.id} columns=${[
    { name: "task", show: (task) => html`<${TaskLink} queue=${task.queue} id=${task.id} />` },
    { name: "queue", show: (task) => task.queue }, { name: "type", show: (task) => task.type }, { name: "state", show: (task) => html`<${State} name=${task.state} />` },
    { name: "created", show: (task) => html`<${When} at=${task.createdAt} />` },
  ]} />` : ""}
    ${nothing ? html`<${Empty}>No queue has this in its name, and no task in ${value.looked} ${value.looked === 1 ? "queue" : "queues"} has this id.${value.all ? "" : " There are more queues: open the queue, and give the id in the address."}<//>` : ""}`;
}

async function find(wanted, signal) {
  const { items, nextCursor } = await get("v1/queues?limit=" + MOST_QUEUES, signal);
  const names = items.map((item) => item.queue);
  const left = [...names];
  const tasks = [];
  const lane = async () => {
    for (let queue = left.shift(); queue !== undefined; queue = left.shift()) {
      // What is no id of a task is refused by each queue alike; then there is none to be found.
      const found = await get(listPath(queue, { ids: wanted }), signal).catch((error) => {
        if (error.status === 422 || error.status === 404) return { items: [] };
        throw error;
      });
      tasks.push(...found.items);
    }
  };
  if (!wanted.includes(",")) await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const queues = names.filter((name) => name.toLowerCase().includes(wanted.toLowerCase()));
  if (tasks.length === 1 && !queues.length) location.replace("#/task/" + encodeURIComponent(tasks[0].queue) + "/" + encodeURIComponent(tasks[0].id));
  else if (queues.length === 1 && !tasks.length) location.replace("#/queue/" + encodeURIComponent(queues[0]));
  return { queues, tasks, looked: names.length, all: !nextCursor };
}
