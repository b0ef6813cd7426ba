import { Controller, Get, Header, Module, Param } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../auth/access';
import { Chapter, Documented, textual } from '../openapi/documented';
import { ProblemError } from './problem';
import { isProblemCode, problemCodes } from './problem-codes';
import { problemIndex, problemPage } from './problem-pages';

const page = textual('text/html', 'A page for people.');
const codePath = z.string().meta({ enum: problemCodes, examples: ['insufficient-funds'] });

@Chapter('Problems')
@Public()
@Controller('problems')
class ProblemsController {
  @Documented({
    operationId: 'listProblems',
    summary: 'Read about all problems',
    answers: { 200: page },
  })
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  index(): string {
    return problemIndex();
  }

  @Documented({
    operationId: 'readProblem',
    summary: 'Read about a problem',
    answers: { 200: page },
  })
  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Param('code', { schema: codePath }) code: string): string {
    if (!isProblemCode(code)) throw new ProblemError('not-found', 'There is no such problem.');
    return problemPage(code);
  }
}

@Module({ controllers: [ProblemsController] })
export class ProblemsModule {}
