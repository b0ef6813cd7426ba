import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Swagger UI, as it comes with this package: whole files, and nothing that asks another host. */
const SWAGGER_UI = join(dirname(require.resolve('@fastify/swagger-ui/package.json')), 'static');

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

/** A file of its own, since the policy of every page allows no script within it. */
const START = `SwaggerUIBundle({
  url: '/docs/openapi.json',
  dom_id: '#page',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

const STYLE = 'body{margin:0;background:#fafafa}.swagger-ui .info li{line-height:1.8}';

const bundled = (name: string, mediaType: string) => ({
  mediaType,
  read: () => readFileSync(join(SWAGGER_UI, name)),
});
const written = (text: string, mediaType: string) => ({ mediaType, read: () => Buffer.from(text) });

const files: ReadonlyMap<string, { readonly mediaType: string; readonly read: () => Buffer }> =
  new Map([
    ['swagger-ui-bundle.js', bundled('swagger-ui-bundle.js', JAVASCRIPT)],
    ['swagger-ui.css', bundled('swagger-ui.css', CSS)],
    ['favicon.png', bundled('favicon-32x32.png', 'image/png')],
    ['page.js', written(START, JAVASCRIPT)],
    ['page.css', written(STYLE, CSS)],
  ]);

/** One of the few files that the page needs; undefined for any other name. */
export function pageFile(name: string): PageFile | undefined {
  const file = files.get(name);
  return file && { mediaType: file.mediaType, content: file.read() };
}

export const DOCS_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Cambist: the API</title>
<link rel="icon" type="image/png" href="/docs/assets/favicon.png">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="stylesheet" href="/docs/assets/page.css"></head>
<body><div id="page"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/page.js"></script>
</body></html>
`;
