/** The question was understood, and the answer is no: told in one line, exit code 1. */
export class AnsweredNo extends Error {
  override readonly name = 'AnsweredNo';
}
