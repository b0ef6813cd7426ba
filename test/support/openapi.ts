/** As much of an OpenAPI document as the tests read. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly description: string };
  readonly components: {
    readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
}

interface Media {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example?: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly example?: unknown;
}

interface Answered {
  readonly content?: Readonly<Record<string, Media>>;
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<'application/json', Media>> };
  readonly responses: Readonly<Record<string, Answered>>;
}

/** An operation and where it stands. */
export interface Operation extends DocumentedOperation {
  /** `/v1/accounts/{id}`. */
  readonly path: string;
  /** In upper case. */
  readonly method: string;
}

export const operationsIn = ({ paths }: OpenApi): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
    })),
  );
