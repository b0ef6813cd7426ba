import { Controller, Get, Header, Param } from '@nestjs/common';
import type { FlowDescription } from '../../flow-docs/description';
import { diagramOf } from '../../flow-docs/diagram';
import { Caller, type CallerOf } from '../../http/auth/access';
import { QueryOf } from '../../http/validation/inputs';
import { found } from '../edge/found';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { tableQuery, type AskedTable } from '../edge/page-queries';
import { flowDefinitionView, type FlowDefinitionView } from './flow-definition.view';
import { RunningFlows } from './running-flows';

/** What chains there are, read from the code that runs them. */
@Controller('v1/flow-definitions')
export class FlowDefinitionsController {
  constructor(
    private readonly flows: RunningFlows,
    private readonly lists: Lists,
  ) {}

  @Get()
  list(
    @QueryOf(tableQuery) query: AskedTable,
    @Caller() { tenantId }: CallerOf,
  ): ListAnswer<FlowDefinitionView> {
    return this.lists.ofAll(
      { tenantId, list: listNamed('flow-definitions') },
      query,
      this.flows.all().map(flowDefinitionView),
      ({ scope, kind }) => `${scope} ${kind}`,
    );
  }

  @Get(':kind')
  read(@Param('kind') kind: string): FlowDefinitionView {
    return flowDefinitionView(this.named(kind));
  }

  /** As Mermaid text. */
  @Get(':kind/diagram')
  @Header('content-type', 'text/plain; charset=utf-8')
  diagram(@Param('kind') kind: string): string {
    return diagramOf(this.named(kind));
  }

  private named(kind: string): FlowDescription {
    return found(this.flows.named(kind), 'flow definition');
  }
}
