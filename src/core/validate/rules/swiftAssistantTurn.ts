import { isObject } from '../../json.ts';
import type { Rule } from '../rule.ts';

export const swiftAssistantTurn: Rule = {
  name: 'swift-assistant-turn',
  check({ row: { messages } }) {
    if (!Array.isArray(messages)) return [];
    const index = messages.length - 1;
    const last = messages[index];
    if (!isObject(last) || last.role !== 'assistant') return [];
    const message = 'ms-swift discards the last assistant turn in GRPO: rewards read the other columns';
    return [{ severity: 'info', message, path: ['messages', index] }];
  },
};
