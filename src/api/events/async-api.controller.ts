import { Controller, Get } from '@nestjs/common';
import { Public } from '../../http/auth/access';
import type { Json } from '../../http/openapi/schema-book';
import { AsyncApi } from './async-api';

/** What the stream tells, for programs; beside `/docs/openapi.json`. */
@Public()
@Controller('docs/asyncapi.json')
export class AsyncApiController {
  constructor(private readonly document: AsyncApi) {}

  @Get()
  asyncapi(): Json {
    return this.document.get();
  }
}
