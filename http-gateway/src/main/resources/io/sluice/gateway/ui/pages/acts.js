// What can be done to tasks: which states allow it, what it asks before, and what came of it.

import { post, query, queuePath, remove } from "../core/http.js";
import { say } from "../core/notices.js";
import { store } from "../core/store.js";
import { ask, confirmed } from "../parts/dialog.js";
import { counted, number } from "../parts/text.js";

/** Tasks of one call. */
const MOST = 200;

/** Calls of a dry run; what they do not find is "or more". */
const MOST_LOOKS = 10;

export const ACTS = {
  retry: { name: "Retry", states: ["dead"], did: "retried" },
  "run-now": { name: "Run now", states: ["scheduled", "retrying"], did: "made ready" },
  cancel: { name: "Cancel", states: ["ready", "running", "scheduled", "retrying"], did: "cancelled", asks: "A task that runs is asked to stop." },
  delete: { name: "Delete", states: ["ready", "scheduled", "retrying", "dead", "succeeded", "cancelled", "expired"], did: "deleted", asks: "Deleted tasks cannot be brought back." },
};

/** The act on all that match which is under way: { text, done, stop }, or null. */
export const underWay = store(null);

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
  const { name, asks } = ACTS[act];
  if (asks && !(await confirmed({ title: name + " " + counted(ids.length, "task"), act: name, danger: true, text: asks }))) return false;
  const sum = summed();
  for (let i = 0; i < ids.length && !sum.error; i += MOST) await sum.add(post(queuePath(queue, "act"), { action: act, ids: ids.slice(i, i + MOST) }));
  told(act, sum);
  return true;
}

/** Counts those that match, asks what is to be done to them, and does it, call by call. */
export async function actOnAll(queue, filter, acts) {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  try {
    const { matched, more } = await count(queue, given, acts[0]);
    if (!matched) {
      say("No task matches.");
      return false;
    }
    const answer = await ask({
      title: counted(matched, "task") + (more ? " or more" : ""), act: "Do it", danger: true,
      text: "All tasks of queue " + queue + " that are " + given.state + " and fit the filters, also those that are not shown. What ends or changes meanwhile is left out.",
      fields: [{ name: "act", label: "What to do", kind: "choice", options: acts, value: acts[0] }],
    });
    if (!answer) return false;
    await goThrough(queue, given, answer.act);
    return true;
  } catch (error) {
    say(error.message, true);
    return false;
  }
}

async function count(queue, filter, action) {
  let matched = 0;
  let cursor;
  for (let i = 0; i < MOST_LOOKS; i++) {
    const answer = await post(queuePath(queue, "act"), { action, filter, dryRun: true, cursor });
    matched += answer.matched;
    cursor = answer.nextCursor;
    if (!cursor) return { matched, more: false };
  }
  return { matched, more: true };
}

async function goThrough(queue, filter, act) {
  const sum = summed();
  let stopped = false;
  let cursor;
  do {
    underWay.set({ text: ACTS[act].name + " in " + queue, done: sum.done, stop: () => { stopped = true; } });
    cursor = (await sum.add(post(queuePath(queue, "act"), { action: act, filter, cursor })))?.nextCursor;
  } while (cursor && !stopped && !sum.error);
  underWay.set(null);
  told(act, sum, stopped ? " Stopped." : "");
}

/** Adds up what calls have done. */
function summed() {
  return {
    done: 0, refused: 0, why: "", error: null,
    async add(call) {
      try {
        const answer = await call;
        this.done += answer.done;
        this.refused += answer.failed.length;
        this.why ||= answer.failed[0]?.detail ?? "";
        return answer;
      } catch (error) {
        this.error = error;
        return null;
      }
    },
  };
}

function told(act, sum, end = "") {
  const refused = sum.refused ? " " + counted(sum.refused, "was", "were") + " not: " + sum.why : "";
  const error = sum.error ? " Then: " + sum.error.message : "";
  say(counted(sum.done, "task was", "tasks were") + " " + ACTS[act].did + "." + refused + error + end, Boolean(sum.error) || (sum.done === 0 && sum.refused > 0));
}

/** How far the act is that is under way. */
export function progressOf({ text, done }) {
  return text + ": " + number(done) + " done";
}

/** The path of a list of tasks. */
export function listPath(queue, fields) {
  return queuePath(queue, "tasks") + query(fields);
}
