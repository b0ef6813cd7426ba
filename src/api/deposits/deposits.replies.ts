import { DepositRejectedEvent, RequestDepositCommand } from '../../flows/deposit/deposit.messages';
import { depositView } from './deposit.view';

/** How a deposit is answered for. */
export const depositResource = {
  command: RequestDepositCommand,
  rejected: DepositRejectedEvent,
  path: '/v1/deposits',
  viewOf: depositView,
};
