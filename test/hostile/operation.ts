/** As much of JSON Schema as is read here. */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly examples?: readonly unknown[];
}

/** A parameter of a path, with an example of it where it is known. */
export interface PathParameter {
  readonly name: string;
  readonly example: string | undefined;
}

/** One call of the API: what somebody must know to make it, well or badly. */
export interface Operation {
  readonly method: string;
  /** With its parameters in braces: `/v1/accounts/{id}`. */
  readonly path: string;
  readonly parameters: readonly PathParameter[];
  /** Undefined: it takes no query. */
  readonly query: JsonSchema | undefined;
  /** Undefined: it takes no body. */
  readonly body: JsonSchema | undefined;
  /** It needs no key, and reads of a request what it likes. */
  readonly isPublic: boolean;
  /** Its answer has no end. */
  readonly staysOpen: boolean;
}

export const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;
