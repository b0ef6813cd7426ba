import fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SimulatedBank } from '../simulated-bank';
import {
  orderBody,
  orderKey,
  settlement,
  webhookEndpoint,
  type SimulatedPayment,
} from '../simulated-payment';
import { InvalidRequest, sendFault, sendProblem, taken } from './simulator-problems';

const LARGEST_BODY = 64 * 1_024;
const MOST = 1_000;

const submission = z.strictObject({ ...orderBody.shape, webhook: webhookEndpoint.nullish() });
const decision = z.strictObject({ ...settlement.shape, order: submission.optional() });
const keyed = z.object({ key: orderKey });

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .refine((number) => number >= least && number <= most, `is not from ${least} to ${most}`);
const page = z.strictObject({
  limit: wholeNumber(1, MOST).default(100),
  // As many as were shown already; the record only grows at its end.
  cursor: wholeNumber(0, 999_999_999).default(0),
});

/** A payment as anybody may see it: all of the record but the secret. */
const viewOf = (payment: SimulatedPayment) => ({
  object: 'payment' as const,
  key: payment.key,
  tenantId: payment.tenantId,
  paymentId: payment.paymentId,
  direction: payment.direction,
  amount: payment.amount,
  currency: payment.currency,
  method: payment.method,
  providerReference: payment.providerReference,
  status: payment.status,
  reason: payment.reason,
  attempts: payment.attempts,
  createdAt: payment.createdAt,
  updatedAt: payment.updatedAt,
});

/** The simulator's own HTTP API; `docs/simulator.md` shows each call. */
export function simulatorServer(bank: SimulatedBank): FastifyInstance {
  const server = fastify({
    bodyLimit: LARGEST_BODY,
    forceCloseConnections: true,
    frameworkErrors: (fault, _request, reply) => void sendFault(fault, reply),
  });
  server.setErrorHandler((fault, _request, reply) => sendFault(fault as never, reply));
  server.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, 'not-found', 'There is no such call.'),
  );
  server.get('/livez', () => ({ status: 'ok' }));
  addSubmit(server, bank);
  addReads(server, bank);
  addSettle(server, bank);
  return server;
}

function addSubmit(server: FastifyInstance, bank: SimulatedBank): void {
  server.post('/payments', async (request, reply) => {
    const key = taken(orderKey, request.headers['idempotency-key'], 'Idempotency-Key');
    const { webhook = null, ...order } = taken(submission, request.body, 'body');
    const heard = await bank.submit({ key, ...order }, webhook);
    switch (heard.kind) {
      case 'told':
        return viewOf(heard.payment);
      case 'busy':
        return sendProblem(reply, 'busy', 'Send the same order again, under the same key.');
      case 'key-reused':
        return sendProblem(reply, 'key-reused', 'Another order came under this key before.');
      case 'lost':
        // Not a word, as when a cable is cut.
        reply.hijack();
        request.raw.socket.destroy();
        return reply;
    }
  });
}

function addReads(server: FastifyInstance, bank: SimulatedBank): void {
  server.get('/payments/:key', async (request, reply) => {
    const { key } = taken(keyed, request.params, 'path');
    const payment = await bank.find(key);
    return payment === undefined
      ? sendProblem(reply, 'not-found', 'Nothing was made under this key.')
      : viewOf(payment);
  });
  server.get('/payments', async (request) => {
    const { limit, cursor } = taken(page, request.query, 'query');
    const payments = await bank.list(cursor, limit + 1);
    return {
      data: payments.slice(0, limit).map(viewOf),
      nextCursor: payments.length > limit ? String(cursor + limit) : null,
    };
  });
}

function addSettle(server: FastifyInstance, bank: SimulatedBank): void {
  server.post('/payments/:key/settle', async (request, reply) => {
    const { key } = taken(keyed, request.params, 'path');
    const { order, ...said } = taken(decision, request.body, 'body');
    if (said.outcome !== 'failed' && said.reason !== undefined) {
      throw new InvalidRequest('body.reason: only a failed payment has one');
    }
    const known = bank.known(key) ?? (order && { key, ...order });
    if (known === undefined) {
      return sendProblem(reply, 'not-found', 'No order has come under this key.');
    }
    return reply
      .code(202)
      .send({ webhook: await bank.settle(known, said, order?.webhook ?? null) });
  });
}
