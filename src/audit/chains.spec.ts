import { DepositModule } from '../flows/deposit/deposit.module';
import { FlowsModule } from '../flows/flows.module';
import { chainsOf, providedBy } from './chains';

describe('the chains of the running flows', () => {
  const chains = chainsOf(providedBy(FlowsModule));

  it('begin with what was requested', () => {
    expect([...chains.firstOf('deposit')]).toEqual(['deposit.requested']);
    expect([...chains.firstOf('transfer')]).toEqual(['transfer.requested']);
  });

  it('lead from each event to those that a handler may answer with', () => {
    expect([...chains.after('deposit', 'deposit.conversion-done')]).toEqual([
      'deposit.validated',
      'deposit.rejected',
    ]);
    expect([...chains.after('withdraw', 'conversion.done')]).toEqual(['withdraw.conversion-done']);
    expect([...chains.after('deposit', 'deposit.completed')]).toEqual([]);
  });

  it('come back from the outside world with its news', () => {
    expect(chains.after('deposit', 'payment.initiated')).toContain('payment.submitted');
  });

  it('are not those of another kind of flow', () => {
    expect(chains.after('withdraw', 'deposit.requested').size).toBe(0);
    expect(chains.after('transfer', 'payment.completed').size).toBe(0);
  });

  it('know what may happen more than once', () => {
    expect(chains.mayRepeat('deposit', 'deposit.validated')).toBe(false);
    expect(chains.mayRepeat('deposit', 'payment.initiated')).toBe(false);
    expect(chains.mayRepeat('deposit', 'payment.unknown')).toBe(true);
  });

  it('are only those of the modules that are given', () => {
    const alone = chainsOf(providedBy(DepositModule));
    expect(alone.after('deposit', 'conversion.requested').size).toBe(0);
  });
});
