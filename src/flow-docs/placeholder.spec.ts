import { placeholder, readable } from './placeholder';

interface Data {
  readonly amount: { readonly currency: string };
  readonly provider: string;
}
const data = placeholder('') as Data;

it('shows where a value would have come from', () => {
  const { provider, amount } = data;
  expect(readable({ provider, deep: [{ currency: amount.currency }] })).toEqual({
    provider: '{provider}',
    deep: [{ currency: '{amount.currency}' }],
  });
});

it('stands in a text by its path', () => {
  expect(`clearing:${data.provider}`).toBe('clearing:{provider}');
});

it('brings nothing with it when it is spread', () => {
  expect(readable({ ...data, status: 'completed' })).toEqual({ status: 'completed' });
});

it('leaves every other value as it is', () => {
  expect(readable({ text: 'a', none: null, count: 1, yes: true })).toEqual({
    text: 'a',
    none: null,
    count: 1,
    yes: true,
  });
});
