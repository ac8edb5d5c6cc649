// What can be done to tasks: which states allow it, what it asks before, how many calls are under way at once.

import { post, query, queuePath, remove } from "../core/http.js";
import { say } from "../core/notices.js";
import { confirmed } from "../parts/dialog.js";
import { counted } from "../parts/text.js";

const AT_ONCE = 4;

export const ACTS = {
  retry: { name: "Retry", states: ["dead"], did: "retried" },
  "run-now": { name: "Run now", states: ["scheduled", "retrying"], did: "made ready" },
  cancel: { name: "Cancel", states: ["ready", "running", "scheduled", "retrying"], did: "cancelled", asks: "A task that runs is asked to stop." },
  delete: { name: "Delete", states: ["ready", "scheduled", "retrying", "dead", "succeeded", "cancelled", "expired"], did: "deleted", asks: "Deleted tasks cannot be brought back." },
};

export function actsOf(state) {
  return Object.keys(ACTS).filter((act) => ACTS[act].states.includes(state));
}

/** One act on one task. */
export function actOn(queue, id, act) {
  const path = queuePath(queue, "tasks", id);
  return act === "delete" ? remove(path) : post(path + "/" + act);
}

/** Asks where it destroys, acts on all of them, and says what came of it; tells whether it was begun. */
export async function actOnMany(queue, ids, act) {
  const { name, did, asks } = ACTS[act];
  if (asks && !(await confirmed({ title: name + " " + counted(ids.length, "task"), act: name, danger: true, text: asks }))) return false;
  const { count, failures } = await oneByOne(queue, ids, act);
  const refused = failures.length ? " " + counted(failures.length, "was", "were") + " not: " + failures[0] : "";
  say(counted(count, "task was", "tasks were") + " " + did + "." + refused, count === 0);
  return true;
}

async function oneByOne(queue, ids, act) {
  const left = [...ids];
  const failures = [];
  const lane = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await actOn(queue, id, act).catch((error) => failures.push(error.message));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { count: ids.length - failures.length, failures };
}

/** The path of a list of tasks. */
export function listPath(queue, fields) {
  return queuePath(queue, "tasks") + query(fields);
}
