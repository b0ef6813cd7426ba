import { join } from 'node:path';
import { HandClock, Stage } from '../../test/support/stage';
import { renamed, type TenantId } from '../kernel/ids';
import type { StoredEvent } from '../store/records';
import { packed } from '../store/sql/ids.codec';
import { checks } from './checks';
import { aFolder, playCompany, runningCode, type Company } from './company.fixture';
import { log, rows, settle, verifyTampered, withStore, type Tampering } from './tampering.fixture';
import { verify } from './verify';

const folder = aFolder();
afterAll(folder.remove);

describe('verify', () => {
  const file = join(folder.path, 'company.db');
  let company: Company;
  let tenantId: TenantId;

  beforeAll(async () => {
    const clock = new HandClock();
    const stage = await Stage.open({ url: `sqlite:${file}`, clock });
    tenantId = stage.tenantId;
    company = await playCompany(stage, clock);
    await stage.close();
    await settle(file);
  });

  /** The names of the checks that fail, and what the first of them says. */
  const found = async (...tamperings: readonly Tampering[]) => {
    const { ok, checks: results } = await verifyTampered(file, tenantId, ...tamperings);
    const failed = results.filter((check) => !check.ok);
    expect(ok).toBe(failed.length === 0);
    const said = Object.fromEntries(
      failed.map(({ name, firstViolation }) => [name, firstViolation]),
    );
    return { failed: failed.map(({ name }) => name), said };
  };

  const ofFlow = (flow: string, type: string) => (event: StoredEvent) =>
    event.stream.id === flow && event.type === type;

  /** Changes the text of one event's data. */
  const reworded =
    (which: (event: StoredEvent) => boolean, words: (data: string) => string) =>
    (events: readonly StoredEvent[]): readonly StoredEvent[] => {
      expect(events.filter(which)).not.toHaveLength(0);
      return events.map((event) => {
        if (!which(event)) return event;
        const data = words(event.data);
        expect(data).not.toBe(event.data);
        return { ...event, data };
      });
    };

  describe('of books that are as they must be', () => {
    it('finds nothing, having looked at something for every check', async () => {
      const { ok, checks: results } = await verifyTampered(file, tenantId);
      expect(results.filter((check) => !check.ok)).toEqual([]);
      expect(results.filter(({ checked }) => checked === 0)).toEqual([]);
      expect(ok).toBe(true);
    });

    it('finds nothing in a log that was chained anew and rebuilt as it was', async () => {
      expect((await found(log((events) => events))).failed).toEqual([]);
    });

    it('finds nothing in an empty database', async () => {
      const result = await withStore(join(folder.path, 'empty.db'), ({ audit }) =>
        verify({ audit }, runningCode()),
      );
      expect(result.ok).toBe(true);
      expect(result.checks).toHaveLength(checks.length + 2);
    });

    it('finds nothing for a tenant that nobody knows', async () => {
      const nobody = 'ten_00000000-0000-7000-8000-000000000000' as TenantId;
      const result = await withStore(file, ({ audit }) =>
        verify({ audit }, runningCode(), { tenantId: nobody }),
      );
      expect(result.ok).toBe(true);
    });

    it('reads beside a server, from a store that is open for reading only', async () => {
      const result = await withStore(file, ({ audit }) => verify({ audit }, runningCode()), true);
      expect(result.ok).toBe(true);
    });

    it('lets others have their turn every few rows', async () => {
      const others = { turns: 0, on: true };
      const takeTurns = (): void => {
        others.turns += 1;
        if (others.on) setImmediate(takeTurns);
      };
      const result = await withStore(file, ({ audit }) => {
        takeTurns();
        return verify({ audit }, runningCode());
      });
      others.on = false;
      const events = result.checks.find(({ name }) => name === 'streams-have-no-gap')!.checked;
      expect(others.turns).toBeGreaterThan(events / 100);
    });

    it('can be broken off', async () => {
      const stopping = new AbortController();
      stopping.abort(new Error('enough'));
      const broken = withStore(file, ({ audit }) =>
        verify({ audit }, runningCode(), { signal: stopping.signal }),
      );
      await expect(broken).rejects.toThrow('enough');
    });
  });

  describe('of the log', () => {
    it('names the segment of an event that was changed after it was committed', async () => {
      const { failed, said } = await found(
        rows(`update segments set body = body || ' '
          where position = (select min(position) from segments where position >= 20)`),
      );
      expect(failed).toEqual(['log-is-hash-chained']);
      expect(said['log-is-hash-chained']).toMatch(
        /segment of \S+ that ends at position 2\d does not have the hash/,
      );
    });

    it.each(['size = size + 1', 'sequence = sequence + 90', "committed_at = '2030-01-01'"])(
      'sees a segment that says of itself: %s',
      async (lie) => {
        const { failed } = await found(
          rows(`update segments set ${lie} where position = (select max(position) from segments)`),
        );
        expect(failed).toContain('log-is-hash-chained');
      },
    );

    it('sees that the types of events were exchanged', async () => {
      const { failed } = await found(
        rows(`update shapes set types = 'account.changed' where types = 'account.opened'`),
      );
      expect(failed).toContain('log-is-hash-chained');
    });

    it('says that a shape is lost', async () => {
      const { failed, said } = await found(
        rows(`delete from shapes where types = 'account.opened'`),
      );
      expect(failed).toContain('every-row-can-be-read');
      expect(said['every-row-can-be-read']).toMatch(/that ends at position \d+ is damaged/);
    });

    it('sees that the last event is gone', async () => {
      const { failed, said } = await found(
        rows('delete from segments where position = (select max(position) from segments)'),
      );
      expect(failed).toEqual(
        expect.arrayContaining(['log-is-hash-chained', 'log-has-no-gap', 'projections-equal-log']),
      );
      expect(said['log-has-no-gap']).toContain(`The head of ${tenantId} is at position`);
    });

    it('names a position that is missing', async () => {
      const { failed, said } = await found(
        log((events) =>
          events.map((e) => (e.position < 9 ? e : { ...e, position: e.position + 1 })),
        ),
      );
      expect(failed).toEqual(['log-has-no-gap']);
      expect(said['log-has-no-gap']).toMatch(
        /^Position 9 of ten_\S+ is missing: next is .* at position 10/,
      );
    });

    it('names a stream with a gap', async () => {
      const { failed, said } = await found(
        log((events) =>
          events.map((e) => (e.type === 'rate.pinned' ? { ...e, sequence: e.sequence + 5 } : e)),
        ),
      );
      expect(failed).toEqual(['streams-have-no-gap']);
      expect(said['streams-have-no-gap']).toMatch(
        new RegExp(`rate.pinned evt_.* is number 7 of ${tenantId} where number 2 is due`),
      );
    });

    it('names an event that was committed before its predecessor', async () => {
      const { failed, said } = await found(
        log((events) =>
          events.map((e) =>
            e.position === 30 ? { ...e, committedAt: '2020-01-01T00:00:00.000Z' } : e,
          ),
        ),
      );
      expect(failed).toEqual(['committed-time-never-runs-back']);
      expect(said['committed-time-never-runs-back']).toContain(
        'at position 30 was committed at 2020',
      );
    });

    it('sees that a guard is gone', async () => {
      const { failed, said } = await found({
        kind: 'schema',
        sql: 'drop trigger postings_are_never_changed',
      });
      expect(failed).toEqual(['append-only-is-guarded']);
      expect(said['append-only-is-guarded']).toBe(
        'The database has lost its guard postings_are_never_changed.',
      );
    });
  });

  describe('of the books', () => {
    const entryOf = (flow: string) =>
      `(select number from entries where flow = x'${Buffer.from(packed(flow)).toString('hex')}')`;
    const account = (id: string) => `x'${Buffer.from(packed(id)).toString('hex')}'`;

    it('names an entry that does not balance', async () => {
      const { failed, said } = await found(
        rows(
          `update postings set amount = '1' where account = 'fx' and currency = 'USD'
            and entry = ${entryOf(company.completedDeposit)}`,
        ),
      );
      expect(failed).toEqual([
        'entries-balance',
        'ledger-totals-equal-postings',
        'ended-flows-have-exactly-their-postings',
        'projections-equal-log',
      ]);
      expect(said['entries-balance']).toMatch(
        new RegExp(
          `Entry ent_.* of ${company.completedDeposit}.* does not balance: -?\\d+ minor units of USD`,
        ),
      );
    });

    it('sees legs whose entry is gone', async () => {
      const { failed, said } = await found(
        rows(`delete from entries where number = ${entryOf(company.completedDeposit)}`),
      );
      expect(failed).toEqual([
        'entries-balance',
        'fx-totals-equal-journal',
        'ended-flows-have-exactly-their-postings',
        'projections-equal-log',
      ]);
      expect(said['entries-balance']).toMatch(/Entry number \d+ has legs and is not there itself/);
      expect(said['ended-flows-have-exactly-their-postings']).toContain(
        `Flow ${company.completedDeposit} is completed and has no entry`,
      );
    });

    it('sees an entry whose legs are gone', async () => {
      const { failed } = await found(
        rows(`delete from postings where entry = ${entryOf(company.transfer)}`),
      );
      expect(failed).toEqual(
        expect.arrayContaining([
          'entries-balance',
          'balances-equal-postings',
          'projections-equal-log',
        ]),
      );
    });

    it('sees a trial balance that is off', async () => {
      const { failed, said } = await found(
        rows(`update ledger_totals set debits = debits || '0' where account = 'fx' and currency = 'GBP'
              or account = 'customers' and currency = 'EUR'`),
      );
      expect(failed).toEqual(['trial-balance-is-zero', 'ledger-totals-equal-postings']);
      expect(said['trial-balance-is-zero']).toMatch(
        /The trial balance of ten_\S+ is off by -\d+ minor units of EUR/,
      );
    });

    it('sees totals that are not those of the postings, though they balance', async () => {
      const { failed, said } = await found(
        rows(`update ledger_totals set debits = cast(debits + 1 as text), credits = cast(credits + 1 as text)
              where account = 'fx' and currency = 'EUR'`),
      );
      expect(failed).toEqual(['ledger-totals-equal-postings']);
      expect(said['ledger-totals-equal-postings']).toContain('The totals of fx in EUR');
    });

    it('sees a missing total', async () => {
      const { failed, said } = await found(
        rows(`delete from ledger_totals where account = 'fx' and currency = 'JPY'`),
      );
      expect(failed).toEqual(['trial-balance-is-zero', 'ledger-totals-equal-postings']);
      expect(said['ledger-totals-equal-postings']).toContain('There is no total for fx JPY');
    });

    it('sees a remainder that no entry left', async () => {
      const { failed, said } = await found(
        rows(`update fx_totals set remainder = remainder || '1' where currency = 'EUR'`),
      );
      expect(failed).toEqual(['fx-totals-equal-journal']);
      expect(said['fx-totals-equal-journal']).toMatch(/^In EUR a remainder of \S+1 and a spread/);
    });

    it('sees a currency whose remainders are lost', async () => {
      const { failed } = await found(rows(`delete from fx_totals where currency = 'JPY'`));
      expect(failed).toEqual(['fx-totals-equal-journal']);
    });

    it.each([
      ['a quote that serves after its time', 'expiresAt', '"2020-01-01T00:00:00.000Z"', /expired/],
      ['a quote of another amount', 'from', '{"amount":"20.03","currency":"USD"}', /for 20.03 USD/],
    ])('names %s', async (_what, field, value, says) => {
      const change = (data: string): string =>
        JSON.stringify({ ...(JSON.parse(data) as object), [field]: JSON.parse(value) as unknown });
      const { failed, said } = await found(
        log(
          reworded(({ type, data }) => type === 'quote.created' && data.includes('20.02'), change),
        ),
      );
      expect(failed).toEqual(['quotes-are-honoured']);
      expect(said['quotes-are-honoured']).toMatch(says);
    });

    it('names a flow that did not get the rate of its quote', async () => {
      const { failed, said } = await found(
        log(
          reworded(
            ({ type, data }) => type === 'quote.created' && data.includes('20.02'),
            (data) => data.replace('"value":"0.92"', '"value":"0.93"'),
          ),
        ),
      );
      expect(failed).toEqual(['quotes-are-honoured']);
      expect(said['quotes-are-honoured']).toMatch(/does not convert at the 0.93 of quo_/);
    });

    it('names a conversion whose spread is not what it says', async () => {
      const { failed, said } = await found(
        log(
          reworded(ofFlow(company.transfer, 'conversion.done'), (data) =>
            data.replaceAll('"basisPoints":50', '"basisPoints":51'),
          ),
        ),
      );
      expect(failed).toContain('conversions-are-exact');
      expect(said['conversions-are-exact']).toMatch(/spread of 51 basis points/);
    });

    it('names an account whose balance is not its postings', async () => {
      const { failed, said } = await found(
        rows(
          `update accounts set posted = cast(posted + 1 as text) where id = ${account(company.eur)}`,
        ),
      );
      expect(failed).toEqual(['balances-equal-postings', 'projections-equal-log']);
      expect(said['balances-equal-postings']).toMatch(
        new RegExp(
          `Account ${company.eur} has .* EUR posted; its postings come to \\d+ minor units`,
        ),
      );
    });

    it('names a line of a statement with a wrong balance', async () => {
      const { failed, said } = await found(
        rows(`update postings set balance = '7' where account = ${account(company.eur)}
              and entry = ${entryOf(company.transfer)}`),
      );
      expect(failed).toEqual(['balances-equal-postings', 'projections-equal-log']);
      expect(said['balances-equal-postings']).toMatch(
        new RegExp(`Entry ent_\\S+ says that it left 7 minor units on ${company.eur}`),
      );
    });

    it('names an account that has postings and is gone', async () => {
      const { failed, said } = await found(
        rows(`delete from accounts where id = ${account(company.jpy)}`),
      );
      expect(failed).toEqual(['balances-equal-postings', 'projections-equal-log']);
      expect(said['projections-equal-log']).toBe(
        `Account ${company.jpy} is in the log and not stored.`,
      );
    });

    it("names a posting that is not in its account's currency", async () => {
      const { failed, said } = await found(
        rows(`update postings set currency = 'CHF' where account = ${account(company.jpy)}`),
      );
      expect(failed).toContain('posting-currency-is-account-currency');
      expect(said['posting-currency-is-account-currency']).toMatch(
        new RegExp(`Entry ent_\\S+ posts CHF to ${company.jpy}, whose currency is JPY`),
      );
    });

    it('names the event that took an account below its overdraft', async () => {
      const { failed, said } = await found(
        log((events) =>
          reworded(
            ({ stream }) => stream.id === company.pendingWithdrawal,
            (data) =>
              data
                .replaceAll('"10.00"', '"10000000.00"')
                .replaceAll('"9.20"', '"9200000.00"')
                .replaceAll('"9.2"', '"9200000"')
                .concat(' '),
          )(events),
        ),
      );
      expect(failed).toEqual(['no-account-below-overdraft']);
      expect(said['no-account-below-overdraft']).toMatch(
        new RegExp(
          `withdraw.validated evt_\\S+ at position \\d+ took ${company.eur} below its overdraft: posted .*, held 9200000.00, overdraft 50.00 EUR`,
        ),
      );
    });
  });

  describe('of amounts', () => {
    it('names a conversion that is not exact', async () => {
      const { failed, said } = await found(
        log((events) =>
          reworded(
            (event) =>
              event.stream.id === company.completedDeposit && event.data.includes('"remainder"'),
            (data) => data.replaceAll(/"remainder":"[^"]*"/g, '"remainder":"0.5"'),
          )(events),
        ),
      );
      expect(failed).toEqual(['conversions-are-exact']);
      expect(said['conversions-are-exact']).toContain(
        `of ${company.completedDeposit}: 71.5484 less 71.54 EUR does not leave 0.5`,
      );
    });

    it.each([
      [
        'an inexact product',
        /"exact":"71.5484"/g,
        '"exact":"71.5485"',
        '77.77 USD at 0.92 is not 71.5485 EUR',
      ],
      [
        'a rounding in favour of the customer',
        /"rounding":"down"/g,
        '"rounding":"up"',
        'a credit is rounded up',
      ],
      ['a rate for another pair', /"base":"USD"/g, '"base":"GBP"', 'the rate is for GBP/EUR'],
    ])('names %s', async (_what, words, others, says) => {
      const { failed, said } = await found(
        log((events) =>
          reworded(
            (event) => event.stream.id === company.completedDeposit && words.test(event.data),
            (data) => data.replaceAll(words, others),
          )(events),
        ),
      );
      expect(failed).toEqual(['conversions-are-exact']);
      expect(said['conversions-are-exact']).toContain(says);
    });

    it('names an amount that was rounded otherwise than it says', async () => {
      const { failed, said } = await found(
        log((events) =>
          reworded(
            (event) =>
              event.stream.id === company.completedDeposit && event.data.includes('71.54"'),
            (data) => data.replaceAll('"71.54"', '"71.55"'),
          )(events),
        ),
      );
      expect(failed).toEqual(['conversions-are-exact']);
      expect(said['conversions-are-exact']).toContain('71.5484 EUR rounded down is not 71.55');
    });

    it('names an event in which a frozen amount has changed', async () => {
      const { failed, said } = await found(
        log((events) =>
          reworded(ofFlow(company.completedDeposit, 'deposit.completed'), (data) =>
            data.replace('"converted":{"amount":"71.54"', '"converted":{"amount":"71.55"'),
          )(events),
        ),
      );
      expect(failed).toEqual(['amounts-stay-frozen']);
      expect(said['amounts-stay-frozen']).toContain('converted is 71.55 EUR and not 71.54 EUR');
    });

    it('names a payment of another amount than was requested', async () => {
      const { failed, said } = await found(
        log((events) =>
          reworded(ofFlow(company.completedDeposit, 'payment.initiated'), (data) =>
            data.replace('"77.77"', '"77.78"'),
          )(events),
        ),
      );
      expect(failed).toEqual(['amounts-stay-frozen']);
      expect(said['amounts-stay-frozen']).toContain('amount is 77.78 USD and not 77.77 USD');
    });

    it('names an account whose past was changed, or lost', async () => {
      const id = `x'${Buffer.from(packed(company.eur)).toString('hex')}'`;
      const latest = `account = ${id} and committed_at =
        (select max(committed_at) from balances where account = ${id})`;
      for (const sql of [
        `update balances set held = held || '0' where ${latest}`,
        `delete from balances where ${latest}`,
        `delete from balances where account = ${id}`,
      ]) {
        const { failed, said } = await found(rows(sql));
        expect(failed).toEqual(['past-balances-equal-log']);
        expect(said['past-balances-equal-log']).toContain(company.eur);
      }
    });

    it('names an account whose hold is not its pending withdrawals', async () => {
      const { failed, said } = await found(
        rows(`update accounts set held = '921' where held = '920'`),
      );
      expect(failed).toEqual(['holds-equal-pending-withdrawals', 'projections-equal-log']);
      expect(said['holds-equal-pending-withdrawals']).toBe(
        `Account ${company.eur} holds 9.21 EUR; its pending withdrawals come to 920 minor units.`,
      );
    });

    it('names an account whose daily usage is not its flows', async () => {
      const { failed, said } = await found(
        rows(`update accounts set usage = replace(usage, '"operation":"transfer"', '"operation":"deposit"')
              where instr(usage, '"operation":"transfer"')`),
      );
      expect(failed).toEqual(['daily-usage-equals-flows', 'projections-equal-log']);
      expect(said['daily-usage-equals-flows']).toMatch(
        new RegExp(
          `Account ${company.usd} counts \\S+ USD of deposit on 2026-11-\\d\\d; its flows come to`,
        ),
      );
    });

    it('names an account that has forgotten its usage', async () => {
      const { failed, said } = await found(rows(`update accounts set usage = '[]'`));
      expect(failed).toEqual(['daily-usage-equals-flows', 'projections-equal-log']);
      expect(said['daily-usage-equals-flows']).toMatch(
        /Account acc_\S+ does not count the \d+ minor units of 2026/,
      );
    });

    it('names an account that miscounts its flows under way', async () => {
      const { failed, said } = await found(
        rows(
          `update accounts set flows_under_way = 3 where id = x'${Buffer.from(packed(company.eur)).toString('hex')}'`,
        ),
      );
      expect(failed).toEqual(['flows-under-way-are-counted', 'projections-equal-log']);
      expect(said['flows-under-way-are-counted']).toBe(
        `Account ${company.eur} counts 3 flows under way; there are 1.`,
      );
    });
  });

  describe('of flows', () => {
    /** Exchanges two events of a flow, which take each other's place and number. */
    const exchanged =
      (flow: string, one: string, other: string) =>
      (events: readonly StoredEvent[]): readonly StoredEvent[] => {
        const [a, b] = [events.find(ofFlow(flow, one))!, events.find(ofFlow(flow, other))!];
        const inPlaceOf = (
          event: StoredEvent,
          { position, sequence, committedAt }: StoredEvent,
        ) => ({
          ...event,
          position,
          sequence,
          committedAt,
        });
        return events.map((event) => {
          if (event.id === a.id) return inPlaceOf(b, a);
          return event.id === b.id ? inPlaceOf(a, b) : event;
        });
      };

    it('names an event that has no place in its chain', async () => {
      const { failed, said } = await found(
        log(exchanged(company.completedDeposit, 'deposit.conversion-done', 'deposit.validated')),
      );
      expect(failed).toEqual(['flows-follow-their-chain']);
      expect(said['flows-follow-their-chain']).toMatch(
        new RegExp(
          `deposit.validated evt_.* has no place in ${company.completedDeposit}: nothing before it leads to it \\(deposit.requested, conversion.requested, conversion.done\\)`,
        ),
      );
    });

    it('names a payment that was ordered before it was validated', async () => {
      const { failed, said } = await found(
        log(exchanged(company.completedDeposit, 'deposit.validated', 'payment.initiated')),
      );
      expect(failed).toEqual(['flows-follow-their-chain']);
      expect(said['flows-follow-their-chain']).toContain('payment.initiated evt_');
    });

    it('names a flow that is shown otherwise than its events say', async () => {
      const { failed, said } = await found(
        rows(`update flows set status = 'pending' where id = ?`, packed(company.completedDeposit)),
      );
      expect(failed).toEqual(['every-flow-ends-once', 'projections-equal-log']);
      expect(said['every-flow-ends-once']).toBe(
        `Flow ${company.completedDeposit} is shown as completed and listed as pending; its events (deposit.completed) say completed.`,
      );
    });

    it('names what comes after the end of a flow', async () => {
      const { failed, said } = await found(
        log(exchanged(company.completedDeposit, 'payment.completed', 'deposit.completed')),
      );
      expect(failed).toEqual(['flows-follow-their-chain', 'every-flow-ends-once']);
      expect(said['every-flow-ends-once']).toMatch(
        new RegExp(
          `payment.completed evt_.* comes after ${company.completedDeposit} ended by deposit.completed`,
        ),
      );
    });

    it('names money that a failed flow moved', async () => {
      const flow = packed(company.failedWithdrawal);
      const { failed, said } = await found({
        kind: 'rows',
        with: (connection) => {
          const number = 'select max(number) from entries';
          const entry = packed(renamed(company.failedWithdrawal, 'ent'));
          connection
            .prepare(
              `insert into entries select tenant, number + 1, ?, ?, type, posted_at, '[]'
                  from entries where number = (${number})`,
            )
            .run([entry, flow]);
          for (const [leg, account, side] of [
            [0, 'fx', 'debit'],
            [1, 'fees', 'credit'],
          ] as const) {
            connection
              .prepare(
                `insert into postings select tenant, (${number}), ?, ?, ?, '5', 'EUR', null from heads`,
              )
              .run([leg, account, side]);
          }
          connection.exec(
            `insert into ledger_totals select tenant, 'fees', 'EUR', '0', '5' from heads`,
          );
          connection.exec(
            `update ledger_totals set debits = cast(debits + 5 as text) where account = 'fx' and currency = 'EUR'`,
          );
        },
      });
      expect(failed).toEqual(['ended-flows-have-exactly-their-postings', 'projections-equal-log']);
      expect(said['ended-flows-have-exactly-their-postings']).toMatch(
        new RegExp(
          `Entry ent_\\S+ of ${company.failedWithdrawal} posts fees EUR \\+5, fx EUR -5 in minor units; the flow has nothing to post`,
        ),
      );
    });

    it('names an event that speaks of another payment', async () => {
      const { failed, said } = await found(
        log((events) =>
          reworded(ofFlow(company.completedDeposit, 'payment.submitted'), (data) =>
            data.replace(/pay_[0-9a-f]{8}/, 'pay_00000000'),
          )(events),
        ),
      );
      expect(failed).toEqual(['one-payment-for-a-flow']);
      expect(said['one-payment-for-a-flow']).toContain(
        `the payment of ${company.completedDeposit} is pay_`,
      );
    });
  });

  describe('of projections', () => {
    it.each([
      [
        'a changed name',
        `update accounts set name = 'x'`,
        /Account acc_\S+ is not as the log makes it: name is "x", the log says null/,
      ],
      [
        'a changed state',
        `update flows set state = replace(state, '77.77', '77.78') where instr(state, '77.77')`,
        /Flow dep_\S+ is not as the log makes it: requested is/,
      ],
      [
        'a miscounted flow',
        'update flows set sequence = 77',
        /Flow \S+ is not as the log makes it: sequence is 77/,
      ],
      [
        'a lost payment',
        'update flows set payment = null',
        /Flow \S+ is not as the log makes it: listedAs/,
      ],
      [
        'a lost list',
        'delete from flow_accounts',
        /\d+ flows of ten_\S+ are missing from the lists/,
      ],
      [
        'a lost rate',
        `delete from pinned_rates where base = 'USD'`,
        /Rate USD\/EUR is in the log and not stored/,
      ],
      [
        'a changed rate',
        `update pinned_rates set value = '1'`,
        /Rate \S+ is not as the log makes it: value/,
      ],
      ['a lost tenant', 'delete from tenants', /Tenant ten_\S+ is in the log and not stored/],
      [
        'a changed time',
        `update entries set posted_at = 'x' where number = 3`,
        /Entry ent_\S+ is not as the log makes it: postedAt/,
      ],
      [
        'a lost quote',
        'delete from quotes where used_by is null',
        /Quote quo_\S+ is in the log and not stored/,
      ],
      [
        'a quote that is used and looks open',
        'update quotes set used_by = null where used_by is not null',
        /Quote quo_\S+ is not as the log makes it: usedBy/,
      ],
      [
        'a changed setting',
        'update tenants set spread_basis_points = 7',
        /Tenant ten_\S+ is not as the log makes it: settings/,
      ],
    ])('names %s', async (_what, sql, says) => {
      const { failed, said } = await found(rows(sql));
      expect(failed).toEqual(['projections-equal-log']);
      expect(said['projections-equal-log']).toMatch(says);
    });

    it('names a conversion that is not kept', async () => {
      const { failed, said } = await found(
        rows(`update entries set conversions = '[]' where number = 4`),
      );
      expect(failed).toEqual(['fx-totals-equal-journal', 'projections-equal-log']);
      expect(said['projections-equal-log']).toMatch(
        /Entry ent_\S+ is not as the log makes it: conversions/,
      );
    });

    it('names a flow that the log knows nothing of', async () => {
      const { failed, said } = await found(
        rows(
          `insert into flows select tenant, cast(x'04' || randomblob(16) as blob), status, null, sequence, state from flows limit 1`,
        ),
      );
      expect(failed).toEqual(['projections-equal-log']);
      expect(said['projections-equal-log']).toMatch(
        /Flow wdr_\S+ is stored, and the log knows nothing of it/,
      );
    });

    it('names an event that cannot be applied', async () => {
      const { said } = await found(
        rows(`update segments set body = replace(body, 'acc_', 'acc_0') where instr(body, 'acc_')
          and shape in (select number from shapes where types like '%payment.completed deposit.completed')`),
      );
      expect(said['projections-equal-log']).toMatch(
        /deposit.completed evt_\S+ at position \d+ cannot be applied: The account \S+ is not part/,
      );
    });

    it('says what cannot be read at all', async () => {
      const { failed, said } = await found(
        rows(`update flows set state = '{' where id = ?`, packed(company.rejected)),
      );
      expect(failed).toEqual(['every-row-can-be-read', 'projections-equal-log']);
      expect(said['every-row-can-be-read']).toMatch(
        /The flows of ten_\S+ cannot be read to the end/,
      );
    });
  });
});
