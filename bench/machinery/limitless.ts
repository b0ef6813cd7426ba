/** What nobody reaches: accounts of the benchmark never run out of money. */
export const OVERDRAFT = '1000000000000.00';
