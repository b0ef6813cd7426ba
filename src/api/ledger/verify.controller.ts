import { Controller, HttpCode, Post } from '@nestjs/common';
import { Verification, VerificationStopped } from '../../audit/verification';
import type { Verified } from '../../audit/verify';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented } from '../../http/openapi/documented';
import { ProblemError } from '../../http/problems/problem';
import { shownVerified } from './verified.view';

/** Looks whether the caller's books are as they must be; it changes nothing. */
@Chapter('Ledger')
@Controller('v1/ledger/verify')
export class VerifyController {
  constructor(private readonly verification: Verification) {}

  @Documented({
    operationId: 'verifyLedger',
    summary: 'Verify your books',
    description: 'It changes nothing.',
    answers: { 200: shownVerified },
  })
  @Post()
  @HttpCode(200)
  async verify(@Caller() { tenantId }: CallerOf): Promise<Verified> {
    try {
      return await this.verification.of(tenantId);
    } catch (fault) {
      if (fault instanceof VerificationStopped) throw stopping;
      throw fault;
    }
  }
}

const stopping = new ProblemError(
  'overloaded',
  'The server is stopping; ask again when it is back.',
  {},
  { 'retry-after': '5' },
);
