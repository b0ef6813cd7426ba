import {
  WithdrawRejectedEvent,
  RequestWithdrawCommand,
} from '../../flows/withdraw/withdraw.messages';
import { flowReplies } from '../flow-resources/flow-reply';
import { withdrawalView } from './withdrawal.view';

export const withdrawalReplies = flowReplies({
  command: RequestWithdrawCommand,
  rejected: WithdrawRejectedEvent,
  path: '/v1/withdrawals',
  viewOf: withdrawalView,
});
