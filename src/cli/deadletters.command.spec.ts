import { waitingInWords } from './deadletters.command';

describe('what is said of calls that wait for the outside world', () => {
  it('is on SQLite that no server runs: a command would not have got at the file', () => {
    expect(waitingInWords(1, { kind: 'sqlite' })).toMatch(/^No server is running: 1 call\(s\) /);
  });

  it('is on PostgreSQL nothing of what runs elsewhere, which cannot be seen from here', () => {
    expect(waitingInWords(2, { kind: 'postgres' })).toBe(
      '2 call(s) to the outside world wait in the outbox for a server: one that runs, or the next that starts.',
    );
  });
});
