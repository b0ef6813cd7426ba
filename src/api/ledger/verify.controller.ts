import { Controller, HttpCode, Post } from '@nestjs/common';
import { Verification } from '../../audit/verification';
import type { Verified } from '../../audit/verify';
import { Caller, type CallerOf } from '../../http/auth/access';

/** Looks whether the caller's books are as they must be; it changes nothing. */
@Controller('v1/ledger/verify')
export class VerifyController {
  constructor(private readonly verification: Verification) {}

  @Post()
  @HttpCode(200)
  verify(@Caller() { tenantId }: CallerOf): Promise<Verified> {
    return this.verification.of(tenantId);
  }
}
