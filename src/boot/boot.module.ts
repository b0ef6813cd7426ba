import { Module, type DynamicModule } from '@nestjs/common';
import { FIRST_TENANT, FirstTenant, type FirstTenantOptions } from './first-tenant';
import { KeyMaking } from './key-making';

/** What a start sees to before anybody calls. */
@Module({})
export class BootModule {
  static forRoot(options: FirstTenantOptions): DynamicModule {
    return {
      module: BootModule,
      providers: [KeyMaking, FirstTenant, { provide: FIRST_TENANT, useValue: options }],
    };
  }
}
