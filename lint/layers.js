/**
 * The walls of docs/architecture.md: which folder may import which. A file outside every layer
 * (tests, scripts) may import anything but `vscode`, which only the host and the tests inside VS Code see.
 */
import path from 'node:path';

const MAY_IMPORT = {
  'src/core': [],
  'src/protocol': ['src/core'],
  'src/node': ['src/core', 'src/protocol'],
  'src/model': ['src/core', 'src/protocol', 'src/node'],
  'src/runner': ['src/core', 'src/protocol', 'src/node'],
  'src/cli': ['src/core', 'src/protocol', 'src/node'],
  'src/host': ['src/core', 'src/protocol', 'src/node'],
  webview: ['src/core', 'src/protocol'],
};
const NO_NODE = ['src/core', 'src/protocol', 'webview'];
const SEES_VSCODE = ['src/host', 'test/host'];
/** Packages the core may use: pure parsers that need no platform. */
const CORE_PACKAGES = ['jsonc-parser'];

const inside = (file, folder) => file === folder || file.startsWith(folder + '/');
const layerOf = (file) => Object.keys(MAY_IMPORT).find((layer) => inside(file, layer));

/** Says what is wrong with `file` importing `specifier`, or undefined where the walls allow it. */
export function violation(root, file, specifier) {
  const from = path.relative(root, file).split(path.sep).join('/');
  const layer = layerOf(from);
  if (specifier === 'vscode') {
    return SEES_VSCODE.some((folder) => inside(from, folder)) ? undefined : 'only src/host may import vscode';
  }
  if (!specifier.startsWith('.')) {
    if (layer !== undefined && NO_NODE.includes(layer) && specifier.startsWith('node:')) {
      return `${layer} runs where there is no Node`;
    }
    if ((layer === 'src/core' || layer === 'src/protocol') && !CORE_PACKAGES.includes(specifier)) {
      return `${layer} is pure and may not use the package ${specifier}`;
    }
    return undefined;
  }
  if (layer === undefined) return undefined;
  const target = path
    .relative(root, path.resolve(path.dirname(file), specifier))
    .split(path.sep)
    .join('/');
  if (inside(target, layer) || MAY_IMPORT[layer].some((allowed) => inside(target, allowed))) return undefined;
  return `${layer} may import ${[layer, ...MAY_IMPORT[layer]].join(', ')}; not ${target}`;
}

export const layers = {
  meta: {
    type: 'problem',
    docs: { description: 'keep the layers of docs/architecture.md apart' },
    schema: [],
  },
  create(context) {
    const check = (node) => {
      if (typeof node.source?.value !== 'string') return;
      const message = violation(context.cwd, context.filename, node.source.value);
      if (message !== undefined) context.report({ node: node.source, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
