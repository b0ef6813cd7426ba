import { Module, type DynamicModule } from '@nestjs/common';
import { FIRST_TENANT, FirstTenant, type FirstTenantOptions } from './first-tenant';

/** What a start sees to before anybody calls. */
@Module({})
export class BootModule {
  static forRoot(options: FirstTenantOptions): DynamicModule {
    return {
      module: BootModule,
      providers: [FirstTenant, { provide: FIRST_TENANT, useValue: options }],
    };
  }
}
