import { Controller, Get, Header, Param } from '@nestjs/common';
import type { FlowDescription } from '../../flow-docs/description';
import { diagramOf } from '../../flow-docs/diagram';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented, listOf } from '../../http/openapi/documented';
import { QueryOf } from '../../http/validation/inputs';
import { found } from '../edge/found';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import {
  flowDefinitionView,
  shownFlowDefinition,
  type FlowDefinitionView,
} from './flow-definition.view';
import { kindPath } from './flow-definitions.schemas';
import { mermaid } from './mermaid-answer';
import { RunningFlows } from './running-flows';

/** What chains there are, read from the code that runs them. */
@Chapter('Events')
@Controller('v1/flow-definitions')
export class FlowDefinitionsController {
  constructor(
    private readonly flows: RunningFlows,
    private readonly lists: Lists,
  ) {}

  @Documented({
    operationId: 'listFlowDefinitions',
    summary: 'List the chains that there are',
    description: 'Read from the code that runs them.',
    answers: { 200: listOf('FlowDefinitionList', shownFlowDefinition) },
  })
  @Get()
  list(
    @QueryOf(pageQuery) query: AskedPage,
    @Caller() { tenantId }: CallerOf,
  ): ListAnswer<FlowDefinitionView> {
    return this.lists.ofAll(
      { tenantId, list: listNamed('flow-definitions') },
      query,
      this.flows.all().map(flowDefinitionView),
      ({ scope, kind }) => `${scope} ${kind}`,
    );
  }

  @Documented({
    operationId: 'readFlowDefinition',
    summary: 'Read a chain',
    answers: { 200: shownFlowDefinition },
  })
  @Get(':kind')
  read(@Param('kind', { schema: kindPath }) kind: string): FlowDefinitionView {
    return flowDefinitionView(this.named(kind));
  }

  @Documented({
    operationId: 'drawFlowDefinition',
    summary: 'Draw a chain',
    answers: { 200: mermaid },
  })
  @Get(':kind/diagram')
  @Header('content-type', 'text/plain; charset=utf-8')
  diagram(@Param('kind', { schema: kindPath }) kind: string): string {
    return diagramOf(this.named(kind));
  }

  private named(kind: string): FlowDescription {
    return found(this.flows.named(kind), 'flow definition');
  }
}
