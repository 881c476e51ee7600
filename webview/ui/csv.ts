export type CsvCell = string | number | boolean | null | undefined;

/** A line of comma-separated values. What has no value, as NaN has none, is an empty cell. */
export const csvLine = (cells: readonly CsvCell[]): string => cells.map(cellText).join(',');

function cellText(cell: CsvCell): string {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return '';
  const text = String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
