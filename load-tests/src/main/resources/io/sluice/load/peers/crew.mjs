// The workers that bullmq.mjs measures: started there, or each in a process of its own, which this
// file is the program of.
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** What the command line says, a word "name=value" each; the address of Redis may hold a password. */
export const plan = { redis: process.env.SLUICE_PEER_REDIS };
for (const word of process.argv.slice(2)) {
  const [, key, value] = word.match(/^(\w+)=(.*)$/);
  plan[key] = /^\d+$/.test(value) ? Number(value) : value;
}

/** From the folder that npm installed into, wherever this file lies. */
export const require = createRequire(plan.modules + '/package.json');
const { Worker } = require('bullmq');
const IORedis = require('ioredis');

// What an engine keeps by default, too.
const KEPT = { age: 3600, count: 10_000 };

/** Milliseconds, by the same clock in all processes of a machine. */
export function now() {
  const [seconds, nanos] = process.hrtime();
  return seconds * 1e3 + nanos / 1e6;
}

export function cpuMicros() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

const connections = [];

export function connection() {
  const redis = new IORedis(plan.redis, { maxRetriesPerRequest: null });
  connections.push(redis);
  return redis;
}

/** A worker whose handler does nothing but to be noted. */
function startWorker(queue, tell) {
  let ran = [];
  let completed = [];
  let told = false;
  const soon = () => {
    if (!told) {
      told = true;
      setImmediate(() => {
        told = false;
        const news = { ran, completed };
        ran = [];
        completed = [];
        tell(news);
      });
    }
  };
  const worker = new Worker(
    queue,
    async (job) => {
      ran.push(Number(job.data.n), now());
      soon();
    },
    {
      connection: connection(),
      prefix: plan.prefix,
      concurrency: plan.concurrency,
      removeOnComplete: KEPT,
      autorun: false,
    },
  );
  worker.on('completed', (job) => {
    completed.push(Number(job.data.n));
    soon();
  });
  worker.on('error', (error) => console.error(`worker: ${error.message}`));
  return worker;
}

export function closeConnections() {
  connections.forEach((redis) => redis.disconnect());
}

/** All workers of a queue, in this process or in others. */
export async function crewOf(queue, tell) {
  if (plan.workers === 0) {
    const worker = startWorker(queue, tell);
    await worker.waitUntilReady();
    return {
      run: () => void worker.run(),
      cpu: async () => 0,
      close: () => worker.close(),
    };
  }
  const cpus = [];
  const crew = Array.from({ length: plan.workers }, () => {
    const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
      env: { ...process.env, SLUICE_PEER_WORKER: queue },
      serialization: 'advanced',
    });
    child.up = new Promise((up, fail) => {
      child.on('exit', (code) => fail(new Error(`a worker process ended with ${code}`)));
      child.on('message', (news) => {
        if (news.ready) up();
        else if (news.cpu !== undefined) cpus.shift()(news.cpu);
        else tell(news);
      });
    });
    return child;
  });
  await Promise.all(crew.map((child) => child.up));
  return {
    run: () => crew.forEach((child) => child.send('run')),
    cpu: async () => {
      let all = 0;
      for (const child of crew) {
        all += await new Promise((answer) => {
          cpus.push(answer);
          child.send('cpu');
        });
      }
      return all;
    },
    close: () =>
      Promise.all(
        crew.map(
          (child) =>
            new Promise((gone) => {
              child.on('exit', gone);
              child.send('end');
            }),
        ),
      ),
  };
}

if (process.send && process.env.SLUICE_PEER_WORKER) {
  const worker = startWorker(process.env.SLUICE_PEER_WORKER, (news) => {
    if (process.connected) process.send(news);
  });
  process.on('message', async (order) => {
    if (order === 'run') {
      worker.run().catch((error) => console.error(`worker: ${error.message}`));
    } else if (order === 'cpu') {
      process.send({ cpu: cpuMicros() });
    } else {
      await worker.close();
      closeConnections();
      process.disconnect();
    }
  });
  process.on('disconnect', () => process.exit(0));
  await worker.waitUntilReady();
  process.send({ ready: true });
}
