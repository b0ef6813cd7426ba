/**
 * What flows may not say, as selectors of ESLint's `no-restricted-syntax`.
 *
 * `test/tidy/flow-lint.spec.ts` shows each of them refused. A block of the configuration *replaces*
 * the rule of an earlier one, so every block names all of its lists through `refuse`.
 */

const turn = (what) =>
  `Flows do not branch: ${what} Use match() over an outcome, a rule in *.rules.ts, or an arrow in *.flow.ts.`;

const noCatch = 'Flows do not catch: the engine retries, and parks what keeps failing.';

/** Control flow that no file of a flow contains, rules included. */
export const branching = [
  { selector: 'IfStatement', message: turn('no if.') },
  { selector: 'SwitchStatement', message: turn('no switch.') },
  { selector: 'ConditionalExpression', message: turn('no ?: .') },
  { selector: "LogicalExpression[operator='??']", message: turn('no ?? .') },
  {
    selector: 'AssignmentExpression[operator=/^(&&|\\|\\||\\?\\?)=$/]',
    message: turn('no logical assignment.'),
  },
  {
    selector: 'ChainExpression',
    message: turn('no ?. : give the absent case a type of its own.'),
  },
  {
    selector:
      ':matches(ForStatement, ForInStatement, ForOfStatement, WhileStatement, DoWhileStatement)',
    message: turn('no loops.'),
  },
  { selector: 'TryStatement', message: noCatch },
  { selector: "CallExpression[callee.property.name='catch']", message: noCatch },
  { selector: 'ThrowStatement', message: 'Flows do not throw: a refusal is an outcome.' },
];

/** What makes a business rule, and therefore stands in a `*.rules.ts` or nowhere. */
export const comparing = [
  { selector: "LogicalExpression[operator!='??']", message: turn('no && or || .') },
  {
    selector: 'BinaryExpression[operator=/^([=!]==?|[<>]=?|in|instanceof)$/]',
    message: 'A comparison is a business rule: name it in *.rules.ts.',
  },
];

/** Time and chance come in by the kernel's ports, so that a replay tells the same story. */
export const nondeterminism = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask the Clock.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Ask the Clock.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Ask the Clock.' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Ask the id source.',
  },
  {
    selector:
      ":matches(CallExpression[callee.name='randomUUID'], CallExpression[callee.property.name='randomUUID'])",
    message: 'Ask the id source.',
  },
];

const noFloat = 'Money is never a float: keep it a string and parse it with Money.';

/** Ways to make a binary fraction out of an amount. */
export const floats = [
  { selector: 'CallExpression[callee.name=/^(parseFloat|Number)$/]', message: noFloat },
  {
    selector: "CallExpression[callee.object.name='Number'][callee.property.name='parseFloat']",
    message: noFloat,
  },
  { selector: "CallExpression[callee.property.name='toNumber']", message: noFloat },
  { selector: "UnaryExpression[operator='+']", message: noFloat },
  { selector: 'Literal[raw=/^[0-9_]*\\.[0-9]/]', message: noFloat },
];

/** Ways to write that the whole project leaves out. */
export const house = [
  {
    selector: 'TSEnumDeclaration',
    message: 'A union of literals says the same and leaves nothing at run time.',
  },
];

/** The rule with all of its lists: `refuse(house, nondeterminism)`. */
export const refuse = (...lists) => ({ 'no-restricted-syntax': ['error', ...lists.flat()] });
