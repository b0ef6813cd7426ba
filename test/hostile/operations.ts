import type { Operation as Documented, OpenApi } from '../support/openapi';
import { operationsIn } from '../support/openapi';
import type { JsonSchema, Operation } from './operation';

const REFERENCE = '#/components/schemas/';

/** Every call of a server, read from the document that it gives out. */
export const operationsOf = (document: OpenApi): readonly Operation[] =>
  operationsIn(document).map((operation) => operationOf(operation, document));

function operationOf(documented: Documented, document: OpenApi): Operation {
  const { method, path, parameters = [], requestBody, responses, security } = documented;
  const body = requestBody?.content['application/json'].schema;
  const query = parameters.filter((parameter) => parameter.in === 'query');
  return {
    method,
    path,
    parameters: parameters
      .filter((parameter) => parameter.in === 'path')
      .map(({ name, example }) => ({
        name,
        example: typeof example === 'string' ? example : undefined,
      })),
    query:
      query.length === 0
        ? undefined
        : {
            properties: Object.fromEntries(query.map(({ name }) => [name, {}])),
            required: query.filter(({ required }) => required).map(({ name }) => name),
          },
    body: body && (resolved(body, document) as JsonSchema),
    isPublic: security?.length === 0,
    staysOpen: responses['200']?.content?.['text/event-stream'] !== undefined,
  };
}

/** The schema with what it refers to put in its place; none of ours refers to itself. */
function resolved(schema: unknown, document: OpenApi): unknown {
  if (Array.isArray(schema)) return schema.map((part) => resolved(part, document));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref } = schema as { readonly $ref?: string };
  if ($ref !== undefined) {
    return resolved(document.components.schemas[$ref.slice(REFERENCE.length)], document);
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, resolved(value, document)]),
  );
}
