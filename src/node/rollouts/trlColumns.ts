import type { FileMetaData, SchemaElement } from 'hyparquet';

/**
 * Columns of TRL's Parquet that can be no rewards. TRL writes step, prompt, completion, a column for each reward
 * function, the extra ones that these log, and advantage (`GRPOTrainer.log`). A reward is a floating-point number, so
 * whatever is of another type is an extra column, and so is all that follows it.
 */
export function trlExtras(metadata: FileMetaData): ReadonlySet<string> {
  const columns = topColumns(metadata.schema);
  const from = columns.findIndex(({ name }) => name === 'completion');
  const to = columns.findIndex(({ name }) => name === 'advantage');
  if (from < 0 || to < from) return new Set();
  const between = columns.slice(from + 1, to);
  const first = between.findIndex(({ type }) => type !== 'DOUBLE' && type !== 'FLOAT');
  return new Set(first < 0 ? [] : between.slice(first).map(({ name }) => name));
}

/** A schema lists every column after its parent. */
function topColumns(schema: readonly SchemaElement[]): readonly SchemaElement[] {
  const columns: SchemaElement[] = [];
  for (let i = 1; i < schema.length; i = afterSubtree(schema, i)) {
    const column = schema[i];
    if (column !== undefined) columns.push(column);
  }
  return columns;
}

function afterSubtree(schema: readonly SchemaElement[], i: number): number {
  let next = i + 1;
  for (let child = schema[i]?.num_children ?? 0; child > 0; child--) next = afterSubtree(schema, next);
  return next;
}
