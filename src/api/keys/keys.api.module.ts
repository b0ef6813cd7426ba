import { Module } from '@nestjs/common';
import { KeysController } from './keys.controller';
import { RevokedKeys } from './revoked-keys';

@Module({ controllers: [KeysController], providers: [RevokedKeys] })
export class KeysApiModule {}
