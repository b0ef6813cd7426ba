/** How long a payment may go without an end before it is asked about and reported. */
export class PaymentDeadline {
  constructor(readonly milliseconds: number) {}
}
