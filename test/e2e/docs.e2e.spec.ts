import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Providers, type PaymentProvider } from '../../src/providers/provider.port';
import type { Answer } from '../support/client';
import { serve, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.stop());

/** As a browser asks: without a key. */
const get = (path: string) => fetch(`${server.url}${path}`);

describe('the page about the API', () => {
  it('has neither script nor style in it, and everything that it needs from this server', async () => {
    const answer = await get('/docs');
    const page = await answer.text();
    const needed = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);

    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(page).not.toMatch(/<style|<script>| on[a-z]+=/);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(needed.length).toBeGreaterThan(3);
    for (const path of needed) {
      const file = await get(path);
      expect([path, file.status, (await file.arrayBuffer()).byteLength > 0]).toEqual([
        path,
        200,
        true,
      ]);
      expect(file.headers.get('content-type')).toMatch(
        path.endsWith('.js') ? /^text\/javascript/ : /^(text\/css|image\/png)/,
      );
    }
  });

  it.each(['package.json', '..%2Findex.js', '%2e%2e%2fpackage.json', 'page.js.map'])(
    'gives out no other file: %s',
    async (name) => {
      expect((await get(`/docs/assets/${name}`)).status).toBe(404);
    },
  );

  it('begins with the document that the server has', async () => {
    expect(await (await get('/docs/assets/page.js')).text()).toContain('/docs/openapi.json');
    expect((await (await get('/docs/openapi.json')).json()) as object).toHaveProperty('paths');
  });
});

/** One call that a document shows: what stands behind `curl`, word by word. */
interface Curl {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

const ADDRESS = /^(\$URL|http:\/\/127\.0\.0\.1:3000)/;
const WORD = /'[^']*'|"[^"]*"|[^\s'"]+/g;

/** Reads the few options that the documents use: `-X`, `-H`, `--json`, `-d`. */
function curlOf(command: string): Curl {
  const words = (command.replaceAll('\\\n', ' ').match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map(
    (word) => (word.match(WORD) ?? []).map((part) => part.replace(/^['"]|['"]$/g, '')).join(''),
  );
  const after = (option: string) =>
    words.flatMap((word, at) => (word === option ? [words[at + 1] ?? ''] : []));
  const json = [...after('--json'), ...after('-d')][0];
  const headers = after('-H').map((header) => {
    const [name = '', value = ''] = header.split(': ');
    return [name.toLowerCase(), value] as const;
  });
  return {
    method: after('-X')[0] ?? (json === undefined ? 'GET' : 'POST'),
    path: words.find((word) => ADDRESS.test(word))?.replace(ADDRESS, '') ?? '',
    body: json === undefined ? undefined : JSON.parse(json),
    headers: Object.fromEntries(headers),
  };
}

/** A command with the variables that are known by now. */
const filled = (command: string, known: Readonly<Record<string, string>>): string =>
  command.replace(/\$([A-Z]+)/g, (name, variable: string) => known[variable] ?? name);

const read = (file: string): string => readFileSync(join(__dirname, '..', '..', file), 'utf8');

/** The simulator takes no order, as a provider does that cannot be reached. */
function beAway(): void {
  const { provider } = server.app.get(Providers).named('simulator') as {
    readonly provider: PaymentProvider;
  };
  jest.spyOn(provider, 'submit').mockResolvedValue({ kind: 'try-later', detail: 'Not now.' });
}
afterEach(() => jest.restoreAllMocks());

/** An answer without what is another one each time. */
const recognised = (json: string): unknown =>
  JSON.parse(
    json
      .replace(/_[0-9a-f]{8}-[0-9a-f-]{27}"/g, '_…"')
      .replace(/("(?:created|updated)At": ?)"[^"]*"/g, '$1"…"'),
  );

describe('README.md', () => {
  const readme = read('README.md');
  /** Each call with the answer that is shown under it. */
  const calls = [
    ...readme.matchAll(/^```sh\n(?:export [^\n]*\n)*(curl [^]*?)\n```\n\n```json\n([^]*?)\n```/gm),
  ];

  it('makes calls that are answered as it shows, one after the other', async () => {
    expect(calls.length).toBe(readme.split('\ncurl ').length - 1);
    const known: Record<string, string> = { KEY: server.client.apiKey };
    for (const [, command = '', shown = ''] of calls) {
      const { method, path, body, headers } = curlOf(filled(command, known));
      const answer = await server.client.send(method, path, body, headers);
      expect({ command, answer: recognised(answer.text) }).toEqual({
        command,
        answer: recognised(shown),
      });
      if (answer.body['object'] === 'account') known['ACCOUNT'] = String(answer.body['id']);
    }
  });
});

describe('docs/api.md', () => {
  const guide = read('docs/api.md');
  /** Each call with the line above it, which tells its status, and may tell more. */
  const calls = [...guide.matchAll(/^# → (\d{3})([^\n]*)\n(curl (?:[^\n]*\\\n)*[^\n]*)/gm)].map(
    ([, status = '', words = '', command = '']) => ({
      status: Number(status),
      command,
      code: / ([a-z]+(?:-[a-z]+)+)\b/.exec(words)?.[1],
      becomes: /"([a-z]+)" a moment later/.exec(words)?.[1],
      names: /its id is \$([A-Z]+)/.exec(words)?.[1],
      isAway: words.includes('the provider is away'),
    }),
  );

  it('makes calls that are answered as it says, one after the other', async () => {
    expect(calls.length).toBe(guide.split('\ncurl ').length - 1);
    const known: Record<string, string> = { KEY: server.client.apiKey };
    for (const { status, command, code, becomes, names, isAway } of calls) {
      if (isAway) beAway();
      else jest.restoreAllMocks();
      const { method, path, body, headers } = curlOf(filled(command, known));
      const isStill = ({ body: { code: found, status: stands } }: Answer) =>
        (isAway && found === 'payment-already-submitted') ||
        (becomes !== undefined && stands !== becomes);
      let answer = await server.client.send(method, path, body, headers);
      for (let tried = 0; tried < 200 && isStill(answer); tried++) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        answer = await server.client.send(method, path, body, headers);
      }
      const { object, id, status: stands, code: found } = answer.body;
      expect({ command, status: answer.status, text: answer.text, code: found, stands }).toEqual({
        command,
        status,
        text: answer.text,
        code: status < 400 ? found : code,
        stands: becomes ?? stands,
      });
      // `$ACCOUNT` is the account that was made last; `$KEY` stays the key that calls.
      if (answer.status === 201 && object !== 'key')
        known[names ?? String(object).toUpperCase()] = String(id);
    }
  });

  it('names no problem that does not exist, and leads to no page that is not there', async () => {
    for (const [, code = ''] of guide.matchAll(/`\/problems\/([a-z-]+)`/g)) {
      expect([code, (await get(`/problems/${code}`)).status]).toEqual([code, 200]);
    }
    expect(guide).toContain('/problems/insufficient-funds');
  });
});
