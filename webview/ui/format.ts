const grouped = new Intl.NumberFormat('en-US');

/** "12,000": the same in every locale, since names that tests and scripts rely on hold it. */
export const count = (value: number): string => grouped.format(value);

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Four decimals, as rewards are written everywhere here. */
export const reward = (value: number): string => value.toFixed(4);

/** At most two decimals; whole numbers stay whole. */
export const pixels = (value: number): string => String(Math.round(value * 100) / 100);

/** "+0.1312", "−0.0500": with a true minus, as wide as the plus; what is written as zero has no sign. */
export function signed(value: number, digits = 4): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}
