import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

type Outcome = components["schemas"]["OutcomeRequest"];

function check(holds: boolean, seen: unknown): void {
  if (!holds) throw new Error("not as expected: " + JSON.stringify(seen));
}

async function main(): Promise<void> {
  const client = createClient<paths>({ baseUrl: process.argv[2] });
  const path = { queue: "generated-types" };
  const enqueued = await client.POST("/v1/queues/{queue}/tasks", {
    params: { path },
    body: { type: "work", id: "a", payload: { n: 1 }, retry: { maxAttempts: 3 } },
  });
  // A text where the request is a stream of lines.
  const task = enqueued.data;
  check(typeof task === "object" && task.state === "ready", enqueued.error);
  const claimed = await client.POST("/v1/queues/{queue}/claims", { params: { path }, body: { max: 10 } });
  if (!claimed.data) throw new Error(JSON.stringify(claimed.error));
  const outcomes = claimed.data.tasks.map((task): Outcome => ({ id: task.id, token: task.token, outcome: "succeed", result: { done: true } }));
  const settled = await client.POST("/v1/queues/{queue}/claims/settle", {
    params: { path },
    body: { session: claimed.data.session, outcomes },
  });
  check(settled.data?.results[0].status === "settled", settled.error);
  const paused = await client.POST("/v1/queues/{queue}/pause", { params: { path } });
  check(paused.data?.paused === true, paused.error);
  console.log("all settled");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
