import { first } from './0001-first';
import { currencies } from './0002-currencies-additive';
import { discardedLetters } from './0003-discarded-letters-additive';

/** In the order in which they are carried out. One that was ever released is never changed again. */
export const migrations: readonly {
  readonly name: string;
  readonly statements: readonly string[];
}[] = [
  { name: '0001-first', statements: first },
  { name: '0002-currencies-additive', statements: currencies },
  { name: '0003-discarded-letters-additive', statements: discardedLetters },
];
