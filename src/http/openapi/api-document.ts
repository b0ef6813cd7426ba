import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { documentOf, isDescribed } from './document';
import { routesOf, type ControllerClass, type Route } from './routes';
import type { Json } from './schema-book';

/** Every path that the server answers to, with its methods; filled when the routes are registered. */
export abstract class RegisteredRoutes {
  abstract [Symbol.iterator](): IterableIterator<readonly [string, ReadonlySet<string>]>;
}

/** The docs are not part of what they describe. */
const isOfTheDocs = (path: string): boolean => path === '/docs' || path.startsWith('/docs/');

/** The document of this very process: read from its controllers, as the router was. */
@Injectable()
export class ApiDocument {
  private made: Json | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly registered: RegisteredRoutes,
  ) {}

  get(): Json {
    return (this.made ??= documentOf(this.routes()));
  }

  /**
   * What the server answers to and the document does not tell, and the other way round; empty when
   * all is well.
   */
  gaps(): readonly string[] {
    const told = this.routes().filter(isDescribed).map(nameOf);
    const there = [...this.registered].flatMap(([path, methods]) =>
      isOfTheDocs(path) ? [] : routable(methods).map((method) => nameOf({ method, path })),
    );
    return [
      ...there
        .filter((name) => !told.includes(name))
        .map(
          (name) => `${name} is not described: give it @Documented, and its controller @Chapter`,
        ),
      ...told.filter((name) => !there.includes(name)).map((name) => `${name} is not registered`),
    ];
  }

  private routes(): readonly Route[] {
    return this.discovery
      .getControllers()
      .flatMap(({ metatype }) => routesOf(metatype as ControllerClass))
      .filter(({ path }) => !isOfTheDocs(path));
  }
}

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

/** HEAD comes with every GET. */
const routable = (methods: ReadonlySet<string>): readonly string[] =>
  [...methods].filter((method) => method !== 'HEAD');
