const crypto = (code: string, exponent: number, name: string) =>
  Object.freeze({ code, exponent, name, kind: 'crypto' as const, numeric: null });

/** Crypto assets, with the decimals that their own protocols count in: satoshi, wei, 10^-6 USDC. */
export const cryptoAssets = [
  crypto('BTC', 8, 'Bitcoin'),
  crypto('ETH', 18, 'Ether'),
  crypto('USDC', 6, 'USD Coin'),
];
