/** What a terminal can do to a text: the codes that begin it. */
const codes = {
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
} as const;

export type Tint = keyof typeof codes;

/** Dresses a text for whoever reads it. */
export type Paint = (tint: Tint, text: string) => string;

/** For a file or a pipe: the text as it is. */
export const plain: Paint = (_tint, text) => text;

export const coloured: Paint = (tint, text) =>
  text === '' ? '' : `\u001b[${codes[tint]}m${text}\u001b[0m`;

/** Colours where somebody looks at a terminal that has them, and has not set `NO_COLOR`. */
export const paintFor = (stream: NodeJS.WriteStream): Paint =>
  stream.isTTY && stream.hasColors() ? coloured : plain;
