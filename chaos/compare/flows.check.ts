import { listed } from '../load/api';
import { movesOf, type FlowResource, type Move } from '../load/call';
import { endOf, type Entry } from '../load/journal';
import { differences, type Check } from './check';

export const flowLists = ['/v1/deposits', '/v1/withdrawals', '/v1/transfers'] as const;

const isFlow = ({ call }: Entry): boolean => call.kind !== 'quote' && call.kind !== 'cancel';

/** How a flow must have ended, by what its client was told and the method that was chosen. */
const shownEndOf = (entry: Entry): string =>
  entry.told?.status === 201 ? endOf(entry) : 'rejected';

const endShownBy = ({ status, failure }: FlowResource): string =>
  failure?.code === 'cancelled' ? failure.code : status;

const inWords = (moves: readonly Move[]): string =>
  moves.map(({ accountId, change }) => `${accountId} ${String(change)}`).join(', ');

/** One flow for each call, none besides, each at the end that it must have, with what was told. */
export const flowsAreTheCalls: Check = async ({ system, journal }) => {
  const entries = [...journal.entries.values()].filter(isFlow);
  const told = new Map<string, string>();
  const booked = new Map<string, string>();
  const twice: string[] = [];
  for (const entry of entries) {
    const id = entry.told?.id ?? `none for ${entry.call.key}`;
    if (told.has(id)) twice.push(`${id} is the flow of two keys, one of them ${entry.call.key}`);
    told.set(id, shownEndOf(entry));
    if (entry.told?.status === 201) booked.set(id, inWords(entry.told.moves));
  }
  const found = new Map<string, string>();
  const shown = new Map<string, string>();
  for (const path of flowLists) {
    for await (const flow of listed<FlowResource>(system, path)) {
      found.set(flow.id, endShownBy(flow));
      if (flow.status !== 'rejected') shown.set(flow.id, inWords(movesOf(flow)));
    }
  }
  return [
    {
      name: 'one flow for each call, each at its right end',
      figures: `${String(told.size)} told, ${String(found.size)} listed; ${ends(found)}`,
      differences: [...twice, ...differences('flow', told, found)],
    },
    {
      name: 'each flow shows the amounts that were told',
      figures: `${String(booked.size)} told, ${String(shown.size)} listed`,
      differences: differences('flow', booked, shown),
    },
  ];
};

function ends(found: ReadonlyMap<string, string>): string {
  const counts = new Map<string, number>();
  for (const end of found.values()) counts.set(end, (counts.get(end) ?? 0) + 1);
  return [...counts].map(([end, count]) => `${String(count)} ${end}`).join(', ');
}

/** No quote served two flows. */
export const quotesServeOnce: Check = async ({ journal }) => {
  const served = new Map<string, string>();
  const twice: string[] = [];
  for (const { call, told } of journal.entries.values()) {
    const { quoteId } = call.body;
    if (typeof quoteId !== 'string' || told?.status !== 201) continue;
    const before = served.get(quoteId);
    if (before !== undefined) twice.push(`${quoteId} served ${before} and ${call.key}`);
    served.set(quoteId, call.key);
  }
  return [
    {
      name: 'no quote serves twice',
      figures: `${String(served.size)} quotes used`,
      differences: twice,
    },
  ];
};
