import { allOf, match } from './outcome';

type Light = { readonly kind: 'red' } | { readonly kind: 'green'; readonly since: number };
const look = (light: Light): string =>
  match(light, { red: () => 'stop', green: ({ since }) => `go since ${since}` });

describe('match', () => {
  it('takes the case that carries the outcome’s own tag', () => {
    expect([look({ kind: 'red' }), look({ kind: 'green', since: 3 })]).toEqual([
      'stop',
      'go since 3',
    ]);
  });

  it('calls no other case', () => {
    const green = jest.fn();
    const light: Light = { kind: 'red' };
    match(light, { red: () => 'stop', green });

    expect(green).not.toHaveBeenCalled();
  });
});

describe('all of several outcomes', () => {
  const done = (value: number) => ({ kind: 'done' as const, value });
  const refused = (refusal: string) => ({ kind: 'refused' as const, refusal });

  it('is done when each of them is, with their values in order', () => {
    expect(allOf([done(1), done(2)])).toEqual({ kind: 'done', values: [1, 2] });
    expect(allOf([])).toEqual({ kind: 'done', values: [] });
  });

  it('is refused with the first refusal, wherever it stands', () => {
    expect(allOf([done(1), refused('first'), refused('second')])).toEqual(refused('first'));
  });
});
