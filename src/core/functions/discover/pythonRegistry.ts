/** What Python source puts into ms-swift's `orms`. */
import { bracketEnd, splitAtCommas } from './found.ts';

export interface Registration {
  /** The name that the training knows it by. */
  readonly key: string;
  /** The class's own name, without its module's. */
  readonly name: string;
  readonly offset: number;
}

const ORMS = String.raw`^[ \t]*(?:\w+\.)*orms\s*`;
/** Masked: what is in the quotes is blank. */
const KEY = String.raw`(["'])( *)`;
const CLASS = String.raw`(?:\w+\.)*(\w+)`;

/** `orms["x"] = R`, `orms.setdefault("x", R)`, `orms.update({"x": R})`, `orms.update(x=R)`, `orms |= {"x": R}`. */
export function registrations(text: string, masked: string): readonly Registration[] {
  const found: Registration[] = [];
  const keyAt = (at: number): string => {
    const start = at + masked.slice(at).search(/["']/) + 1;
    return text.slice(start, masked.indexOf(masked[start - 1] ?? '', start));
  };
  const single = String.raw`${ORMS}(?:\[\s*${KEY}["']\s*\]\s*=|\.\s*setdefault\(\s*${KEY}["']\s*,)\s*${CLASS}`;
  for (const match of masked.matchAll(new RegExp(single, 'gm'))) {
    const name = match.at(-1) ?? '';
    found.push({ key: keyAt(match.index), name, offset: match.index });
  }
  const several = String.raw`${ORMS}(?:\.\s*update\(\s*|\|=\s*)([{(]?)`;
  for (const match of masked.matchAll(new RegExp(several, 'gm'))) {
    const behind = match.index + match[0].length;
    const open = match[1] === '{' ? behind - 1 : masked.lastIndexOf('(', behind);
    if (open < match.index) continue;
    const inner = masked.slice(open + 1, bracketEnd(masked, open) - 1);
    let from = 0;
    for (const part of splitAtCommas(inner)) {
      const start = inner.indexOf(part, from);
      from = start + part.length;
      const offset = open + 1 + start;
      const [, quote, , plain, name] = ENTRY.exec(part) ?? [];
      if (name === undefined) continue;
      found.push({ key: quote === undefined ? (plain ?? '') : keyAt(offset), name, offset });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

const ENTRY = new RegExp(String.raw`^(?:${KEY}["']\s*:|(\w+)\s*=(?!=))\s*${CLASS}$`);
