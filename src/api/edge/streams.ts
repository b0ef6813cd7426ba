import { isFlowKind, type StreamKind } from '../../kernel/message';

export interface Stream {
  readonly kind: StreamKind;
  readonly id: string;
}

/** A deposit, a withdrawal or a transfer, and not an account, a quote or the tenant. */
export const isFlowStream = ({ kind }: Stream): boolean => isFlowKind(kind);
