const grouped = new Intl.NumberFormat('en-US');

/** "12,000": the same in every locale, since names that tests and scripts rely on hold it. */
export const count = (value: number): string => grouped.format(value);

/** "+69,022", "−3"; zero has no sign. */
export const signedCount = (value: number): string =>
  `${value < 0 ? '−' : value > 0 ? '+' : ''}${count(Math.abs(value))}`;

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** With a capital and a full stop: reasons are written to follow a colon, too. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Four decimals, as rewards are written everywhere here. */
export const reward = (value: number): string => value.toFixed(4);

/** At most two decimals; whole numbers stay whole. */
export const pixels = (value: number): string => String(Math.round(value * 100) / 100);

/** What stands where a number has no value. */
export const NO_VALUE = '–';

/** A number, or a dash where it has no value. */
export const decimals = (value: number | null, digits: number): string =>
  value === null ? NO_VALUE : value.toFixed(digits);

/**
 * "+0.1312", "−0.0500": with a true minus, as wide as the plus; what is written as zero has no sign,
 * and what has no value is a dash.
 */
export function signed(value: number | null, digits = 4): string {
  if (value === null) return NO_VALUE;
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}
