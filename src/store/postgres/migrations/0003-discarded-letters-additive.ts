/**
 * A dead letter may be given up. Older builds read such a letter as one that waits for nothing,
 * which is right.
 */
export const discardedLetters: readonly string[] = [
  `alter table dead_letters
    drop constraint dead_letters_status_check,
    add constraint dead_letters_status_check
      check (status in ('parked', 'resolved', 'discarded'))`,
];
