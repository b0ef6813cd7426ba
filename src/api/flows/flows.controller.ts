import { Controller, Get, Header, Param } from '@nestjs/common';
import { diagramOfPath } from '../../flow-docs/taken-path';
import { Caller, type CallerOf } from '../../http/auth/access';
import { flowId } from '../../http/fields';
import type { FlowState } from '../../kernel/flow-state';
import type { FlowId, TenantId } from '../../kernel/ids';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { flowView, type FlowView } from './flow.view';
import { RunningFlows } from './running-flows';

/** A deposit, a withdrawal or a transfer as the chain of events that it is. */
@Controller('v1/flows')
export class FlowsController {
  constructor(
    private readonly reads: ReadStore,
    private readonly flows: RunningFlows,
  ) {}

  @Get(':id')
  async read(
    @Param('id', { schema: flowId }) id: FlowId,
    @Caller() { tenantId }: CallerOf,
  ): Promise<FlowView> {
    const flow = await this.flow(tenantId, id);
    const [events, postings] = await Promise.all([
      this.reads.flowEvents(tenantId, id),
      this.reads.flowPostings(tenantId, id),
    ]);
    return flowView(flow, events, postings);
  }

  /** The way that the flow has gone, as Mermaid text. */
  @Get(':id/diagram')
  @Header('content-type', 'text/plain; charset=utf-8')
  async diagram(
    @Param('id', { schema: flowId }) id: FlowId,
    @Caller() { tenantId }: CallerOf,
  ): Promise<string> {
    const { kind, status } = await this.flow(tenantId, id);
    const events = await this.reads.flowEvents(tenantId, id);
    return diagramOfPath({ id, status, events }, found(this.flows.named(kind), 'flow'));
  }

  private async flow(tenantId: TenantId, id: FlowId): Promise<FlowState> {
    return found(await this.reads.flow(tenantId, id), 'flow');
  }
}
