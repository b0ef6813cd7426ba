import type { TenantId } from '../kernel/ids';
import { deriveSecret } from './secrets';

const one = 'ten_1' as TenantId;
const other = 'ten_2' as TenantId;
const key = Buffer.alloc(32, 7);

describe('a derived secret', () => {
  it('is the one that it always was: a change of it would break every webhook', () => {
    expect(deriveSecret(key, 'simulator-webhook', one)).toBe(
      'whsec_bNvhrtQhMitdB13kugxW71w40vCcJrkI9PhXyIJGoO8=',
    );
  });

  it('is another for another tenant and for another master key', () => {
    const secret = deriveSecret(key, 'simulator-webhook', one);
    expect(deriveSecret(key, 'simulator-webhook', other)).not.toBe(secret);
    expect(deriveSecret(Buffer.alloc(32, 8), 'simulator-webhook', one)).not.toBe(secret);
  });

  it('is not made of a key that is too short', () => {
    expect(() => deriveSecret(Buffer.alloc(31), 'simulator-webhook', one)).toThrow(RangeError);
  });
});
