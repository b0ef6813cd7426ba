import { OutcomeUnknown, StoreBusy } from '../../store.port';
import { faultFrom, toldFault } from './faults';

/** As it arrives in another thread. */
const across = (fault: unknown): Error =>
  faultFrom(JSON.parse(JSON.stringify(toldFault(fault))) as ReturnType<typeof toldFault>);

describe('a fault that crosses from one thread to another', () => {
  it.each([
    new StoreBusy({}, 'The database is no longer in the file that was opened.'),
    new OutcomeUnknown(),
  ])('keeps its class when its callers know it by that: $name', (fault) => {
    const told = across(fault);
    expect(told).toBeInstanceOf(fault.constructor);
    expect([told.name, told.message, told.stack]).toEqual([fault.name, fault.message, fault.stack]);
  });

  it('keeps its words, its code and what caused it', () => {
    const cause = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    const told = across(new RangeError('outer', { cause }));
    expect(told).toMatchObject({ name: 'RangeError', message: 'outer' });
    expect(told.cause).toMatchObject({ message: cause.message, code: 'SQLITE_FULL' });
  });

  it('is one also when no error was thrown', () => {
    expect(across('a text')).toMatchObject({ message: 'a text' });
    expect(across(undefined)).toBeInstanceOf(Error);
  });
});
