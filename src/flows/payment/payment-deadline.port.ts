/** How long a payment may go without an end before it is reported, and until when it is asked about. */
export class PaymentDeadline {
  constructor(readonly milliseconds: number) {}
}
