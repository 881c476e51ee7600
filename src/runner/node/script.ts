import { transform } from 'sucrase';

/** TypeScript that Node cannot run as it is. */
export const isTypeScript = (file: string): boolean => /\.[cm]?ts$/.test(file);

/** JavaScript with the source map inside, so that stacks and breakpoints are about the TypeScript. Throws SyntaxError. */
export function toJavaScript(source: string, url: string): string {
  const { code, sourceMap } = transform(source, {
    transforms: url.endsWith('.cts') ? ['typescript', 'imports'] : ['typescript'],
    disableESTransforms: true,
    preserveDynamicImport: true,
    filePath: url,
    sourceMapOptions: { compiledFilename: url },
  });
  if (sourceMap === undefined) return code;
  const map = Buffer.from(JSON.stringify({ ...sourceMap, sourcesContent: [source] })).toString('base64');
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${map}`;
}

/** Whether a `.js` file is written as an ES module, whatever the next package.json says. */
export function looksLikeModule(source: string): boolean {
  return /^\s*(?:export\s+(?:default|const|let|var|async|function|class|\{|\*)|export\s*\{|import\s*(?:["'{*]|\w+[\s,]+))/m.test(
    source,
  );
}
