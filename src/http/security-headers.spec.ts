import fastify from 'fastify';
import { secureAnswers } from './security-headers';

it('gives every answer the headers of helmet, spelt as helmet spells them', async () => {
  const server = fastify();
  await secureAnswers(server);
  let names: readonly string[] = [];
  server.addHook('onRequest', (_request, { raw }, done) => {
    names = (raw as typeof raw & { getRawHeaderNames(): string[] }).getRawHeaderNames();
    done();
  });
  server.get('/', () => 'found');

  for (const url of ['/', '/', '/nowhere']) {
    const { headers } = await server.inject(url);

    expect(names).toEqual([
      'Content-Security-Policy',
      'Cross-Origin-Opener-Policy',
      'Cross-Origin-Resource-Policy',
      'Origin-Agent-Cluster',
      'Referrer-Policy',
      'X-Content-Type-Options',
      'X-DNS-Prefetch-Control',
      'X-Download-Options',
      'X-Frame-Options',
      'X-Permitted-Cross-Domain-Policies',
      'X-XSS-Protection',
    ]);
    expect(headers).toMatchObject({ 'x-frame-options': 'SAMEORIGIN' });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).not.toHaveProperty('strict-transport-security');
  }
  await server.close();
});
