import sharp, { type Sharp } from 'sharp';
import type { Canvas } from './draw/canvas.ts';
import type { Scene } from './scene.ts';

/** `unlimited` lifts the size limit that guards against hostile SVG; this one is our own, and long. */
const rasterise = (svg: string): Sharp =>
  sharp(Buffer.from(svg), { unlimited: true }).flatten({ background: '#fff' });

/** The image file of a painted scene. */
export async function renderScene(scene: Scene, canvas: Canvas): Promise<Buffer> {
  const upright = rasterise(canvas.svg());
  if (scene.format === 'png') {
    return upright.png({ palette: true, quality: 90, effort: 10, compressionLevel: 9 }).toBuffer();
  }
  const pixels =
    scene.orientation === undefined ? upright : sharp(await upright.png().toBuffer()).rotate(270);
  const encoded = pixels.jpeg({ quality: scene.quality ?? 86, mozjpeg: true });
  if (scene.orientation === undefined) return encoded.toBuffer();
  return encoded.withMetadata({ orientation: scene.orientation }).toBuffer();
}
