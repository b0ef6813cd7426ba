import { Controller, Get, Header, Module, Param, Res, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/access';
import { ProblemError } from '../problems/problem';
import { ApiDocument, RegisteredRoutes } from './api-document';
import { DOCS_PAGE, pageFile } from './docs-page';
import type { Json } from './schema-book';

/** What the API is, for programs and as a page for people. */
@Public()
@Controller('docs')
class DocsController {
  constructor(private readonly document: ApiDocument) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return DOCS_PAGE;
  }

  @Get('openapi.json')
  openapi(): Json {
    return this.document.get();
  }

  @Get('assets/:name')
  @Header('cache-control', 'public, max-age=3600')
  asset(@Param('name') name: string, @Res({ passthrough: true }) answer: FastifyReply): Buffer {
    const file = pageFile(name);
    if (file === undefined) throw new ProblemError('not-found', 'There is no such file.');
    void answer.header('content-type', file.mediaType);
    return file.content;
  }
}

@Module({})
export class DocsModule {
  /** `registered`: what the router answers to, filled by the time that somebody asks. */
  static forRoot(registered: ReadonlyMap<string, ReadonlySet<string>>): DynamicModule {
    return {
      module: DocsModule,
      imports: [DiscoveryModule],
      controllers: [DocsController],
      providers: [ApiDocument, { provide: RegisteredRoutes, useValue: registered }],
    };
  }
}
