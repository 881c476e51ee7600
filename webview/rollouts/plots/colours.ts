/** The colours of plots are the theme's. */
import { FORMAT_FAILURES } from '../../../src/core/rollouts/formatFailure.ts';

export const BLUE = 'var(--vscode-charts-blue)';
export const YELLOW = 'var(--vscode-charts-yellow)';
export const FOREGROUND = 'var(--vscode-foreground)';

/**
 * Colours that every theme tells apart, high contrast included: there orange is no colour of its own. Of the values of
 * a slice, the one with most rollouts first.
 */
const PARTS: readonly string[] = [
  BLUE,
  YELLOW,
  'var(--vscode-charts-green)',
  'var(--vscode-charts-red)',
  'var(--vscode-charts-purple)',
  'var(--vscode-terminal-ansiCyan)',
  'var(--vscode-terminal-ansiMagenta)',
  'var(--vscode-descriptionForeground)',
];

export const partColour = (part: number): string => PARTS[part % PARTS.length] ?? BLUE;

/** Lines of different parts differ by more than their colour. */
export const partDashes = (part: number): string => ['', '6 3', '2 3', '8 3 2 3'][part % 4] ?? '';

const FAILURES: readonly string[] = [
  'var(--vscode-charts-red)',
  YELLOW,
  'var(--vscode-charts-purple)',
  BLUE,
  'var(--vscode-charts-green)',
  'var(--vscode-descriptionForeground)',
];

export const failureColour = (name: string): string =>
  FAILURES[FORMAT_FAILURES.findIndex((failure) => failure.name === name) % FAILURES.length] ?? BLUE;

export const TIP = {
  fill: 'var(--vscode-editorWidget-background)',
  stroke: 'var(--vscode-widget-border, var(--vscode-foreground))',
} as const;
