const END = 0xd9;

/** A zero behind it, or a restart mark: the pixels go on. */
const goesOn = (mark: number): boolean => mark === 0 || mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8);

/**
 * Looks for the end mark of a JPEG, from its first byte on (ITU-T T.81, annex B). Segments are passed over by their
 * lengths, so that neither a thumbnail's end mark nor what a camera wrote behind the image counts.
 */
export class JpegEnd {
  reached = false;
  /** Bytes of a segment that are still to be passed over. */
  private rest = 0;
  private expects: 'mark' | 'code' | 'high' | 'low' = 'mark';
  private high = 0;

  feed(piece: Buffer): void {
    for (let at = 0; at < piece.length && !this.reached;) {
      if (this.rest > 0) {
        const passed = Math.min(this.rest, piece.length - at);
        this.rest -= passed;
        at += passed;
      } else if (this.expects === 'mark') {
        // Also all pixels between two marks.
        const found = piece.indexOf(0xff, at);
        if (found < 0) return;
        this.expects = 'code';
        at = found + 1;
      } else this.take(this.expects, piece[at++] ?? 0);
    }
  }

  private take(expected: 'code' | 'high' | 'low', byte: number): void {
    switch (expected) {
      case 'code':
        // Any number of 0xff may stand before a code.
        if (byte === 0xff) return;
        this.reached = byte === END;
        this.expects = byte === END || goesOn(byte) ? 'mark' : 'high';
        return;
      case 'high':
        this.high = byte;
        this.expects = 'low';
        return;
      case 'low':
        // The length counts its own two bytes.
        this.rest = Math.max(0, this.high * 256 + byte - 2);
        this.expects = 'mark';
    }
  }
}
