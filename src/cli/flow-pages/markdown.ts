/** As `deposit.requested`; what contains a backtick itself stays readable. */
export const code = (text: string): string =>
  text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A table; none at all where there are no rows. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''];
}

export const fence = (language: string, text: string): readonly string[] => [
  `\`\`\`${language}`,
  text.trimEnd(),
  '```',
  '',
];

/** Where a heading is found, as GitHub names it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');

export const link = (text: string, to: string): string => `[${text}](${to})`;

/** Blocks one below the other, with one blank line at the most between two lines. */
export const page = (...blocks: readonly (string | readonly string[])[]): string =>
  `${blocks
    .flat()
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
