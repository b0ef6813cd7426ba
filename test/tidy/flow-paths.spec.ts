import { DiscoveryService } from '@nestjs/core';
import {
  CompleteDepositCommand,
  DepositCompletedEvent,
  DepositConversionDoneEvent,
  DepositRequestedEvent,
  ValidateDepositCommand,
} from '../../src/flows/deposit/deposit.messages';
import { ConversionDoneEvent } from '../../src/flows/conversion/conversion.messages';
import {
  InitiatePaymentCommand,
  PaymentCompletedEvent,
  PaymentSubmittedEvent,
} from '../../src/flows/payment/payment.messages';
import {
  CompleteTransferCommand,
  TransferConversionDoneEvent,
} from '../../src/flows/transfer/transfer.messages';
import { WithdrawRequestedEvent } from '../../src/flows/withdraw/withdraw.messages';
import { partsAmong, type FlowParts, type HandlerPart } from '../../src/flow-docs/parts';
import type { Arrow } from '../../src/kernel/flow';
import type { MessageClass } from '../../src/kernel/message';
import { projections } from '../../src/projections';
import { brokenPaths } from '../support/flow-proofs';
import { declaredMessages, messagesOfKind } from '../support/message-classes';
import { Stage } from '../support/stage';
import lock from './message-types.lock.json';

let parts: FlowParts;
beforeAll(async () => {
  const stage = await Stage.open();
  const discovery = stage.module.get(DiscoveryService, { strict: false });
  parts = partsAmong(discovery.getProviders(), projections);
  await stage.close();
});

it('every path converts, judges, pays if it pays, and ends once', () => {
  expect(parts.tables.map(({ name }) => name)).toEqual([
    'deposit',
    'transfer',
    'withdraw',
    'conversion',
    'payment',
  ]);
  expect(brokenPaths(parts)).toEqual([]);
});

describe('a table that is broken on purpose is noticed:', () => {
  type Arrows = (arrows: readonly Arrow[]) => readonly Arrow[];
  const inTable = (name: string, change: Arrows): FlowParts => ({
    ...parts,
    tables: parts.tables.map((table) =>
      table.name === name ? { ...table, arrows: change(table.arrows) } : table,
    ),
  });
  const handling = (command: string, change: Partial<HandlerPart>): FlowParts => ({
    ...parts,
    handlers: parts.handlers.map((handler) =>
      handler.command.type === command ? { ...handler, ...change } : handler,
    ),
  });
  const arrow = (event: unknown, command: unknown): Arrow => ({
    event: event as MessageClass,
    leadsTo: { kind: 'command', command: command as MessageClass },
    react: () => {
      throw new Error('It is looked at, and not run.');
    },
  });
  const without =
    (event: unknown): Arrows =>
    (arrows) =>
      arrows.filter((each) => each.event !== event);
  const and =
    (more: Arrow): Arrows =>
    (arrows) => [...arrows, more];
  const instead =
    (more: Arrow): Arrows =>
    (arrows) => [...without(more.event)(arrows), more];

  const breaks: readonly (readonly [string, () => FlowParts, string])[] = [
    [
      'a payment before the rules',
      () => inTable('deposit', instead(arrow(DepositConversionDoneEvent, InitiatePaymentCommand))),
      'payment.initiated can be reached in a deposit without deposit.validated',
    ],
    [
      'a payment by the arrow of another event',
      () => inTable('withdraw', and(arrow(WithdrawRequestedEvent, InitiatePaymentCommand))),
      'withdraw: withdraw.requested leads to payment.initiated',
    ],
    [
      'rules before the conversion',
      () => inTable('deposit', instead(arrow(DepositRequestedEvent, ValidateDepositCommand))),
      'deposit.validated can be reached in a deposit without conversion.done',
    ],
    [
      'an end before the rules',
      () =>
        inTable('transfer', instead(arrow(TransferConversionDoneEvent, CompleteTransferCommand))),
      'transfer.completed can be reached in a transfer without transfer.validated',
    ],
    [
      'a chain that stops',
      () => inTable('deposit', without(PaymentCompletedEvent)),
      'payment.completed leads a deposit nowhere',
    ],
    [
      'a generic chain that stops',
      () => inTable('payment', without(PaymentSubmittedEvent)),
      'payment.submitted leads a withdraw nowhere',
    ],
    [
      'a road that forks',
      () => inTable('deposit', and(arrow(ConversionDoneEvent, CompleteDepositCommand))),
      'conversion.done leads a deposit in two directions',
    ],
    [
      'a life after the end',
      () => inTable('deposit', and(arrow(DepositCompletedEvent, ValidateDepositCommand))),
      'deposit.completed ends a deposit that goes on',
    ],
    [
      "another flow's end",
      () => inTable('transfer', instead(arrow(ConversionDoneEvent, CompleteDepositCommand))),
      'deposit.completed ends a transfer',
    ],
    [
      'a flow that cannot complete',
      () => handling('deposit.complete', { answers: [] }),
      'a deposit cannot complete',
    ],
    [
      'a flow turned away in the middle',
      () => handling('deposit.validate', { mayTurnAway: true }),
      'deposit.validate may turn a flow away that has begun',
    ],
    [
      'a wait that nobody ends',
      () => handling('deposit.validate', { mayChangeNothing: true }),
      'deposit.validate may leave a deposit waiting for nobody',
    ],
    [
      'a command that nobody handles',
      () => ({
        ...parts,
        handlers: parts.handlers.filter(({ command }) => command.type !== 'deposit.fail'),
      }),
      'nobody handles deposit.fail',
    ],
    [
      'a command with two handlers',
      () => ({ ...parts, handlers: [...parts.handlers, ...parts.handlers.slice(0, 1)] }),
      'has two handlers',
    ],
    [
      'a task that nobody performs',
      () => ({ ...parts, tasks: parts.tasks.filter(({ type }) => type !== 'payment.submit') }),
      'nobody performs payment.submit',
    ],
    [
      'an event that nobody reads',
      () => ({
        ...parts,
        projections: parts.projections.filter(({ name }) => name !== 'payment'),
      }),
      'nobody reads payment.anomaly-found',
    ],
    [
      'an event that nobody records',
      () => handling('deposit.validate', { answers: [] }),
      'deposit waits for deposit.validated, which nobody records',
    ],
  ];

  it.each(breaks)('%s', (_what, broken, complaint) => {
    expect(brokenPaths(broken()).join('\n')).toContain(complaint);
  });
});

describe('messages', () => {
  const typesOf = (messages: readonly MessageClass[]): string[] =>
    messages.map(({ type }) => type).sort();

  it('that are declared are events, commands or tasks, each of its own type', () => {
    const types = typesOf(declaredMessages());
    expect(new Set(types).size).toBe(types.length);
    expect(types).toEqual(
      [
        ...typesOf(messagesOfKind('Event')),
        ...typesOf(messagesOfKind('Command')),
        ...typesOf(messagesOfKind('Task')),
      ].sort(),
    );
  });

  it('have somebody who handles, records or performs them', () => {
    expect(typesOf(parts.handlers.map(({ command }) => command))).toEqual(
      typesOf(messagesOfKind('Command')),
    );
    expect(typesOf([...new Set(parts.handlers.flatMap(({ answers }) => answers))])).toEqual(
      typesOf(messagesOfKind('Event')),
    );
    expect(typesOf(parts.tasks)).toEqual(typesOf(messagesOfKind('Task')));
  });

  // A type is stored with every message of it, for ever: it may be added here, and never changed.
  it('are stored under the types in message-types.lock.json', () => {
    expect({
      events: typesOf(messagesOfKind('Event')),
      commands: typesOf(messagesOfKind('Command')),
      tasks: typesOf(messagesOfKind('Task')),
    }).toEqual(lock);
  });
});
