import type { Check } from './check';
import {
  balancesEqualPostings,
  dailyUsageEqualsFlows,
  flowsUnderWayAreCounted,
  holdsEqualPendingWithdrawals,
  noAccountBelowOverdraft,
  postingCurrencyIsAccountCurrency,
} from './checks/accounts.checks';
import {
  everyFlowEndsOnce,
  flowsFollowTheirChain,
  onePaymentForAFlow,
} from './checks/flows.checks';
import {
  entriesBalance,
  ledgerTotalsEqualPostings,
  trialBalanceIsZero,
} from './checks/ledger.checks';
import {
  committedTimeNeverRunsBack,
  logHasNoGap,
  logIsHashChained,
  streamsHaveNoGap,
} from './checks/log.checks';
import {
  amountsStayFrozen,
  conversionsAreExact,
  endedFlowsHaveExactlyTheirPostings,
} from './checks/money.checks';
import { fxTotalsEqualJournal, quotesAreHonoured } from './checks/fx.checks';
import { pastBalancesEqualLog } from './checks/past.checks';
import { projectionsEqualLog } from './checks/projections.checks';

/** Everything that verify looks at, in the order in which it is told. */
export const checks: readonly Check[] = [
  logIsHashChained,
  logHasNoGap,
  streamsHaveNoGap,
  committedTimeNeverRunsBack,

  entriesBalance,
  trialBalanceIsZero,
  ledgerTotalsEqualPostings,
  balancesEqualPostings,
  postingCurrencyIsAccountCurrency,
  noAccountBelowOverdraft,
  conversionsAreExact,
  amountsStayFrozen,
  quotesAreHonoured,
  fxTotalsEqualJournal,

  flowsFollowTheirChain,
  everyFlowEndsOnce,
  endedFlowsHaveExactlyTheirPostings,
  holdsEqualPendingWithdrawals,
  flowsUnderWayAreCounted,
  dailyUsageEqualsFlows,
  onePaymentForAFlow,

  projectionsEqualLog,
  pastBalancesEqualLog,
];
