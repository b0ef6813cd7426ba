import { readPattern } from './event-pattern';

const matches = (pattern: string, type: string): boolean => {
  const reading = readPattern(pattern);
  return reading.kind === 'pattern' && reading.matches(type);
};

it.each([
  ['deposit.requested', 'deposit.requested'],
  ['deposit.*', 'deposit.requested'],
  ['*.requested', 'deposit.requested'],
  ['*.*', 'deposit.requested'],
  ['deposit.>', 'deposit.requested'],
  ['deposit.>', 'deposit.part.of.it'],
  ['deposit.requested.>', 'deposit.requested'],
  ['*.>', 'deposit.requested'],
  ['>', 'deposit.requested'],
  ['*', 'deposit.requested'],
])('%s fits %s', (pattern, type) => {
  expect(matches(pattern, type)).toBe(true);
});

it.each([
  ['deposit', 'deposit.requested'],
  ['deposit.*', 'deposit'],
  ['deposit.*', 'deposit.part.of'],
  ['deposit.*.*', 'deposit.requested'],
  ['deposit.requested', 'deposit.requestedX'],
  ['Deposit.*', 'deposit.requested'],
  ['deposit.requested.a.>', 'deposit.requested'],
])('%s does not fit %s', (pattern, type) => {
  expect(matches(pattern, type)).toBe(false);
});

it.each([
  '',
  '.',
  'a.',
  '.a',
  'a..b',
  '>.a',
  'a.>.b',
  'a>',
  'a*',
  '**',
  'a b',
  'ä',
  'a'.repeat(201),
])('"%s" is no pattern', (text) => {
  expect(readPattern(text).kind).toBe('malformed');
});
