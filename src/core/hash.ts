/**
 * FNV-1a over UTF-16 units in two 32-bit lanes, as 16 hex digits: names samples that have no id of their
 * own and notices changed rows. Not for security.
 */
export function hashText(text: string): string {
  fold(text);
  return hex(lanes[0]) + hex(lanes[1]);
}

/** The same as a whole number below 2⁵³, quicker to make and smaller to keep. */
export function hashNumber(text: string): number {
  fold(text);
  return (lanes[0] >>> 0) * 0x20_0000 + (lanes[1] >>> 11);
}

const lanes: [low: number, high: number] = [0, 0];

function fold(text: string): void {
  let low = 0x811c9dc5;
  let high = 0xc9dc5118;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + i), 0x01000193);
  }
  lanes[0] = low;
  lanes[1] = high;
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
