import { chainedHash, GENESIS } from '../../store/chain';
import type { Check } from '../check';
import { named } from '../logged-event';

export const logIsHashChained: Check = {
  name: 'log-is-hash-chained',
  proves: 'No event was changed, lost, added or moved after it was committed.',
  watch: (tally, { head, tenantId }) => {
    let previous = GENESIS;
    return {
      segment: (segment) => {
        const { stream, position, hash } = segment;
        tally.expect(
          chainedHash(previous, segment) === hash,
          () =>
            `The segment of ${stream.id} that ends at position ${String(position)} does not have the hash that it and its predecessor come to.`,
        );
        previous = hash;
      },
      end: () => {
        tally.expect(
          previous === head.hash,
          () => `The head of the log of ${tenantId} is not the hash of its last segment.`,
        );
      },
    };
  },
};

export const logHasNoGap: Check = {
  name: 'log-has-no-gap',
  proves: 'Positions count from 1 to the head, so that no reader of the log skips an event.',
  watch: (tally, { head, tenantId }) => {
    let last = 0;
    return {
      stored: (event) => {
        const expected = last + 1;
        tally.expect(
          event.position === expected,
          () => `Position ${String(expected)} of ${tenantId} is missing: next is ${named(event)}.`,
        );
        last = event.position;
      },
      end: () => {
        tally.expect(
          head.position === last,
          () =>
            `The head of ${tenantId} is at position ${String(head.position)} and its last event at ${String(last)}.`,
        );
      },
    };
  },
};

export const streamsHaveNoGap: Check = {
  name: 'streams-have-no-gap',
  proves: 'The events of every flow, account and tenant are numbered from 1 without a gap.',
  watch: (tally) => {
    const sequences = new Map<string, number>();
    return {
      stored: (event) => {
        const expected = (sequences.get(event.stream.id) ?? 0) + 1;
        tally.expect(
          event.sequence === expected,
          () =>
            `${named(event)} is number ${String(event.sequence)} of ${event.stream.id} where number ${String(expected)} is due.`,
        );
        sequences.set(event.stream.id, event.sequence);
      },
    };
  },
};

export const committedTimeNeverRunsBack: Check = {
  name: 'committed-time-never-runs-back',
  proves: 'The committed time of the log only grows, whatever the clock did.',
  watch: (tally, { head, tenantId }) => {
    let last = '';
    return {
      stored: (event) => {
        tally.expect(
          event.committedAt >= last,
          () => `${named(event)} was committed at ${event.committedAt}, before ${last}.`,
        );
        last = event.committedAt;
      },
      end: () => {
        tally.expect(
          head.at >= last,
          () => `The head of ${tenantId} says ${head.at}, before its last event at ${last}.`,
        );
      },
    };
  },
};
