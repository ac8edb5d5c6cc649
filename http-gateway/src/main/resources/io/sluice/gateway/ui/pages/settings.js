// The settings of a queue, to be edited. They are put as a whole: what is empty follows the engines.

import { put, queuePath } from "../core/http.js";
import { done, say } from "../core/notices.js";
import { ask } from "../parts/dialog.js";

const DURABILITIES = ["", "memory", "replica", "fsync"];

export async function editSettings(view, reload) {
  const { limits } = view;
  const answer = await ask({
    title: "Settings of queue " + view.queue, act: "Save",
    text: "An empty field follows the configuration of the engines. Times are written like 30s, 10m, 2h or 7d.",
    fields: [
      { name: "maxConcurrency", label: "Run at once at most", value: limits.maxConcurrency },
      { name: "limit", label: "Start at most, tasks", value: limits.rateLimit?.limit },
      { name: "per", label: "… in", value: limits.rateLimit?.per, hint: "1s, 1m, 1h" },
      { name: "burst", label: "… at once", value: limits.rateLimit?.burst },
      { name: "maxBacklog", label: "Backlog at most", value: limits.maxBacklog, hint: "Beyond it the queue refuses tasks." },
      { name: "maxAge", label: "Keep ended tasks for", value: limits.retention?.maxAge },
      { name: "maxCount", label: "Keep ended tasks, at most", value: limits.retention?.maxCount },
      { name: "ageEvery", label: "Waiting tasks gain a priority every", value: limits.ageEvery },
      { name: "maxDelay", label: "Refused when they would start later than", value: limits.maxDelay },
      { name: "durability", label: "Least durability", kind: "choice", options: DURABILITIES, value: limits.durability ?? "" },
      { name: "target", label: "Send each task to", value: limits.target?.url, hint: "A URL that the push file of a gateway allows." },
      { name: "groups", label: "Rules of groups, as JSON", kind: "text", value: limits.groups ? JSON.stringify(limits.groups, null, 2) : "",
        hint: "{\"tenant-7\": {\"weight\": 2, \"maxConcurrency\": 5}}" },
    ],
  });
  if (!answer) return;
  try {
    const body = settings(answer, limits.target);
    if (await done(put(queuePath(view.queue), body), "The settings of queue " + view.queue + " are saved.")) reload();
  } catch (error) {
    say(error.message, true);
  }
}

function settings(answer, target) {
  const text = (name) => String(answer[name] ?? "").trim() || undefined;
  const body = {
    maxConcurrency: figure("Run at once at most", text("maxConcurrency")), maxBacklog: figure("Backlog at most", text("maxBacklog")),
    ageEvery: text("ageEvery"), maxDelay: text("maxDelay"), durability: text("durability"),
  };
  if (text("limit")) {
    body.rateLimit = { limit: figure("Start at most", text("limit")), per: text("per") ?? "1s", burst: figure("at once", text("burst")) };
  }
  if (text("maxAge") || text("maxCount")) {
    body.retention = { maxAge: text("maxAge"), maxCount: figure("Keep at most", text("maxCount")) };
  }
  if (text("target")) body.target = { ...target, url: text("target") };
  if (text("groups")) body.groups = json("The rules of groups", text("groups"));
  return body;
}

function figure(label, text) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(label + " must be a whole number, is " + text + ".");
  return value;
}

function json(label, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(label + " must be JSON: " + error.message);
  }
}
