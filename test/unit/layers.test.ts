import { describe, expect, it } from 'vitest';
import { violation } from '../../lint/layers.js';

const check = (file: string, specifier: string): string | undefined =>
  violation('/project', `/project/${file}`, specifier);

describe('layer walls', () => {
  it.each([
    ['src/core/rewards/bbox.ts', '../geometry/iou.ts'],
    ['src/core/codec/splice.ts', 'jsonc-parser'],
    ['src/protocol/dataset.ts', '../core/edit.ts'],
    ['src/node/rowSource.ts', 'node:fs'],
    ['src/host/extension.ts', 'vscode'],
    ['src/host/extension.ts', '../node/rowSource.ts'],
    ['webview/dataset/main.ts', '../../src/core/json.ts'],
    ['test/host/save.test.ts', 'vscode'],
    ['scripts/build.ts', '../src/cli/main.ts'],
  ])('%s may import %s', (file, specifier) => {
    expect(check(file, specifier)).toBeUndefined();
  });

  it.each([
    ['src/core/sample.ts', 'node:fs'],
    ['src/core/sample.ts', 'lit'],
    ['src/core/sample.ts', '../protocol/rpc.ts'],
    ['src/core/sample.ts', 'vscode'],
    ['src/node/rowSource.ts', 'vscode'],
    ['src/node/rowSource.ts', '../host/document.ts'],
    ['src/model/main.ts', '../host/extension.ts'],
    ['webview/dataset/main.ts', '../../src/node/rowSource.ts'],
    ['webview/dataset/main.ts', 'node:path'],
    ['src/host/extension.ts', '../../webview/dataset/main.ts'],
    ['src/host/extension.ts', '../model/main.ts'],
    ['scripts/build.ts', 'vscode'],
  ])('%s may not import %s', (file, specifier) => {
    expect(check(file, specifier)).toBeTypeOf('string');
  });
});
