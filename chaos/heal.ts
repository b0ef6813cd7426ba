import { setTimeout as sleep } from 'node:timers/promises';
import { flowLists } from './compare/flows.check';
import { eachOf } from './compare/check';
import { ask, listed } from './load/api';
import type { FlowResource } from './load/call';
import { deliver, settle } from './load/customer';
import type { Entry, Journal } from './load/journal';
import type { System } from './system/system';

const AT_ONCE = 16;
/**
 * Milliseconds, both much longer than it takes: what they judge is whether an answer or an end
 * comes at all, and never how busy the machine is.
 */
const TOLD_WITHIN = 300_000;
const ENDED_WITHIN = 600_000;
const URGED_EVERY = 5_000;
const LOOKS_EVERY = 250;

/** Takes the faults back, asks again for every answer that was lost, and lets the flows end. */
export async function heal(system: System, journal: Journal): Promise<void> {
  await system.heal();
  await askAgain(system, journal, ({ call }) => call.kind !== 'cancel');
  await untilAllEnded(system, journal);
  // Whether a cancel was too late is known for good when its flow has ended.
  await askAgain(system, journal, ({ call }) => call.kind === 'cancel');
}

/** What is still without an answer in the end is a difference, and no reason to stop here. */
async function askAgain(
  system: System,
  journal: Journal,
  isMeant: (entry: Entry) => boolean,
): Promise<void> {
  const deadline = Date.now() + TOLD_WITHIN;
  for (let round = 0; Date.now() < deadline; round++) {
    const open = [...journal.entries.values()].filter(
      (entry) => entry.told === undefined && isMeant(entry),
    );
    if (open.length === 0) return;
    await eachOf(open, AT_ONCE, async ({ call }) => {
      await deliver(journal, system.urlInTurn(round), call);
    });
    await sleep(LOOKS_EVERY);
  }
}

async function untilAllEnded(system: System, journal: Journal): Promise<void> {
  const deadline = Date.now() + ENDED_WITHIN;
  let urgedAt = 0;
  while (Date.now() < deadline && (await somePend(system))) {
    if (Date.now() - urgedAt > URGED_EVERY) {
      await urgePending(system, journal);
      urgedAt = Date.now();
    }
    await sleep(LOOKS_EVERY);
  }
}

async function somePend(system: System): Promise<boolean> {
  for (const path of flowLists) {
    const { data } = await ask<{ data: unknown[] }>(
      system,
      'GET',
      `${path}?status=pending&limit=1`,
    );
    if (data.length > 0) return true;
  }
  return false;
}

/** The webhook of a settlement may have met a server that was away: it is said again. */
async function urgePending(system: System, journal: Journal): Promise<void> {
  const ours = new Map(
    [...journal.entries.values()]
      .filter(({ call }) => call.isSettledByUs)
      .map((entry) => [entry.told?.id, entry]),
  );
  for (const path of flowLists) {
    for await (const { id } of listed<FlowResource>(system, `${path}?status=pending`)) {
      const entry = ours.get(id);
      if (entry !== undefined) await settle(system.urlInTurn(0), entry);
      // Who looks at a payment whose answer was lost has its provider asked the sooner.
      await ask(system, 'GET', `${path}/${id}`);
    }
  }
}
