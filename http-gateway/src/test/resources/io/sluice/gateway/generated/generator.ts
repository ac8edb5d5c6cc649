import { Configuration, OutcomeKind, QueuesApi, SettleStatus, TaskState, TasksApi, WorkersApi } from "./client";

const outcomes: Record<string, OutcomeKind> = { a: "succeed", b: "retry", c: "bury", d: "release", e: "snooze" };

function check(holds: boolean, seen: unknown): void {
  if (!holds) throw new Error("not as expected: " + JSON.stringify(seen));
}

async function main(): Promise<void> {
  const configuration = new Configuration({ basePath: process.argv[2] });
  const tasks = new TasksApi(configuration);
  const workers = new WorkersApi(configuration);
  const queue = "generated-typescript";
  for (const id of Object.keys(outcomes)) {
    const task = await tasks.enqueue({ queue, enqueueRequest: { type: "work", id, payload: { n: 1 }, retry: { maxAttempts: 3 } } });
    check(task.state === TaskState.Ready, task);
  }
  const claimed = await workers.claimTasks({ queue, claimRequest: { max: 10 } });
  check(claimed.tasks.length === 5, claimed);
  const settled = await workers.settleTasks({
    queue,
    settleRequest: {
      session: claimed.session,
      outcomes: claimed.tasks.map((task) => {
        const outcome = outcomes[task.id];
        const fails = outcome === "retry" || outcome === "bury";
        return {
          id: task.id,
          token: task.token,
          outcome,
          ...(outcome === "succeed" ? { result: { done: true } } : {}),
          ...(fails ? { failure: { type: "Broken", message: "no" } } : {}),
          ...(outcome === "snooze" ? { delay: "1h" } : {}),
        };
      }),
    },
  });
  check(settled.results.every((result) => result.status === SettleStatus.Settled), settled);
  const done = await tasks.showTask({ queue, id: "a" });
  check(done.state === "succeeded" && done.result !== undefined, done);
  await tasks.cancelTask({ queue, id: "e" });
  await new QueuesApi(configuration).pauseQueue({ queue });
  console.log("all settled");
}

main().catch((error) => {
  console.error(error.response ? error.response.status : error);
  process.exit(1);
});
