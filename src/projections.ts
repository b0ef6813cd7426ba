import { accountsProjection } from './accounts/account.projection';
import { depositProjection } from './flows/deposit/deposit.state';
import { paymentProjection } from './flows/payment/payment.state';
import { transferProjection } from './flows/transfer/transfer.state';
import { withdrawProjection } from './flows/withdraw/withdraw.state';
import type { Projection } from './kernel/projection';
import { quotesProjection } from './rates/quotes.effects';
import { ratesProjection } from './rates/rates.effects';
import { tenancyProjection } from './tenancy/tenancy.projection';

/** What every event of the log means for the state: for the live turn and for a rebuild. */
export const projections: readonly Projection[] = [
  tenancyProjection,
  accountsProjection,
  ratesProjection,
  quotesProjection,
  paymentProjection,
  depositProjection,
  withdrawProjection,
  transferProjection,
];
