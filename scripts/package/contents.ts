/** What a VSIX may hold and must hold. Written apart from the staging, so that neither can hide a slip of the other. */
import { platformAndArch, type Target } from './targets.ts';

const MODULES = 'extension/dist/node_modules';

/** Patterns of everything that is allowed inside, for one target. */
function allowed(target: Target): RegExp[] {
  const { platform, arch } = platformAndArch(target);
  return [
    /^extension\.vsixmanifest$/,
    /^\[Content_Types\]\.xml$/,
    /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD_PARTY_NOTICES\.md)$/,
    /^extension\/media\/[\w-]+\.(png|svg)$/,
    /^extension\/media\/walkthrough\/[\w-]+\.(png|svg|md)$/,
    /^extension\/media\/sample\/([\w.-]+\.jsonl|README\.md)$/,
    /^extension\/media\/sample\/rewards\/[\w.-]+\.(py|ts|mjs|jsonl)$/,
    /^extension\/media\/sample\/images\/[\w.-]+\.(jpe?g|png|webp)$/,
    /^extension\/dist\/(extension\.cjs|(model|query)\.mjs|cli\.js|runner(Hooks)?\.mjs|\w+Worker\.[cm]js)$/,
    /^extension\/dist\/runner\/(main|vqa_verify_runner\/\w+)\.py$/,
    /^extension\/dist\/webview\/[\w-]+\.(js|css|ttf)$/,
    /^extension\/dist\/models\/[\w.-]+\.(onnx|json|txt)$/,
    new RegExp(`^${MODULES}/(onnxruntime-common|detect-libc|semver)/.*(\\.c?js|package\\.json|LICENSE)$`),
    new RegExp(`^${MODULES}/@img/colour/(\\w+\\.cjs|package\\.json|LICENSE\\.md)$`),
    new RegExp(`^${MODULES}/sharp/(dist/\\w+\\.[cm]js|package\\.json|LICENSE)$`),
    new RegExp(`^${MODULES}/@img/sharp-${target}/(index\\.cjs|package\\.json|versions\\.json|LICENSE)$`),
    new RegExp(
      `^${MODULES}/@img/sharp-${target}/lib/(sharp-${target}-[\\d.]+\\.node|libvips-[\\w.-]+\\.dll)$`,
    ),
    new RegExp(`^${MODULES}/@img/sharp-libvips-${target}/(lib/index\\.js|package\\.json|versions\\.json)$`),
    new RegExp(`^${MODULES}/@img/sharp-libvips-${target}/lib/libvips-cpp\\.[\\w.]+$`),
    new RegExp(`^${MODULES}/@duckdb/node-bindings/(duckdb\\.js|package\\.json|LICENSE)$`),
    new RegExp(
      `^${MODULES}/@duckdb/node-bindings-${target}/(duckdb\\.(node|dll)|libduckdb\\.(so|dylib)|package\\.json|LICENSE)$`,
    ),
    new RegExp(`^${MODULES}/onnxruntime-node/(dist/\\w+\\.js|package\\.json)$`),
    new RegExp(
      `^${MODULES}/onnxruntime-node/bin/napi-v\\d+/${platform}/${arch}/` +
        '(onnxruntime_binding\\.node|libonnxruntime\\.[\\w.]+|onnxruntime\\.dll)$',
    ),
  ];
}

/** Patterns each of which some file must match. */
function required(target: Target): RegExp[] {
  const windows = target.startsWith('win32');
  const libvips = windows ? 'sharp' : 'sharp-libvips';
  return [
    /\/package\.json$/,
    /\/LICENSE\.txt$/,
    /\/THIRD_PARTY_NOTICES\.md$/,
    /\/dist\/extension\.cjs$/,
    /\/dist\/model\.mjs$/,
    /\/dist\/query\.mjs$/,
    /\/dist\/cli\.js$/,
    /\/dist\/indexWorker\.cjs$/,
    /\/dist\/datasetWorker\.cjs$/,
    /\/dist\/rolloutsWorker\.cjs$/,
    /\/dist\/scoreWorker\.mjs$/,
    /\/dist\/runner\.mjs$/,
    /\/dist\/runnerHooks\.mjs$/,
    /\/dist\/runner\/main\.py$/,
    /\/dist\/runner\/vqa_verify_runner\/service\.py$/,
    /\/dist\/webview\/dataset\.js$/,
    /\/dist\/webview\/rollouts\.js$/,
    /\/dist\/models\/.+\.onnx$/,
    /\/media\/sample\/sample\.vqa\.jsonl$/,
    /\/media\/sample\/images\//,
    /\/onnxruntime_binding\.node$/,
    windows ? /\/onnxruntime\.dll$/ : /\/libonnxruntime\./,
    new RegExp(`/sharp-${target}-[\\d.]+\\.node$`),
    new RegExp(`/@img/${libvips}-${target}/lib/libvips-cpp`),
    new RegExp(`/@duckdb/node-bindings-${target}/duckdb\\.node$`),
    windows ? /\/duckdb\.dll$/ : /\/libduckdb\./,
  ];
}

/** What is wrong with the files of a VSIX for `target`: one sentence each, none where all is well. */
export function contentProblems(paths: readonly string[], target: Target): string[] {
  const allow = allowed(target);
  const extra = paths.filter((path) => !allow.some((pattern) => pattern.test(path)));
  const missing = required(target).filter((pattern) => !paths.some((path) => pattern.test(path)));
  return [
    ...extra.map((path) => `${path} does not belong in the package.`),
    ...missing.map((pattern) => `Nothing in the package matches ${pattern.source}.`),
  ];
}
