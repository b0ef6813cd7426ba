import { Module } from '@nestjs/common';
import { ConversionSaga } from './conversion.flow';
import { ConvertHandler } from './convert.handler';
import { RequestConversionHandler } from './request-conversion.handler';

/** Money in, target currencies in; money out. */
@Module({
  providers: [ConversionSaga, ConvertHandler, RequestConversionHandler],
})
export class ConversionModule {}
