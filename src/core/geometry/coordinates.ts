/** How the numbers of a predicted box are to be read (formats.md §1). */
export type CoordinateConvention =
  | 'original'
  /** Resized as Qwen2.5-VL does: factor 28, with the reference's pixel limits. */
  | 'resized28'
  /** Resized as Qwen3-VL does: patch 16, factor 32. */
  | 'resized32'
  | 'relative1000'
  | 'relative1';
