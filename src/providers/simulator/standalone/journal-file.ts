import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../../../kernel/folders';
import { z } from 'zod';
import { orderBody, orderKey, webhookEndpoint, type SimulatedPayment } from '../simulated-payment';
import type { Journal } from '../simulator.record';

const line: z.ZodType<SimulatedPayment> = z.strictObject({
  key: orderKey,
  ...orderBody.shape,
  providerReference: z.string(),
  status: z.enum(['not-made', 'processing', 'succeeded', 'failed']),
  reason: z.string().nullable(),
  attempts: z.int(),
  webhook: webhookEndpoint.nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/**
 * A payment on each line, as it was from then on; the last line of a key counts. Lines are only
 * ever appended, and synced to the disk before anybody is told of them: as many at once as came
 * while the ones before were synced. After a fault of the disk nothing is taken any more.
 */
export class JournalFile implements Journal {
  private waiting: string[] = [];
  /** Resolves when all that was taken from `waiting` is on the disk. */
  private last: Promise<void> = Promise.resolve();
  /** The batch that everything in `waiting` will be in. */
  private next: Promise<void> | undefined;

  private constructor(
    private readonly handle: FileHandle,
    /** What the lives before have left, oldest first. */
    readonly payments: readonly SimulatedPayment[],
  ) {}

  /**
   * Reads what there is; a last line that was cut off by a crash was told to nobody and is dropped.
   * @throws when the file cannot be used, or holds a line that is none of ours.
   */
  static async open(path: string): Promise<JournalFile> {
    makeFolder(dirname(path));
    // It holds the secrets by which webhooks are signed.
    const handle = await open(path, 'a+', 0o600);
    try {
      const bytes = await handle.readFile();
      const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
      const payments = paymentsIn(whole.toString(), path);
      await handle.truncate(whole.length);
      return new JournalFile(handle, payments);
    } catch (fault) {
      await handle.close();
      throw fault;
    }
  }

  append(payment: SimulatedPayment): Promise<void> {
    this.waiting.push(`${JSON.stringify(payment)}\n`);
    this.next ??= this.last.then(() => this.write());
    return this.next;
  }

  written(): Promise<void> {
    return this.next ?? this.last;
  }

  async close(): Promise<void> {
    await this.written().catch(() => undefined);
    await this.handle.close();
  }

  private write(): Promise<void> {
    const lines = this.waiting.splice(0).join('');
    this.last = this.next ?? this.last;
    this.next = undefined;
    return this.handle.appendFile(lines).then(() => this.handle.datasync());
  }
}

const paymentsIn = (text: string, path: string): readonly SimulatedPayment[] => {
  const lines = text.split('\n').slice(0, -1);
  const byKey = new Map<string, SimulatedPayment>();
  lines.forEach((one, index) => {
    const payment = paymentOf(one);
    if (payment === undefined) {
      throw new Error(`${path} is no record of the simulator: line ${String(index + 1)}.`);
    }
    byKey.set(payment.key, payment);
  });
  return [...byKey.values()];
};

function paymentOf(text: string): SimulatedPayment | undefined {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
