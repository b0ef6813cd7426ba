import {
  DepositCompletedEvent,
  DepositFailedEvent,
  DepositRejectedEvent,
  DepositValidatedEvent,
} from '../flows/deposit/deposit.messages';
import {
  TransferCompletedEvent,
  TransferRejectedEvent,
  TransferValidatedEvent,
} from '../flows/transfer/transfer.messages';
import {
  WithdrawCompletedEvent,
  WithdrawFailedEvent,
  WithdrawRejectedEvent,
  WithdrawValidatedEvent,
} from '../flows/withdraw/withdraw.messages';
import type { FlowStatus } from '../kernel/flow-state';

/** The events that end a flow, and the status that they leave it in. */
export const endings: ReadonlyMap<string, Exclude<FlowStatus, 'pending'>> = new Map([
  [DepositCompletedEvent.type, 'completed'],
  [DepositFailedEvent.type, 'failed'],
  [DepositRejectedEvent.type, 'rejected'],
  [WithdrawCompletedEvent.type, 'completed'],
  [WithdrawFailedEvent.type, 'failed'],
  [WithdrawRejectedEvent.type, 'rejected'],
  [TransferCompletedEvent.type, 'completed'],
  [TransferRejectedEvent.type, 'rejected'],
]);

/** The events by which a flow passes its rules. */
export const validations: ReadonlySet<string> = new Set([
  DepositValidatedEvent.type,
  WithdrawValidatedEvent.type,
  TransferValidatedEvent.type,
]);
