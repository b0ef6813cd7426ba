import { Controller, Get, Header, Param } from '@nestjs/common';
import { diagramOfPath } from '../../flow-docs/taken-path';
import { Caller, type CallerOf } from '../../http/auth/access';
import { flowId } from '../../http/fields';
import { Chapter, Documented } from '../../http/openapi/documented';
import type { FlowState } from '../../kernel/flow-state';
import type { FlowId, TenantId } from '../../kernel/ids';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { Nudges } from '../flow-resources/nudges';
import { flowView, shownFlow, type FlowView } from './flow.view';
import { mermaid } from './mermaid-answer';
import { RunningFlows } from './running-flows';

/** A deposit, a withdrawal or a transfer as the chain of events that it is. */
@Chapter('Events')
@Controller('v1/flows')
export class FlowsController {
  constructor(
    private readonly reads: ReadStore,
    private readonly flows: RunningFlows,
    private readonly nudges: Nudges,
  ) {}

  @Documented({
    operationId: 'readFlow',
    summary: 'Read the events of a flow',
    description: 'A deposit, a withdrawal or a transfer as the chain of events that it is.',
    answers: { 200: shownFlow },
  })
  @Get(':id')
  async read(
    @Param('id', { schema: flowId }) id: FlowId,
    @Caller() { tenantId }: CallerOf,
  ): Promise<FlowView> {
    const flow = await this.flow(tenantId, id);
    this.nudges.lookedAt(flow);
    const [events, postings] = await Promise.all([
      this.reads.flowEvents(tenantId, id),
      this.reads.flowPostings(tenantId, id),
    ]);
    return flowView(flow, events, postings);
  }

  @Documented({
    operationId: 'drawFlow',
    summary: 'Draw the path that a flow took',
    answers: { 200: mermaid },
  })
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
