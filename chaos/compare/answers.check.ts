import { setTimeout as sleep } from 'node:timers/promises';
import { sendOnce } from '../load/api';
import { digestOf, isAccepted, isDefinite, type Told } from '../load/call';
import { eachOf, type Check } from './check';

const AT_ONCE = 16;
/** A machine that is busy may take its time: that is no difference (ms). */
const TRIES = 20;
const AGAIN_AFTER = 500;

/** Every call has one answer, and no answer was ever anything that it may not be. */
export const answersAreDefinite: Check = async ({ journal }) => {
  const entries = [...journal.entries.values()];
  const open = entries.filter(({ told }) => told === undefined);
  return [
    {
      name: 'every call has its answer',
      figures: `${String(entries.length)} keys, ${String(journal.sent)} sendings`,
      differences: [
        ...open.map(({ call }) => `${call.key} never got a definite answer`),
        ...journal.faults,
      ],
    },
  ];
};

const isToldBy = (answer: Awaited<ReturnType<typeof sendOnce>>): boolean =>
  'status' in answer && isDefinite(answer);

/** An answer that stands for a flow or a resource is kept; a refusal that left nothing is not. */
const isKept = (told: Told): boolean => isAccepted(told) || told.id !== null;

/** Every key is sent once more, and is answered as it was, byte by byte. */
export const answersAreRepeated: Check = async ({ system, journal }) => {
  const found: string[] = [];
  let compared = 0;
  await eachOf(journal.entries.values(), AT_ONCE, async ({ call, told }) => {
    if (told === undefined) return;
    compared++;
    const url = system.urlInTurn(compared);
    let answer = await sendOnce(url, call);
    for (let tried = 1; !isToldBy(answer) && tried < TRIES; tried++) {
      await sleep(AGAIN_AFTER);
      answer = await sendOnce(url, call);
    }
    const isSame =
      'status' in answer &&
      answer.status === told.status &&
      answer.isReplay === isKept(told) &&
      digestOf(answer.text) === told.digest;
    if (!isSame) found.push(`${call.key} was ${String(told.status)}, is ${JSON.stringify(answer)}`);
  });
  return [
    {
      name: 'every answer is repeated byte by byte',
      figures: `${String(compared)} keys sent once more`,
      differences: found,
    },
  ];
};
