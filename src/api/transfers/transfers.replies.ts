import {
  RequestTransferCommand,
  TransferRejectedEvent,
} from '../../flows/transfer/transfer.messages';
import { flowReplies } from '../flow-resources/flow-reply';
import { transferView } from './transfer.view';

export const transferReplies = flowReplies({
  command: RequestTransferCommand,
  rejected: TransferRejectedEvent,
  path: '/v1/transfers',
  viewOf: transferView,
});
