import { createRequire } from 'node:module';
import { openSync, type Font, type PathCommand } from 'fontkit';
import type { Path, Segment } from './path.ts';

/** The faces that scenes may name. Each is under the SIL Open Font Licence. */
const FACES = {
  sans: ['noto-sans', 'latin'],
  roboto: ['roboto', 'latin'],
  road: ['overpass', 'latin'],
  serif: ['playfair-display', 'latin'],
  mono: ['courier-prime', 'latin'],
  hand: ['caveat', 'latin'],
  chinese: ['noto-sans-sc', 'chinese-simplified'],
  arabic: ['noto-sans-arabic', 'arabic'],
} as const;
export type Face = keyof typeof FACES;

export interface TextStyle {
  readonly face?: Face;
  readonly weight?: number;
  readonly italic?: boolean;
  /** Size of the em in pixels. */
  readonly size: number;
  /** Extra space after each glyph, in pixels. Arabic must have none: its letters join. */
  readonly spacing?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
}

const require = createRequire(import.meta.url);
const opened = new Map<string, Font>();

function openFace(face: Face, weight: number, italic: boolean): Font {
  const [family, subset] = FACES[face];
  const file = `@fontsource/${family}/files/${family}-${subset}-${weight}-${italic ? 'italic' : 'normal'}.woff`;
  let font = opened.get(file);
  if (font === undefined) {
    font = openSync(require.resolve(file));
    opened.set(file, font);
  }
  return font;
}

function toSegment(
  { command, args }: PathCommand,
  place: (x: number, y: number) => [number, number],
): Segment {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
  switch (command) {
    case 'moveTo':
      return ['M', ...place(a, b)];
    case 'lineTo':
      return ['L', ...place(a, b)];
    case 'quadraticCurveTo':
      return ['Q', ...place(a, b), ...place(c, d)];
    case 'bezierCurveTo':
      return ['C', ...place(a, b), ...place(c, d), ...place(e, f)];
    case 'closePath':
      return ['Z'];
  }
}

interface Run {
  readonly text: string;
  readonly direction?: 'ltr' | 'rtl';
}

/**
 * Runs in the order they stand on the line, left to right. A right-to-left line is laid out word by word,
 * because fontkit shapes but does not reorder: digits inside Arabic keep running left to right.
 */
function visualRuns(text: string, face: Face): Run[] {
  if (face !== 'arabic') return [{ text }];
  const runs = text.split(/(\s+|[٠-٩]+)/u).filter((part) => part !== '');
  return runs.reverse().map((part): Run => ({ text: part, direction: /^[٠-٩]/u.test(part) ? 'ltr' : 'rtl' }));
}

/** The outline of one line of text with its baseline starting at (0, 0), and its advance width in pixels. */
export function outlineText(text: string, style: TextStyle): { path: Path; width: number } {
  const { face = 'sans', weight = 400, italic = false, size, spacing = 0 } = style;
  const font = openFace(face, weight, italic);
  for (const character of text) {
    if (!font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) {
      throw new Error(`${face} has no glyph for "${character}" in "${text}"`);
    }
  }
  const scale = size / font.unitsPerEm;
  const path: Segment[] = [];
  let pen = 0;
  for (const run of visualRuns(text, face)) {
    const { glyphs, positions } = font.layout(run.text, undefined, undefined, undefined, run.direction);
    glyphs.forEach((glyph, index) => {
      const position = positions[index];
      if (position === undefined) return;
      const place = (x: number, y: number): [number, number] => [
        pen + (x + position.xOffset) * scale,
        -(y + position.yOffset) * scale,
      ];
      for (const command of glyph.path.commands) path.push(toSegment(command, place));
      pen += position.xAdvance * scale + spacing;
    });
  }
  return { path, width: Math.max(0, pen - spacing) };
}
