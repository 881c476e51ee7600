import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageRef } from '../core/sample.ts';
import type { ImageFacts } from '../core/validate/rule.ts';
import { headerOfBytes, ImageHeaderError, readImageHeader, type ImageHeader } from './imageHeader.ts';

/** What the rules need to know of an image file. */
export async function factsOfFile(file: string): Promise<ImageFacts> {
  return factsFrom(() => readImageHeader(file));
}

/** What the rules need to know of an image that its row holds as a `data:` URI. */
export async function factsOfDataUri(uri: string): Promise<ImageFacts> {
  const comma = uri.indexOf(',');
  if (comma < 0) return { kind: 'broken', message: 'the data: URI of the image holds no data' };
  const base64 = /;base64$/i.test(uri.slice(0, comma));
  return factsFrom(() => {
    const body = uri.slice(comma + 1);
    const bytes = base64 ? Buffer.from(body, 'base64') : percentDecoded(body);
    return headerOfBytes('what the data: URI holds', bytes);
  });
}

/** Malformed escapes stay as they are: the image then says that it is broken. */
function percentDecoded(text: string): Buffer {
  const decoded = text.replace(/%([\da-fA-F]{2})/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  return Buffer.from(decoded, 'latin1');
}

async function factsFrom(read: () => Promise<ImageHeader>): Promise<ImageFacts> {
  try {
    const { width, height, damage, animated } = await read();
    return { kind: 'ok', width, height, damage, animated };
  } catch (error) {
    if (!(error instanceof ImageHeaderError)) throw error;
    return { kind: error.kind === 'missing' ? 'missing' : 'broken', message: error.message };
  }
}

/** Images remembered at once: many questions may be about one image. */
const REMEMBERED = 65_536;

/** Looks images up, each file once; relative paths count from `bases`, best first. */
export class ImageInspector {
  private readonly known = new Map<string, Promise<ImageFacts>>();

  constructor(private readonly bases: readonly string[]) {}

  /** Undefined for an image on the web, which is not looked at, and where the sample names none. */
  async facts(ref: ImageRef | undefined): Promise<ImageFacts | undefined> {
    if (ref === undefined || ref.kind === 'http') return undefined;
    if (ref.kind === 'data') return factsOfDataUri(ref.uri);
    const known = this.known.get(ref.path);
    if (known !== undefined) return known;
    const facts = this.find(ref.path);
    this.known.set(ref.path, facts);
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
    return facts;
  }

  private async find(written: string): Promise<ImageFacts> {
    if (written.includes('\0'))
      return { kind: 'missing', message: 'the path of the image holds a NUL character' };
    let facts: ImageFacts | undefined;
    for (const file of this.candidates(written)) {
      facts = await factsOfFile(file);
      if (facts.kind !== 'missing') return facts;
    }
    return facts ?? { kind: 'missing', message: `there is no image ${written}` };
  }

  private candidates(written: string): readonly string[] {
    if (/^file:\/\//i.test(written)) {
      try {
        return [fileURLToPath(written)];
      } catch {
        return [];
      }
    }
    if (path.isAbsolute(written)) return [written];
    return this.bases.map((base) => path.resolve(base, written));
  }
}
