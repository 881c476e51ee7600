/** `ast.literal_eval` raised SyntaxError or ValueError: the text is no literal. Offsets are UTF-16 units. */
export class LiteralFailure extends Error {
  readonly offset: number;
  constructor(reason: string, offset: number) {
    super(reason);
    this.name = 'LiteralFailure';
    this.offset = offset;
  }
}

/** `ast.literal_eval` raised something that callers do not expect of it; `type` is Python's exception type. */
export class LiteralRaise extends Error {
  readonly type: 'TypeError' | 'RecursionError' | 'MemoryError';
  readonly offset: number;
  constructor(type: LiteralRaise['type'], message: string, offset: number) {
    super(message);
    this.name = 'LiteralRaise';
    this.type = type;
    this.offset = offset;
  }
}
