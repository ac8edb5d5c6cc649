// Does one load of sluice-load with BullMQ, and writes what it came to as JSON.
//   SLUICE_PEER_REDIS=redis://… node bullmq.mjs workload=closed inFlight=1024 seconds=5 …
// Loads: closed (so many tasks in flight), rate (by plan), drain (a backlog, then its run). Beside
// this process run as many worker processes as "workers" says; with 0 the worker is in this one.
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { closeConnections, connection, cpuMicros, crewOf, now, plan, require } from './crew.mjs';

const JOB = 'load';
const DIGITS = 10;
// Of the JSON around the padding.
const FRAME = JSON.stringify({ n: '0'.repeat(DIGITS), pad: '' }).length;
const LATE_AFTER_MS = 10;
const STALL_MS = 30_000;
const MOST_FILLING = 1024;
const BULK = 256;

const { Queue } = require('bullmq');

const result = await main().catch((error) => ({ problem: String(error.stack ?? error) }));
writeFileSync(plan.out, JSON.stringify(result, null, 1));
closeConnections();
process.exit(result.problem ? 1 : 0);

async function main() {
  if (plan.workload === 'drain' && plan.warmupTasks > 0) {
    await load({ ...plan, tasks: plan.warmupTasks }, 'warm');
  }
  return load(plan, 'load');
}

async function load(what, name) {
  const queue = new Queue(name, { connection: connection(), prefix: plan.prefix });
  const look = connection();
  const pad = Array.from({ length: plan.payloadBytes - FRAME }, (_, i) =>
    String.fromCharCode(97 + ((i * 7) % 26)),
  ).join('');
  const payload = (n) => ({ n: String(n).padStart(DIGITS, '0'), pad });

  const runs = [];
  const ends = [];
  const sentAt = [];
  const pickups = [];
  let sent = 0;
  let acknowledged = 0;
  let refused = 0;
  let ended = 0;
  let lastRan = 0;
  let from = 0;
  let room = () => {};
  let moved = now();

  const crew = await crewOf(name, ({ ran, completed }) => {
    moved = now();
    for (let i = 0; i < ran.length; i += 2) {
      const n = ran[i];
      runs[n] = (runs[n] ?? 0) + 1;
      lastRan = Math.max(lastRan, ran[i + 1]);
      if (n >= from && runs[n] === 1) pickups.push(ran[i + 1] - sentAt[n]);
      room();
    }
    for (const n of completed) {
      ends[n] = (ends[n] ?? 0) + 1;
      ended++;
    }
  });

  const send = () => {
    const n = sent++;
    sentAt[n] = now();
    return queue.add(JOB, payload(n)).then(
      () => void acknowledged++,
      () => void refused++,
    );
  };
  /** Until so many have ended, or nothing moves any more. */
  const settled = async (count) => {
    while (ended < count() && now() - moved < STALL_MS) await pause(1);
    return now();
  };
  const answered = async () => {
    while (acknowledged + refused < sent) await pause(1);
  };

  const closed = async (seconds) => {
    const until = now() + seconds * 1e3;
    let open = 0;
    room = () => {
      open--;
      while (open < what.inFlight && now() < until) {
        open++;
        void send();
      }
    };
    open = 1;
    room();
    while (now() < until) await pause(5);
    room = () => {};
  };

  let late = 0;
  let planned = 0;
  const byPlan = async (perSecond, seconds) => {
    const start = now() + 20;
    planned = Math.floor(perSecond * seconds);
    late = 0;
    for (let i = 0; i < planned; ) {
      const due = Math.min(planned, Math.floor(((now() - start) / 1e3) * perSecond) + 1);
      for (; i < due; i++) {
        if (now() - start - (i / perSecond) * 1e3 > LATE_AFTER_MS) late++;
        void send();
      }
      if (i < planned) await pause(1);
    }
  };

  const usage = async () => {
    const [cpu, memory] = [await look.info('cpu'), await look.info('memory')];
    const field = (text, key) => Number(text.match(new RegExp(`^${key}:([\\d.]+)`, 'm'))?.[1]);
    const thread = cpu.includes('used_cpu_user_main_thread') ? '_main_thread' : '';
    return {
      at: now(),
      redis: (field(cpu, `used_cpu_user${thread}`) + field(cpu, `used_cpu_sys${thread}`)) * 1e6,
      client: cpuMicros() + (await crew.cpu()),
      bytes: field(memory, 'used_memory'),
    };
  };
  const cost = (a, b, tasks) => ({
    redis: (b.redis - a.redis) / Math.max(1, tasks),
    client: (b.client - a.client) / Math.max(1, tasks),
  });

  const summary = { throughput: {}, latencyMs: {}, redis: {}, client: {} };
  const told = (each, completedPerSecond, enqueuedPerSecond) => {
    summary.throughput = { enqueuedPerSecond, completedPerSecond };
    summary.redis.cpuMicrosPerTask = each.redis;
    summary.client.cpuMicrosPerTask = each.client;
  };

  if (what.workload === 'drain') {
    const empty = await usage();
    let next = 0;
    const feeder = async () => {
      while (next < what.tasks) {
        const first = next;
        next = sent = Math.min(what.tasks, first + BULK);
        const jobs = Array.from({ length: next - first }, (_, i) => ({
          name: JOB,
          data: payload(first + i),
        }));
        const added = await queue.addBulk(jobs);
        acknowledged += added.length;
      }
    };
    await Promise.all(Array.from({ length: MOST_FILLING / BULK }, feeder));
    const full = await usage();
    from = sent;
    moved = now();
    const began = now();
    crew.run();
    const end = await settled(() => acknowledged);
    const gone = await usage();
    const enqueue = cost(empty, full, acknowledged);
    const run = cost(full, gone, ended);
    told(
      { redis: enqueue.redis + run.redis, client: enqueue.client + run.client },
      (ended * 1e3) / (end - began),
      (acknowledged * 1e3) / (full.at - empty.at),
    );
    summary.redis.enqueueCpuMicrosPerTask = enqueue.redis;
    summary.redis.runCpuMicrosPerTask = run.redis;
    summary.redis.bytesPerQueuedTask = (full.bytes - empty.bytes) / Math.max(1, acknowledged);
  } else {
    crew.run();
    const pass =
      what.workload === 'closed'
        ? (seconds) => closed(seconds)
        : (seconds, rate) => byPlan(rate, seconds);
    from = Infinity;
    await pass(what.warmupSeconds, what.warmupRate);
    await answered();
    await settled(() => acknowledged);
    from = sent;
    const before = await usage();
    const ackedBefore = acknowledged;
    const began = now();
    await pass(what.seconds, what.rate);
    await answered();
    await settled(() => acknowledged);
    const after = await usage();
    const tasks = acknowledged - ackedBefore;
    told(
      cost(before, after, tasks),
      (tasks * 1e3) / Math.max(1, lastRan - began),
      (tasks * 1e3) / Math.max(1, after.at - began),
    );
    pickups.sort((a, b) => a - b);
    const point = (share) =>
      pickups[Math.min(pickups.length - 1, Math.ceil(share * pickups.length) - 1)] ?? null;
    summary.latencyMs.pickup = { count: pickups.length, p50: point(0.5), p99: point(0.99) };
  }

  // What is late to be told is waited for; then each task must have run and ended once.
  await pause(100);
  const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'failed', 'prioritized');
  const unfinished = Object.values(counts).reduce((a, b) => a + b, 0);
  let never = 0;
  let more = 0;
  for (let n = 0; n < sent; n++) {
    if (!(runs[n] > 0 && ends[n] > 0)) never++;
    if (runs[n] > 1 || ends[n] > 1) more++;
  }
  const lost = Math.max(0, never - refused, unfinished);
  await crew.close();
  await queue.obliterate({ force: true });
  await queue.close();
  const behind = what.workload === 'rate' && late > planned / 100;
  const wrong = lost > 0 || more > 0;
  return {
    peer: `BullMQ ${require('bullmq/package.json').version}, Node ${process.version}`,
    verdict: wrong ? 'lost or doubled' : behind ? 'generator fell behind' : refused > 0 ? 'failed' : 'ok',
    problems: refused > 0 ? [`${refused} adds failed`] : [],
    summary,
    generator: what.workload === 'rate' ? { planned, late } : null,
    ledger: { accepted: acknowledged, succeeded: ended, lost, doubled: more, refused },
  };
}
