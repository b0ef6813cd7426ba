import { createHash } from 'node:crypto';
import { kindOfProblem, problemCodes, type ProblemCode, type Retry } from './problem-codes';
import { problemType } from './problem';

const STYLE =
  'body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1b1f24}' +
  'code{font-family:ui-monospace,monospace;background:#f2f4f6;padding:.1em .3em;border-radius:3px}' +
  'td{padding:.25rem 1rem .25rem 0;vertical-align:top}h1{line-height:1.2}a{color:#0b57d0}';

/** Allows the pages' one style element under a policy that allows no inline style. */
export const PAGE_STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const retries: Readonly<Record<Retry, string>> = {
  'same-key': 'The request may be sent again under the same Idempotency-Key.',
  'new-key': 'Another attempt needs a new Idempotency-Key.',
  no: 'Sending the same request again does not help.',
};

/** The page behind the `type` of a problem: what happened, and what to do. */
export function problemPage(code: ProblemCode): string {
  const { status, title, explanation, remedy, retry } = kindOfProblem(code);
  return page(
    title,
    `<p><code>${code}</code> (HTTP status ${status})</p>
<h2>What happened</h2><p>${prose(explanation)}</p>
<h2>What to do</h2><p>${prose(remedy)}</p>
<h2>Trying again</h2><p>${retries[retry]}</p>
<p><a href="/problems">All problems</a></p>`,
  );
}

/** All problems, with a link to the page of each. */
export function problemIndex(): string {
  const rows = problemCodes.map((code) => {
    const { status, title } = kindOfProblem(code);
    return `<tr><td>${status}</td><td><a href="${problemType(code)}"><code>${code}</code></a></td><td>${prose(title)}</td></tr>`;
  });
  return page('Problems', `<table>${rows.join('\n')}</table>`);
}

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><h1>${prose(title)}</h1>
${content}
</body></html>
`;

/** Text for people, escaped; what stands between backticks is code. */
const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char] ?? char);
