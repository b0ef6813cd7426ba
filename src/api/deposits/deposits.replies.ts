import { DepositRejectedEvent, RequestDepositCommand } from '../../flows/deposit/deposit.messages';
import { flowReplies } from '../flow-resources/flow-reply';
import { depositView } from './deposit.view';

export const depositReplies = flowReplies({
  command: RequestDepositCommand,
  rejected: DepositRejectedEvent,
  path: '/v1/deposits',
  viewOf: depositView,
});
