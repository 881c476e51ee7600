import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ImageRef } from '../../core/sample.ts';
import { damageText } from '../../core/validate/imageDamage.ts';
import { ImageCache, ImageCacheError } from '../../node/imageCache.ts';
import { readImageHeader, type ImageHeader } from '../../node/imageHeader.ts';
import type { ImageView } from '../../protocol/dataset.ts';
import { messageOf } from '../log.ts';
import { httpImagesAllowed, imageRoots } from '../settings.ts';
import { locateImage, type ImageFolders } from '../../node/imageFiles.ts';

/** Images over this many pixels are shown as a smaller rendering: a browser would take gigabytes for them. */
export const MAX_SHOWN_PIXELS = 50_000_000;
/** Longest side of that rendering. */
export const PREVIEW_SIDE = 4096;

/** What Chromium shows as it is. */
const SHOWN_FORMATS: ReadonlySet<string> = new Set([
  'png',
  'jpeg',
  'gif',
  'webp',
  'bmp',
  'avif',
  'svg',
  'ico',
]);

/** Writes an upright rendering of at most `maxSide` pixels a side to `target`. */
export type Preview = (params: {
  image: string;
  target: string;
  maxSide: number;
}) => Promise<{ width: number; height: number }>;

type Found =
  { readonly kind: 'file'; readonly file: string } | Extract<ImageView, { readonly kind: 'problem' }>;

/** The images of one dataset: where they are, and how a webview can show them. */
export class Images {
  readonly cache: ImageCache;

  constructor(
    private readonly resource: vscode.Uri,
    private readonly cacheFolder: vscode.Uri,
    private readonly preview: Preview,
  ) {
    this.cache = new ImageCache(cacheFolder.fsPath);
  }

  /** What a webview of this dataset may load; a change of it reloads the webview. */
  get resourceRoots(): readonly vscode.Uri[] {
    return [...this.folders.bases.map((folder) => vscode.Uri.file(folder)), this.cacheFolder];
  }

  get folders(): ImageFolders {
    const bases =
      this.resource.scheme === 'file'
        ? [
            path.dirname(this.resource.fsPath),
            ...imageRoots(this.resource),
            ...(vscode.workspace.workspaceFolders ?? [])
              .filter(({ uri }) => uri.scheme === 'file')
              .map(({ uri }) => uri.fsPath),
          ]
        : [];
    return { bases: [...new Set(bases)], followLinks: vscode.workspace.isTrusted };
  }

  async view(ref: ImageRef | undefined, webview: vscode.Webview): Promise<ImageView> {
    const found = await this.find(ref);
    if (found.kind === 'problem') return found;
    const shown = { kind: 'image', uri: source(webview, found.file), preview: false } as const;
    let header: ImageHeader;
    try {
      header = await readImageHeader(found.file, { whole: true });
    } catch (error) {
      // A browser may know formats that the header's reader does not.
      return { ...shown, damage: messageOf(error) };
    }
    if (needsPreview(header)) return this.previewOf(found.file, header, webview);
    const { width, height, damage } = header;
    return { ...shown, width, height, ...(damage !== undefined && { damage: damageText(damage) }) };
  }

  /** The file that holds an image, fetched or decoded where it is none yet. */
  async find(ref: ImageRef | undefined): Promise<Found> {
    if (ref === undefined) return problem('This sample names no image.');
    try {
      switch (ref.kind) {
        case 'data':
          return { kind: 'file', file: await this.cache.data(ref.uri) };
        case 'http':
          return await this.fetched(ref.url);
        case 'path':
          return await this.local(ref.path);
      }
    } catch (error) {
      if (error instanceof ImageCacheError) return problem(error.message);
      throw error;
    }
  }

  private async fetched(url: string): Promise<Found> {
    if (httpImagesAllowed(this.resource)) return { kind: 'file', file: await this.cache.http(url) };
    return {
      kind: 'problem',
      message: `The image is on the web: ${url}. It is not fetched until you allow it.`,
      ...(vscode.workspace.isTrusted && { action: { label: 'Allow web images', name: 'allowHttp' } }),
    };
  }

  private async local(written: string): Promise<Found> {
    const located = await locateImage(written, this.folders);
    switch (located.kind) {
      case 'file':
        return located;
      case 'outside':
        return {
          kind: 'problem',
          message: `The image ${located.file} is outside the folders that images are shown from.`,
          action: { label: `Add folder ${path.dirname(located.file)}`, name: 'addImageFolder' },
        };
      case 'missing':
        return {
          kind: 'problem',
          message: `There is no image ${written}. Looked for ${located.tried.join(' and ')}.`,
          action: { label: 'Add folder…', name: 'addImageFolder' },
        };
    }
  }

  private async previewOf(file: string, header: ImageHeader, webview: vscode.Webview): Promise<ImageView> {
    const { width, height } = header;
    try {
      const { size, mtimeMs } = await stat(file);
      const shown = await this.cache.file(
        `preview ${PREVIEW_SIDE} ${file} ${size} ${mtimeMs}`,
        '.png',
        async (target) => {
          await this.preview({ image: file, target, maxSide: PREVIEW_SIDE });
        },
      );
      return { kind: 'image', uri: source(webview, shown), preview: true, width, height };
    } catch (error) {
      return problem(`The image ${file} cannot be shown: ${messageOf(error)}`);
    }
  }
}

function needsPreview({ format, width, height }: ImageHeader): boolean {
  return !SHOWN_FORMATS.has(format) || width * height > MAX_SHOWN_PIXELS;
}

function source(webview: vscode.Webview, file: string): string {
  return webview.asWebviewUri(vscode.Uri.file(file)).toString();
}

function problem(message: string): Extract<ImageView, { readonly kind: 'problem' }> {
  return { kind: 'problem', message };
}
