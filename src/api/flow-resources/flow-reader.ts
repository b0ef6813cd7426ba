import { Injectable } from '@nestjs/common';
import type { FlowState } from '../../kernel/flow-state';
import type { TenantId } from '../../kernel/ids';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import type { FlowListQuery } from './flow-resources.schemas';
import { Nudges } from './nudges';

/** A kind of flow, and how it is shown. */
export interface ShownFlow<S extends FlowState, View> {
  readonly kind: S['kind'];
  /** As `deposit`, in what people are told. */
  readonly name: string;
  readonly viewOf: (flow: S) => View;
}

/** Reads flows of one kind, as the resources that they are. */
@Injectable()
export class FlowReader {
  constructor(
    private readonly reads: ReadStore,
    private readonly lists: Lists,
    private readonly nudges: Nudges,
  ) {}

  /** Throws `not-found` for an id of another tenant, or of another kind of flow. */
  async flow<S extends FlowState>(
    { kind, name }: Pick<ShownFlow<S, unknown>, 'kind' | 'name'>,
    tenantId: TenantId,
    id: string,
  ): Promise<S> {
    const flow = await this.reads.flow(tenantId, id);
    return found(flow?.kind === kind ? flow : undefined, name) as S;
  }

  /** The flow as it is shown; `not-found` as above. */
  async one<S extends FlowState, View>(
    shown: ShownFlow<S, View>,
    tenantId: TenantId,
    id: string,
  ): Promise<View> {
    const flow = await this.flow(shown, tenantId, id);
    this.nudges.lookedAt(flow);
    return shown.viewOf(flow);
  }

  list<S extends FlowState, View>(
    { kind, name, viewOf }: ShownFlow<S, View>,
    tenantId: TenantId,
    { accountId, status, ...page }: FlowListQuery,
  ): Promise<ListAnswer<View>> {
    const filter = {
      ...(accountId !== undefined && { accountId }),
      ...(status !== undefined && { status }),
    };
    return this.lists.page(
      { tenantId, list: listNamed(name, filter) },
      page,
      (asked) => this.reads.flows(tenantId, { kind, ...filter }, asked),
      (flow) => viewOf(flow as S),
    );
  }
}
