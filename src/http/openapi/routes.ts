import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants';
import type { z } from 'zod';
import { ADMIN_ONLY, PUBLIC } from '../auth/access';
import type { ChapterName } from './chapters';
import {
  CHAPTER,
  DESCRIPTION,
  headersReadBy,
  type HeaderShape,
  type RouteDescription,
} from './documented';

type Handler = (...args: readonly unknown[]) => unknown;
export type ControllerClass = (new (...args: never[]) => object) & { readonly prototype: object };

export interface PathParameter {
  readonly name: string;
  readonly schema: z.ZodType | undefined;
}

/** A route of the running application, as its decorators say. */
export interface Route {
  readonly method: string;
  /** As it is registered: `/v1/accounts/:id`. */
  readonly path: string;
  readonly description: RouteDescription | undefined;
  readonly chapter: ChapterName | undefined;
  readonly isPublic: boolean;
  readonly isForAdmins: boolean;
  /** Never turned away when the server is full. */
  readonly isUncounted: boolean;
  readonly parameters: readonly PathParameter[];
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly headers: readonly HeaderShape[];
}

/** Reads what Nest keeps of a controller's decorators: every route of it, in the order of the class. */
export function routesOf(controller: ControllerClass): readonly Route[] {
  return Object.getOwnPropertyNames(controller.prototype)
    .map((name) => [name, Reflect.get(controller.prototype, name) as unknown] as const)
    .filter((member): member is readonly [string, Handler] => isRoute(member[1]))
    .map(([name, handler]) => routeOf(controller, name, handler));
}

const isRoute = (member: unknown): boolean =>
  typeof member === 'function' && Reflect.hasMetadata(METHOD_METADATA, member);

function routeOf(controller: ControllerClass, name: string, handler: Handler): Route {
  const inputs = inputsOf(controller, name);
  const description = Reflect.getMetadata(DESCRIPTION, handler) as RouteDescription | undefined;
  const { passesOver = [], headers = [], body } = description ?? {};
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  return {
    method,
    path: pathOf(controller, handler),
    description,
    chapter: Reflect.getMetadata(CHAPTER, controller) as ChapterName | undefined,
    isPublic: isSaid(PUBLIC, controller, handler),
    isForAdmins: isSaid(ADMIN_ONLY, controller, handler),
    isUncounted: isUncounted(handler),
    parameters: inputs
      .filter(({ from }) => from === 'PARAM')
      .map(({ data = '', schema }) => ({ name: data, schema })),
    query: inputs.find(({ from }) => from === 'QUERY')?.schema,
    body: body ?? inputs.find(({ from }) => from === 'BODY')?.schema,
    headers: [...headersReadBy(handler), ...headers].filter(
      ({ name: header, onlyOf = method }) => !passesOver.includes(header) && onlyOf === method,
    ),
  };
}

const pathOf = (controller: ControllerClass, handler: Handler): string => {
  const parts = [controller, handler].map((from) =>
    String(Reflect.getMetadata(PATH_METADATA, from)).replace(/^\/|\/$/g, ''),
  );
  return `/${parts.filter((part) => part !== '').join('/')}`;
};

const isSaid = (metadata: symbol, controller: ControllerClass, handler: Handler): boolean =>
  Reflect.hasMetadata(metadata, handler) || Reflect.hasMetadata(metadata, controller);

const isUncounted = (handler: Handler): boolean => {
  const config: unknown = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler);
  return (config as { readonly uncounted?: boolean } | undefined)?.uncounted === true;
};

interface Input {
  /** `BODY`, `QUERY`, `PARAM`; undefined for a decorator of ours. */
  readonly from: string | undefined;
  readonly index: number;
  readonly data?: string;
  readonly schema?: z.ZodType;
}

/** Kept under names such as `5:0`: what is read, and as which parameter of the handler. */
function inputsOf(controller: ControllerClass, handler: string): readonly Input[] {
  const kept = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Readonly<
    Record<string, Omit<Input, 'from'>>
  >;
  return Object.entries(kept)
    .map(([name, input]) => ({ ...input, from: RouteParamtypes[Number(name.split(':')[0])] }))
    .sort((one, other) => one.index - other.index);
}
