import {
  DuckDBTypeId,
  JsonDuckDBValueConverter,
  type DuckDBValueConverter,
  type Json as DuckJson,
} from '@duckdb/node-api';

/** Digits that a double holds exactly. */
const EXACT_DIGITS = 15;
const LONG_NUMBERS = new Set<DuckDBTypeId>([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.DECIMAL,
]);

/** DuckDB's values as JSON, counts and sums as numbers as long as those hold them exactly. */
export const toJson: DuckDBValueConverter<DuckJson> = (value, type, convert) => {
  const json = JsonDuckDBValueConverter(value, type, convert);
  if (typeof json !== 'string' || !LONG_NUMBERS.has(type.typeId)) return json;
  return json.replace(/\D/g, '').length <= EXACT_DIGITS ? Number(json) : json;
};
