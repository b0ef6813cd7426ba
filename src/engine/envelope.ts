import { touching, type Touched } from './order';

/** A message's data as a task or a dead letter keeps it, with what it must have loaded. */
interface Sealed {
  readonly data: unknown;
  readonly touches: Partial<Touched>;
}

export const sealed = (data: unknown, touches: Touched): string =>
  JSON.stringify({ data, touches } satisfies Sealed);

export const unsealed = (text: string): { readonly data: unknown; readonly touches: Touched } => {
  const { data, touches } = JSON.parse(text) as Sealed;
  return { data, touches: touching(touches) };
};
