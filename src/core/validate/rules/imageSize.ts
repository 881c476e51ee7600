import type { Finding, Rule } from '../rule.ts';

/** Rewards scale predicted boxes by width and height: where these are wrong, every box is. */
export const imageSize: Rule = {
  name: 'image-size',
  check({ sample, image }) {
    const { width, height } = sample;
    const missing = [width, height].filter((size) => size.raw === undefined);
    const findings: Finding[] = missing.map(({ path }) => ({
      severity: 'warning',
      message: `${path.join('.')} is missing; the bbox reward cannot be computed without it`,
      path,
    }));
    if (image?.kind !== 'ok' || width.value === undefined || height.value === undefined) return findings;
    if (width.value === image.width && height.value === image.height) return findings;
    const turned = width.value === image.height && height.value === image.width;
    const hint = turned ? '; sides are swapped: boxes and sizes count in the upright image' : '';
    const message =
      `the row says ${width.value} × ${height.value}, ` +
      `the upright image has ${image.width} × ${image.height} pixels${hint}`;
    return [...findings, { severity: 'error', message, path: width.path }];
  },
};
