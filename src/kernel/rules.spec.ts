import { judge, type Rule } from './rules';

interface Facts {
  readonly age: number;
  readonly height: number;
}
const rules: readonly Rule<Facts>[] = [
  { reason: 'too-young', says: 'One must be 12.', holds: ({ age }) => age >= 12 },
  {
    reason: 'too-small',
    says: 'One must be 140.',
    holds: ({ height }) => height >= 140,
    tells: ({ height }) => ({ required: '140', available: String(height) }),
  },
];

it('is accepted when every rule holds', () => {
  expect(judge(rules, { age: 12, height: 140 })).toEqual({ kind: 'accepted' });
  expect(judge([], { age: 0, height: 0 })).toEqual({ kind: 'accepted' });
});

it('gives the reason of the first rule that is broken: order is precedence', () => {
  expect(judge(rules, { age: 11, height: 100 })).toEqual({
    kind: 'refused',
    refusal: { code: 'too-young', detail: 'One must be 12.' },
  });
});

it('tells beside the reason what the rule tells', () => {
  expect(judge(rules, { age: 12, height: 139 })).toEqual({
    kind: 'refused',
    refusal: {
      code: 'too-small',
      detail: 'One must be 140.',
      required: '140',
      available: '139',
    },
  });
});

it('asks no rule behind the broken one', () => {
  const holds = jest.fn(() => true);
  judge([...rules, { reason: 'never', says: 'Never asked.', holds }], { age: 1, height: 1 });

  expect(holds).not.toHaveBeenCalled();
});
