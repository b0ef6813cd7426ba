/** True for what has to be waited for: a promise, whoever's it is. */
export const isPromise = <T extends object>(value: T | Promise<T>): value is Promise<T> =>
  'then' in value;

/** The answer, or a rejection that says what was not in time when it takes longer (ms). */
export async function inTime<T>(answer: Promise<T>, within: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} was not answered within ${String(within)} ms.`));
    }, within);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
