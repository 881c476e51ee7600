import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until the check no longer throws; what it threw last is thrown after the time given. */
export async function eventually(
  check: () => Promise<void> | void,
  milliseconds = 10_000,
  pause = 50,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(pause);
  }
}
