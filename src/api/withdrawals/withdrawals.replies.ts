import {
  WithdrawRejectedEvent,
  RequestWithdrawCommand,
} from '../../flows/withdraw/withdraw.messages';
import { withdrawalView } from './withdrawal.view';

/** How a withdrawal is answered for. */
export const withdrawalResource = {
  command: RequestWithdrawCommand,
  rejected: WithdrawRejectedEvent,
  path: '/v1/withdrawals',
  viewOf: withdrawalView,
};
