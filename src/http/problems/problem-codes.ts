/** May the same request be sent again: under its idempotency key, under a new one, or not at all? */
export type Retry = 'same-key' | 'new-key' | 'no';

/** One kind of problem, as its page explains it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** What happened. */
  readonly explanation: string;
  /** What the caller can do about it. */
  readonly remedy: string;
  readonly retry: Retry;
}

const kind = (
  status: number,
  title: string,
  retry: Retry,
  explanation: string,
  remedy: string,
): ProblemKind => ({ status, title, explanation, remedy, retry });

/**
 * Every problem that the server answers with; the code is the last segment of the problem's `type`.
 *
 * `retry` speaks of the request as it stands. `no`: it has to be mended first, and then its key may
 * be the same, since nothing of it was kept. So is a 500 to a request without a key: nobody knows
 * whether it was done, and sent again it may be done twice. A recorded refusal (a 422 with its flow) is replayed for
 * ever, so another attempt needs a new key.
 */
export const problemKinds = {
  'malformed-json': kind(
    400,
    'The body is not acceptable JSON',
    'no',
    'The body is not one complete JSON document in UTF-8, or it is one that two readers could understand differently: a key twice in one object, a lone surrogate, U+0000, a byte order mark, or more than 32 levels.',
    'Send one JSON document, written by a JSON library.',
  ),
  'invalid-field': kind(
    400,
    'A field is not valid',
    'no',
    'A field, a query parameter or a header is missing, or has a value that it may not have. `errors` names each by its JSON pointer.',
    'Correct what `errors` names.',
  ),
  'unknown-field': kind(
    400,
    'A field is not known',
    'no',
    'The body or the query has a field that this call does not know. It is refused and not ignored, because a misspelt optional field would change what happens to money.',
    'Remove the field, or correct its spelling.',
  ),
  'invalid-amount': kind(
    400,
    'The amount is not valid',
    'no',
    'An amount is a decimal string in major units in plain notation and more than zero, such as "100.00". JSON numbers, signs, exponents, spaces, separators, leading zeros, ".5" and "5." are refused: input is never guessed at.',
    'Send the amount as a plain decimal string.',
  ),
  'amount-precision': kind(
    400,
    'The amount has too many decimals',
    'no',
    'The amount has more decimals than its currency: "1.001" USD, "1.5" JPY. Input is never rounded.',
    'Round the amount yourself, in the way that you want.',
  ),
  'amount-out-of-range': kind(
    400,
    'The amount is too large',
    'no',
    'The amount has more than 30 digits before the decimal point.',
    'Send a smaller amount.',
  ),
  'unknown-currency': kind(
    400,
    'The currency is not known',
    'no',
    'The currency is neither built in nor one that you have added. Codes are in upper case; retired currencies are not known.',
    'Take a code from `GET /v1/currencies`, or have an admin add the currency.',
  ),
  'same-account': kind(
    400,
    'Both accounts are the same',
    'no',
    'A transfer debits one account and credits another one.',
    'Name two different accounts.',
  ),
  'idempotency-key-invalid': kind(
    400,
    'The Idempotency-Key is not valid',
    'no',
    'An Idempotency-Key is 1 to 255 visible ASCII characters, and is sent once.',
    'Send a UUID, for example.',
  ),
  'invalid-cursor': kind(
    400,
    'The cursor is not valid',
    'no',
    'The cursor was not given out by this server for this list.',
    'Take `nextCursor` of the previous page as it is, or begin without a cursor.',
  ),
  'invalid-signature': kind(
    400,
    'The webhook could not be verified',
    'no',
    'The signature does not match the bytes of the body, the timestamp is too old or ahead, or the tenant is not known. Nothing was stored.',
    'Sign the raw body with the secret of this tenant, and keep your clock right.',
  ),
  unauthenticated: kind(
    401,
    'An API key is needed',
    'no',
    'The request has no `Authorization: Bearer <api key>`, or the key is not known or was revoked.',
    'Send a valid API key.',
  ),
  forbidden: kind(
    403,
    'This API key may not do this',
    'no',
    'The key is valid, and its role does not allow this call.',
    'Use a key with the role `admin`.',
  ),
  'not-found': kind(
    404,
    'There is nothing here',
    'no',
    'There is no such path, or no such thing for this tenant.',
    'Check the path and the id.',
  ),
  'method-not-allowed': kind(
    405,
    'The method is not allowed here',
    'no',
    'The path exists, and does not answer to this method.',
    'Use one of the methods that the `Allow` header lists.',
  ),
  'idempotency-in-progress': kind(
    409,
    'The first request with this key is still running',
    'same-key',
    'Another request with the same Idempotency-Key has not ended yet.',
    'Send the request again a little later, under the same key.',
  ),
  'reference-taken': kind(
    409,
    'The reference is taken',
    'no',
    'Another account of this tenant has this reference.',
    'Read the account that has it, `GET /v1/accounts?reference=…`, or choose another reference.',
  ),
  'currency-fixed': kind(
    409,
    'The currency has another exponent',
    'no',
    'The currency is built in, or was added to this server before, with another exponent. A code has one exponent for everybody, and it never changes: stored amounts are read by it.',
    'Add the currency with the exponent that it has, or choose another code.',
  ),
  'version-mismatch': kind(
    412,
    'The version has changed',
    'no',
    'What you want to change has changed since you read it: its version is not the one in `If-Match`.',
    'Read it again, and repeat the change if it still makes sense.',
  ),
  'body-too-large': kind(
    413,
    'The body is too large',
    'no',
    'A body may have 64 KiB, and that of a bulk 2 MiB.',
    'Send less at once.',
  ),
  'unsupported-media-type': kind(
    415,
    'The body is not JSON',
    'no',
    'The body must be `application/json` in UTF-8, neither compressed nor in another encoding.',
    'Send `Content-Type: application/json`.',
  ),
  'expectation-failed': kind(
    417,
    'The expectation is not met',
    'no',
    'The request has an `Expect` header that asks for something other than `100-continue`.',
    'Leave out the `Expect` header.',
  ),
  'account-in-use': kind(
    422,
    'The account is in use',
    'new-key',
    'An account is closed only when its balance and its holds are zero and none of its flows is pending.',
    'Move the money away and wait for what is pending; `GET /v1/accounts/{id}` shows the balance.',
  ),
  'too-many-currencies': kind(
    422,
    'There are too many currencies',
    'no',
    'A tenant may add 200 currencies of its own, and has added as many.',
    'Use one of those that you have; `PUT` may rename it.',
  ),
  'insufficient-funds': kind(
    422,
    'There are not enough funds',
    'new-key',
    'The account would have to give more than is available: `required` against `available`, in the account’s own currency.',
    'Ask for less, or add money first.',
  ),
  'limit-exceeded': kind(
    422,
    'A limit is exceeded',
    'new-key',
    'The amount, or with it the sum of the UTC day, is over a limit of the account. `limit` names it.',
    'Ask for less, wait for the next day if it is a daily limit, or have the limit raised.',
  ),
  'below-minimum': kind(
    422,
    'The amount is below the minimum',
    'new-key',
    'The amount, in the account’s own currency, is under a minimum of the account. `limit` names it.',
    'Ask for more.',
  ),
  'account-frozen': kind(
    422,
    'The account is frozen',
    'new-key',
    'A frozen account begins no new flow.',
    'Have the account unfrozen.',
  ),
  'account-closed': kind(
    422,
    'The account is closed',
    'no',
    'A closed account begins no new flow, and stays closed.',
    'Use another account.',
  ),
  'converted-amount-zero': kind(
    422,
    'The amount converts to zero',
    'new-key',
    'After conversion and rounding nothing would be left of the amount.',
    'Ask for more.',
  ),
  'unsupported-pair': kind(
    422,
    'There is no rate for this pair',
    'new-key',
    'Nobody knows a rate between the two currencies, not even over a third one.',
    'Have a rate pinned, or use another currency.',
  ),
  'quote-expired': kind(
    422,
    'The quote has expired',
    'new-key',
    'A quote holds its rate for 300 seconds.',
    'Ask for a new quote.',
  ),
  'quote-already-used': kind(
    422,
    'The quote is used up',
    'new-key',
    'A quote serves one flow.',
    'Ask for a new quote.',
  ),
  'quote-mismatch': kind(
    422,
    'The quote does not fit',
    'new-key',
    'The quote is for another pair of currencies or another amount.',
    'Ask for a quote for exactly this flow.',
  ),
  'flow-already-ended': kind(
    422,
    'The flow has ended already',
    'no',
    'The deposit or withdrawal is completed, failed or rejected, and there is nothing left to cancel.',
    'Read it: its status tells how it ended.',
  ),
  'payment-already-submitted': kind(
    422,
    'The provider may have the payment',
    'same-key',
    'A payment can be cancelled only while the provider certainly does not have it: before it was submitted, and while no call to the provider is under way or was lost. The provider may have this one, and what it says will count.',
    'Wait for its end. While the provider turns every call away, try again a little later.',
  ),
  'dead-letter-needed': kind(
    422,
    'The flow waits for this dead letter',
    'no',
    'The message is what a provider has told of a payment, or what became of a call to one. Without it the flow would be pending for ever, with whatever it holds.',
    'Mend the cause, and retry the dead letter.',
  ),
  'idempotency-key-reused': kind(
    422,
    'The Idempotency-Key was used for another request',
    'new-key',
    'The key has already served a request with another body.',
    'Choose a new key for every new request.',
  ),
  'not-done': kind(
    424,
    'Another item was refused',
    'same-key',
    'Nothing of this item was done: the items of its bulk stand or fall together, and another one was refused.',
    'Correct the items that were refused, or leave them out, and send the bulk again.',
  ),
  'too-many-requests': kind(
    429,
    'Too many requests',
    'same-key',
    'This API key has sent more requests in a minute than it may.',
    'Wait as long as `Retry-After` says.',
  ),
  'internal-error': kind(
    500,
    'The server failed',
    'same-key',
    'The fault is on our side and has been recorded. Nothing half-done was kept.',
    'Send the request again under the same Idempotency-Key; an effect happens once. A request that had no key may be done, or be done later from its dead letter: look before you send it again.',
  ),
  'rate-unavailable': kind(
    503,
    'The rate is too old',
    'same-key',
    'The newest rate of this pair is too old to be used. Nothing was begun.',
    'Try again later, or have a rate pinned.',
  ),
  'provider-unavailable': kind(
    503,
    'The payment provider cannot be reached',
    'same-key',
    'The call needs the provider now, and the provider did not answer as it should. What it has done is not known here.',
    'Send the request again when the provider is back. Payments that wait for it go on by themselves.',
  ),
  overloaded: kind(
    503,
    'The server is busy',
    'same-key',
    'The server has as many requests in hand as it can carry, and began nothing of this one.',
    'Wait as long as `Retry-After` says, and send the request again.',
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof problemKinds;

/** All codes, in the order of the table: by status. */
export const problemCodes = Object.keys(problemKinds) as readonly ProblemCode[];

/** True for a code of the table; `constructor` and the like are none. */
export const isProblemCode = (text: string): text is ProblemCode =>
  Object.hasOwn(problemKinds, text);

export const kindOfProblem = (code: ProblemCode): ProblemKind => problemKinds[code];
