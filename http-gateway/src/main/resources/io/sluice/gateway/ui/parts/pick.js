// Chooses a queue; the address has the choice.

import { html } from "../vendor/preact-htm.js";
import { change, place } from "../core/route.js";
import { useQueues } from "../core/samples.js";
import { useStore } from "../core/store.js";

/**
 * The queue of the address, or the first that does best by a measure.
 *
 * @returns {{queue: string, queues: Array, error: Error}} queue is "" while none is known
 */
export function usePicked(measure = () => 0) {
  const { items, error } = useQueues();
  const { query } = useStore(place);
  const best = (items ?? []).reduce((found, item) => (found && measure(found) >= measure(item) ? found : item), undefined);
  return { queue: query.queue ?? best?.queue ?? "", queues: items, error };
}

export function PickQueue({ queue, queues, note = () => "" }) {
  const names = (queues ?? []).map((item) => item.queue);
  const all = queue && !names.includes(queue) ? [queue, ...names] : names;
  return html`<label class="field"><span>Queue</span><select value=${queue} onChange=${(event) => change({ queue: event.target.value, cursor: "" })}>
    ${all.map((name) => html`<option key=${name} value=${name} selected=${name === queue}>${name}${note(queues?.find((item) => item.queue === name))}</option>`)}
  </select></label>`;
}
