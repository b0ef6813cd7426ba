import { Decimal } from 'decimal.js';
import { Exact } from './decimal';

describe('the arithmetic of money', () => {
  it('has a precision of its own, which nobody else can change', () => {
    Decimal.set({ precision: 5 });
    expect(new Exact(1).div(3).precision()).toBe(100);
  });

  it('never writes an exponent', () => {
    expect(new Exact('1e-60').toString()).toBe(`0.${'0'.repeat(59)}1`);
    expect(new Exact('1e60').toString()).toBe(`1${'0'.repeat(60)}`);
  });
});
