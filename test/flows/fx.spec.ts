import { rebuild } from '../../src/audit/rebuild';
import { runningCode } from '../../src/audit/company.fixture';
import { verify } from '../../src/audit/verify';
import type { Deposit } from '../../src/flows/deposit/deposit.state';
import type { FlowState } from '../../src/kernel/flow-state';
import { touching } from '../../src/engine/order';
import { moneyOf } from '../../src/money';
import { HandClock, ids, Stage, type Told } from '../support/stage';

let stage: Stage;
let clock: HandClock;
beforeEach(async () => {
  clock = new HandClock();
  stage = await Stage.open({ clock });
});
afterEach(async () => {
  const { checks } = await verify({ audit: stage.audit }, runningCode());
  await stage.close();
  const broken = checks.find(({ ok }) => !ok);
  if (broken) throw new Error(`${broken.name}: ${String(broken.firstViolation)}`);
});

const QUARTER = moneyOf('250.00', 'EUR');
const codeOf = ({ flow }: Told) =>
  (flow as (FlowState & { failure: { code: string } | null }) | undefined)?.failure?.code;

describe('a quote', () => {
  beforeEach(() => stage.pin('EUR', 'USD', '1.0832'));

  it('gives 270.80 at 299 s though the market moved, and is expired at 300 s', async () => {
    const account = await stage.openAccount('USD');
    const [first, second] = [await stage.quote(QUARTER, 'USD'), await stage.quote(QUARTER, 'USD')];
    await stage.pin('EUR', 'USD', '1.2');

    clock.at += 299_999;
    const used = await stage.deposit(account, QUARTER, { quoteId: first });
    await stage.ended(used.id);
    expect(await stage.balance(account)).toMatchObject({ posted: '270.80' });

    clock.at += 1;
    const late = await stage.deposit(account, QUARTER, { quoteId: second });
    const again = await stage.deposit(account, QUARTER, { quoteId: first });
    expect([late.status, codeOf(late)]).toEqual([422, 'quote-expired']);
    expect([again.status, codeOf(again)]).toEqual([422, 'quote-already-used']);
    expect(await stage.eventTypes(late.id)).toEqual([
      'deposit.requested',
      'conversion.requested',
      'conversion.failed',
      'deposit.rejected',
    ]);
    expect(await stage.balance(account)).toMatchObject({ posted: '270.80' });
  });

  it('does not fit another amount, another pair, or the pair the other way round', async () => {
    const [usd, jpy, eur] = [
      await stage.openAccount('USD'),
      await stage.openAccount('JPY'),
      await stage.openAccount('EUR'),
    ];
    await stage.pin('EUR', 'JPY', '156.33');
    const quoteId = await stage.quote(QUARTER, 'USD');
    const codes = [
      await stage.deposit(usd, moneyOf('250.01', 'EUR'), { quoteId }),
      await stage.deposit(jpy, QUARTER, { quoteId }),
      await stage.deposit(eur, moneyOf('250.00', 'USD'), { quoteId }),
      await stage.deposit(eur, QUARTER, { quoteId }),
    ].map(codeOf);
    expect(codes).toEqual(Array.from({ length: 4 }, () => 'quote-mismatch'));
    expect((await stage.deposit(usd, QUARTER, { quoteId })).status).toBe(201);
  });

  it('stays open when the flow is refused, and is gone when its payment fails', async () => {
    const limits = { deposit: { min: null, max: moneyOf('1', 'USD'), daily: null } };
    const [narrow, wide] = [
      await stage.openAccount('USD', { limits }),
      await stage.openAccount('USD'),
    ];
    const quoteId = await stage.quote(QUARTER, 'USD');

    expect(codeOf(await stage.deposit(narrow, QUARTER, { quoteId }))).toBe('limit-exceeded');
    const declined = await stage.deposit(wide, QUARTER, { quoteId, source: 'sim:decline' });
    expect(declined.status).toBe(201);
    expect(await stage.ended(declined.id)).toMatchObject({ status: 'failed' });
    expect(codeOf(await stage.deposit(wide, QUARTER, { quoteId }))).toBe('quote-already-used');
    expect(await stage.reads.quote(stage.tenantId, quoteId)).toMatchObject({
      usedBy: declined.id,
    });
  });

  it('serves one of several flows of one turn', async () => {
    const account = await stage.openAccount('USD');
    const quoteId = await stage.quote(QUARTER, 'USD');
    const sizes: number[] = [];
    stage.turns.sizes$.subscribe((size) => sizes.push(size));

    const told = await Promise.all(
      Array.from({ length: 8 }, () => stage.deposit(account, QUARTER, { quoteId })),
    );
    expect(Math.max(...sizes)).toBe(8);
    expect(told.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(422)]);
    expect(new Set(told.flatMap((one) => codeOf(one) ?? []))).toEqual(
      new Set(['quote-already-used']),
    );
    for (const { id, status } of told) if (status === 201) await stage.ended(id);
    expect(await stage.balance(account)).toMatchObject({ posted: '270.80' });
  });

  it('serves a transfer of two currencies on either side, and none of three', async () => {
    const [eur, usd, chf] = [
      await stage.openAccount('EUR'),
      await stage.openAccount('USD'),
      await stage.openAccount('CHF'),
    ];
    await stage.pin('EUR', 'CHF', '0.926');
    await stage.fund(eur, '1000.00', 'EUR');
    await stage.fund(usd, '1000.00', 'USD');
    await stage.fund(chf, '1000.00', 'CHF');
    const [first, second, third] = [
      await stage.quote(QUARTER, 'USD'),
      await stage.quote(QUARTER, 'USD'),
      await stage.quote(QUARTER, 'USD'),
    ];
    await stage.pin('EUR', 'USD', '1.2');

    const three = await stage.transfer(chf, usd, QUARTER, third);
    expect([three.status, codeOf(three)]).toEqual([422, 'quote-mismatch']);
    expect((await stage.transfer(eur, usd, QUARTER, first)).status).toBe(201);
    expect((await stage.transfer(usd, eur, QUARTER, second)).status).toBe(201);
    expect(await stage.balance(usd)).toMatchObject({ posted: '1000.00' });
    expect(await stage.balance(eur)).toMatchObject({ posted: '1000.00' });
    expect(await stage.reads.quote(stage.tenantId, third)).toMatchObject({ usedBy: null });
  });

  it('serves a withdrawal, rounded up as always', async () => {
    const account = await stage.openAccount('USD');
    await stage.fund(account, '500.00', 'USD');
    const odd = moneyOf('0.33', 'EUR');
    const quoteId = await stage.quote(odd, 'USD');
    await stage.pin('EUR', 'USD', '9');
    const { id } = await stage.withdraw(account, odd, 'sim:success', { quoteId });
    await stage.ended(id);
    expect(await stage.balance(account)).toEqual({ posted: '499.64', held: '0.00' });
  });

  it('that does not exist, or is another tenant’s, begins no flow', async () => {
    const account = await stage.openAccount('USD');
    const stranger = await stage.anotherTenant();
    await stranger.pin('EUR', 'USD', '1.0832');
    const theirs = await stranger.quote(QUARTER, 'USD');
    for (const quoteId of [ids.next('quo'), theirs]) {
      const told = await stage.deposit(account, QUARTER, { quoteId });
      expect([told.status, told.flow]).toEqual([400, undefined]);
      expect(await stage.events(told.id)).toEqual([]);
    }
  });

  it('is nobody else’s, also in a turn that has it at hand', async () => {
    const stranger = await stage.anotherTenant();
    await stranger.pin('EUR', 'USD', '1.0832');
    const [mine, theirs] = [await stage.openAccount('USD'), await stranger.openAccount('USD')];
    const quoteId = await stranger.quote(QUARTER, 'USD');
    const sizes: number[] = [];
    stage.turns.sizes$.subscribe((size) => sizes.push(size));

    const [stolen, used] = await Promise.all([
      stage.deposit(mine, QUARTER, { quoteId }),
      stranger.deposit(theirs, QUARTER, { quoteId }),
    ]);
    expect(sizes[0]).toBe(2);
    expect([stolen.status, stolen.flow, used.status]).toEqual([400, undefined, 201]);
  });

  it('is not used by a dry run', async () => {
    const account = await stage.openAccount('USD');
    const quoteId = await stage.quote(QUARTER, 'USD');
    const order = stage.depositOrder(account, QUARTER, { quoteId });
    const dry = { kind: 'request', idempotency: null, dryRun: true } as const;
    expect((await stage.ask({ ...order, origin: dry })).status).toBe(201);
    expect((await stage.deposit(account, QUARTER, { quoteId })).status).toBe(201);
  });

  it('is refused for a pair that nobody knows, and writes nothing', async () => {
    const quoteId = ids.next('quo');
    const order = stage.order('quote', quoteId, 'quote.create', {
      quoteId,
      from: QUARTER,
      to: 'KWD',
    });
    const settled = await stage.engine.carry({ ...order, touches: touching({}) });
    expect(JSON.stringify(settled)).toContain('unsupported-pair');
    expect(await stage.reads.quote(stage.tenantId, quoteId)).toBeUndefined();
  });
});

describe('a spread', () => {
  const conversionOf = async ({ id }: Told) => ((await stage.ended(id)) as Deposit).conversion;

  it('stands between the market’s rate and the customer’s, to the customer’s cost on either side', async () => {
    const account = await stage.openAccount('EUR');
    await stage.pin('USD', 'EUR', '0.92');
    await stage.settings({ spreadBasisPoints: 50 });

    const credit = await conversionOf(await stage.deposit(account, moneyOf('100', 'USD')));
    expect(credit).toMatchObject({
      amount: { amount: '91.54' },
      mid: '0.92',
      rate: { value: '0.9154', source: 'manual' },
      spread: { basisPoints: 50, amount: '0.46' },
    });
    const debit = await conversionOf(await stage.withdraw(account, moneyOf('10', 'USD')));
    expect(debit).toMatchObject({
      amount: { amount: '9.25' },
      rate: { value: '0.9246' },
      spread: { basisPoints: 50, amount: '0.046' },
    });
    expect(await stage.reads.fxTotals(stage.tenantId)).toEqual([
      // The debit of 9.246 was rounded up: what was given too much is the tenant's.
      { tenantId: stage.tenantId, currency: 'EUR', remainder: '0.004', spread: '0.506' },
    ]);
  });

  it('takes nothing of money that stays in its currency', async () => {
    const account = await stage.openAccount('EUR');
    await stage.settings({ spreadBasisPoints: 5_000 });
    await stage.fund(account, '10.00', 'EUR');
    expect(await stage.balance(account)).toMatchObject({ posted: '10.00' });
  });

  it('of a quote is that of its moment', async () => {
    const account = await stage.openAccount('USD');
    await stage.pin('EUR', 'USD', '1.0832');
    await stage.settings({ spreadBasisPoints: 100 });
    const quoteId = await stage.quote(QUARTER, 'USD');
    await stage.settings({ spreadBasisPoints: 0 });
    const used = await conversionOf(await stage.deposit(account, QUARTER, { quoteId }));
    expect(used).toMatchObject({ amount: { amount: '268.09' }, spread: { basisPoints: 100 } });
  });

  it('is one tenant’s and not another’s', async () => {
    const stranger = await stage.anotherTenant();
    await stranger.settings({ spreadBasisPoints: 5_000 });
    const account = await stage.openAccount('EUR');
    await stage.pin('USD', 'EUR', '0.92');
    const { id } = await stage.deposit(account, moneyOf('100', 'USD'));
    await stage.ended(id);
    expect(await stage.balance(account)).toMatchObject({ posted: '92.00' });
  });
});

describe('rounding', () => {
  it('to the nearest even applies to both sides where the tenant chose it', async () => {
    const account = await stage.openAccount('EUR');
    await stage.pin('USD', 'EUR', '0.005');
    await stage.settings({ rounding: 'half-even' });
    const amounts = [];
    for (const dollars of ['5', '7', '6.99']) {
      const { id } = await stage.deposit(account, moneyOf(dollars, 'USD'));
      amounts.push(((await stage.ended(id)) as Deposit).conversion?.amount.amount);
    }
    // 0.025, 0.035 and 0.03495.
    expect(amounts).toEqual(['0.02', '0.04', '0.03']);
    const out = await stage.withdraw(account, moneyOf('5', 'USD'));
    expect(await stage.ended(out.id)).toMatchObject({ conversion: { amount: { amount: '0.02' } } });
    expect(await stage.reads.fxTotals(stage.tenantId)).toMatchObject([{ remainder: '-0.00005' }]);
  });

  it('happens once, also over a third currency: 57.35 CHF are 98848.72 NGN', async () => {
    const account = await stage.openAccount('NGN');
    await stage.pin('CHF', 'USD', '1.1234');
    await stage.pin('USD', 'NGN', '1534.275');
    const { id } = await stage.deposit(account, moneyOf('57.35', 'CHF'));
    expect(await stage.ended(id)).toMatchObject({
      conversion: { amount: { amount: '98848.72', currency: 'NGN' }, rate: { via: 'USD' } },
    });
  });

  it('of a thousand deposits of 22 satoshi leaves 4.987159 dollars, all accounted for', async () => {
    const account = await stage.openAccount('USD');
    await stage.pin('BTC', 'USD', '68123.45');
    const told = await Promise.all(
      Array.from({ length: 1_000 }, () => stage.deposit(account, moneyOf('0.00000022', 'BTC'))),
    );
    for (const { id } of told) await stage.ended(id);
    expect(await stage.balance(account)).toMatchObject({ posted: '10.00' });
    // 1000 × 0.014987159 = 14.987159
    expect(await stage.reads.fxTotals(stage.tenantId)).toEqual([
      { tenantId: stage.tenantId, currency: 'USD', remainder: '4.987159', spread: '0' },
    ]);
  }, 30_000);

  it('refuses 8 satoshi, and gives a cent for 15', async () => {
    const account = await stage.openAccount('USD');
    await stage.pin('BTC', 'USD', '68123.45');
    expect(codeOf(await stage.deposit(account, moneyOf('0.00000008', 'BTC')))).toBe(
      'converted-amount-zero',
    );
    const { id } = await stage.deposit(account, moneyOf('0.00000015', 'BTC'));
    await stage.ended(id);
    expect(await stage.balance(account)).toMatchObject({ posted: '0.01' });
  });
});

describe('18 decimals', () => {
  const ETHER = '1234.567890123456789012';

  it('come back digit for digit, from the log and from what a rebuild makes of it', async () => {
    const [eth, usd] = [await stage.openAccount('ETH'), await stage.openAccount('USD')];
    await stage.pin('ETH', 'USD', '3001.17');
    await stage.fund(eth, ETHER, 'ETH');
    const sold = await stage.transfer(eth, usd, moneyOf(ETHER, 'ETH'));
    const funded = await stage.deposit(eth, moneyOf(ETHER, 'ETH'));
    await stage.ended(funded.id);

    const said = async () => {
      const log = (await stage.events(funded.id)).map(({ data }) => data).join('');
      return {
        balances: [await stage.balance(eth), await stage.balance(usd)],
        requested: log.includes(`"requested":{"amount":"${ETHER}","currency":"ETH"}`),
        postings: (await stage.postings(sold.id)).map(({ amount }) => amount),
      };
    };
    const before = await said();
    expect(before).toEqual({
      balances: [
        { posted: ETHER, held: '0.000000000000000000' },
        { posted: '3705148.11', held: '0.00' },
      ],
      requested: true,
      postings: [ETHER, ETHER, '3705148.11', '3705148.11'],
    });
    await rebuild({ audit: stage.audit }, runningCode().projector);
    expect(await said()).toEqual(before);
  });
});
