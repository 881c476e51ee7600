import type { DuckDBConnection } from '@duckdb/node-api';
import { isObject, type Json } from '../../core/json.ts';

/** The columns of `rollouts` that a query reads, directly or through a view; undefined where it does not at all. */
export async function columnsRead(
  planning: DuckDBConnection,
  sql: string,
): Promise<ReadonlySet<string> | undefined> {
  const [row] = (await planning.runAndReadAll(`EXPLAIN (FORMAT json) ${sql}`)).getRows();
  const scans = scansIn(JSON.parse(String(row?.[1])) as Json);
  return scans.length === 0 ? undefined : new Set(scans.flat());
}

/** `Projections` is a text where there is one, empty where only rows are counted. */
function scansIn(plan: Json): readonly (readonly string[])[] {
  if (Array.isArray(plan)) return plan.flatMap(scansIn);
  if (!isObject(plan)) return [];
  const { extra_info: info, children = [] } = plan;
  const below = scansIn(children);
  if (!isObject(info) || typeof info.Table !== 'string') return below;
  const { Projections: names = [] } = info;
  return [(Array.isArray(names) ? names : [names]).map(String), ...below];
}
