// Enqueues a task by hand: a new one, or one again with what is changed. The payload goes as it was
// written, with all of its digits.

import { post, queuePath } from "../core/http.js";
import { done, say } from "../core/notices.js";
import { href } from "../core/route.js";
import { ask } from "../parts/dialog.js";

/** @param payload as JSON text */
export async function enqueue({ queue, type = "", payload = "", priority, group, tags = [], title = "Enqueue a task into " + queue }) {
  const answer = await ask({
    title, act: "Enqueue",
    fields: [
      { name: "type", label: "Type", value: type, required: true },
      { name: "payload", label: "Payload, as JSON", kind: "text", value: payload },
      { name: "delay", label: "Delay (optional)", hint: "30s, 10m, 2h" },
      { name: "priority", label: "Priority, 0 to 9 (optional)", value: priority ?? "" },
      { name: "group", label: "Group (optional)", value: group ?? "" },
      { name: "tags", label: "Tags, with commas (optional)", value: tags.join(", ") },
    ],
  });
  if (!answer) return;
  const body = bodyOf(answer);
  if (body.error) {
    say(body.error, true);
    return;
  }
  await done(post(queuePath(queue, "tasks"), body.text), (task) => "Task " + task.id + " is enqueued.",
    (task) => ({ href: href("task", [queue, task.id]), text: "Look at it" }));
}

function bodyOf(answer) {
  const payload = answer.payload.trim();
  try {
    if (payload) JSON.parse(payload);
  } catch (error) {
    return { error: "The payload must be JSON: " + error.message };
  }
  const fields = { type: answer.type.trim(), delay: answer.delay.trim(), group: answer.group.trim() };
  const tags = answer.tags.split(",").map((tag) => tag.trim()).filter(Boolean);
  const parts = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => JSON.stringify(name) + ":" + JSON.stringify(value));
  const priority = String(answer.priority).trim();
  if (priority && !/^\d$/.test(priority)) return { error: "The priority must be from 0 to 9, is " + priority + "." };
  if (priority) parts.push("\"priority\":" + priority);
  if (tags.length) parts.push("\"tags\":" + JSON.stringify(tags));
  if (payload) parts.push("\"payload\":" + payload);
  return { text: "{" + parts.join(",") + "}" };
}
