import type { Rule } from 'eslint';

export declare function violation(root: string, file: string, specifier: string): string | undefined;
export declare const layers: Rule.RuleModule;
