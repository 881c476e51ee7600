/** How an advantage is coloured; `least`: below this it is written as zero. */
export function signClass(value: number | null, least = 0): 'up' | 'down' | 'zero' {
  if (value === null || Math.abs(value) <= least) return 'zero';
  return value > 0 ? 'up' : 'down';
}
