import { setTimeout as pause } from 'node:timers/promises';
import type { FlowDescription } from '../../flow-docs/description';
import type { FlowView } from '../../api/flows/flow.view';
import { TimeOrderedIds } from '../../kernel/ids';
import { AnsweredNo } from '../answered-no';
import { askServer, callServer, type Answer, type Door } from '../running-server';
import type { Guide } from './guide';

/** An account, as much of it as the tour looks at. */
export interface SeenAccount {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly balance: { readonly posted: string; readonly held: string; readonly available: string };
}

/** A flow or a refusal, as much of it as the tour looks at. */
export interface SeenFlow {
  readonly id: string;
  readonly status: string;
  readonly converted?: { readonly amount: string; readonly currency: string } | null;
  readonly debited?: { readonly amount: string; readonly currency: string } | null;
  readonly credited?: { readonly amount: string; readonly currency: string } | null;
  readonly failure?: { readonly code: string; readonly detail: string } | null;
  readonly code?: string;
  readonly flowId?: string;
  readonly limit?: string;
  readonly required?: string;
  readonly available?: string;
  readonly currency?: string;
}

const ENDS_WITHIN = 30_000;
const LOOK_EVERY = 50;

/** Calls the server over HTTP as any client would, and shows the guide's public every call. */
export class Visitor {
  private readonly ids = new TimeOrderedIds();

  constructor(
    private readonly door: Door,
    private readonly guide: Guide,
  ) {}

  get<T>(path: string): Promise<T> {
    return callServer<T>(this.door, 'GET', path);
  }

  async post(path: string, body: unknown): Promise<Answer<SeenFlow>> {
    this.guide.call('POST', path, body);
    const headers = { 'idempotency-key': this.ids.next('req') };
    return askServer(this.door, 'POST', path, body, headers);
  }

  async open(currency: string, name: string, more: object = {}): Promise<SeenAccount> {
    const body = { currency, name, ...more };
    this.guide.call('POST', '/v1/accounts', body);
    return callServer(this.door, 'POST', '/v1/accounts', body);
  }

  account({ id }: Pick<SeenAccount, 'id'>): Promise<SeenAccount> {
    return this.get(`/v1/accounts/${id}`);
  }

  /** Asks until the flow has ended: what the outside world does takes its time. */
  async ended(path: string): Promise<SeenFlow> {
    for (let waited = 0; waited < ENDS_WITHIN; waited += LOOK_EVERY) {
      const flow = await this.get<SeenFlow>(path);
      if (flow.status !== 'pending') return flow;
      await pause(LOOK_EVERY);
    }
    throw new AnsweredNo(`${path} has not ended within ${String(ENDS_WITHIN / 1_000)} s.`);
  }

  /** Draws the chain that a flow took, with the looks that the server's own tables give it. */
  async draw(id: string): Promise<FlowView> {
    const flow = await this.get<FlowView>(`/v1/flows/${id}`);
    const chain = await this.get<FlowDescription>(`/v1/flow-definitions/${flow.kind}`);
    this.guide.flow(flow, chain);
    return flow;
  }
}
