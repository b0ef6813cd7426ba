import { Controller, Get, Header, Module, Param } from '@nestjs/common';
import { Public } from '../auth/access';
import { ProblemError } from './problem';
import { isProblemCode } from './problem-codes';
import { problemIndex, problemPage } from './problem-pages';

/** The pages that the `type` of a problem leads to. */
@Public()
@Controller('problems')
class ProblemsController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  index(): string {
    return problemIndex();
  }

  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Param('code') code: string): string {
    if (!isProblemCode(code)) throw new ProblemError('not-found', 'There is no such problem.');
    return problemPage(code);
  }
}

@Module({ controllers: [ProblemsController] })
export class ProblemsModule {}
