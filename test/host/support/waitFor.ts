import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is something; the error says what was waited for. */
export async function waitFor<T>(
  what: string,
  ask: () => T | Promise<T>,
  milliseconds = 20_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await sleep(50);
  }
}
