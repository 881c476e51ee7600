/** Prompts and completions are texts for some trainers and lists of messages for others. */
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Turn } from './rollout.ts';

/** The images a vision model's chat template writes: Qwen's runs of pads, one for every patch, and others' marks. */
const IMAGE_MARKS =
  /<\|vision_start\|>(?:<\|image_pad\|>)*<\|vision_end\|>|(?:<\|image_pad\|>)+|(?:<image_pad>)+/g;

/** A prompt's turns: of a list of messages, of a text in ChatML with or without its marks, or the one text there is. */
export function turnsOf(prompt: Json | undefined): readonly Turn[] {
  if (typeof prompt === 'string') return textTurns(prompt);
  if (isObject(prompt)) return turnsOf(prompt.messages);
  if (!Array.isArray(prompt)) return [];
  if (prompt.every((part) => typeof part === 'string')) return textTurns(prompt.join('\n'));
  return prompt.flatMap((message) => (isObject(message) ? [turnOf(message)] : []));
}

function turnOf(message: JsonObject): Turn {
  const role = text(message.role) ?? (message.from === 'human' ? 'user' : (text(message.from) ?? 'user'));
  const { content, images } = contentOf(message.content ?? message.value ?? null);
  return { role, text: content, ...(images.length > 0 && { images }) };
}

/** Whether a prompt or completion is a list of messages, as conversational datasets have it. */
export function isChat(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((each) => isObject(each) && 'role' in each);
}

/** The messages before the answer at their end, which is no part of the prompt; earlier ones of the assistant are. */
export function withoutAnswer(messages: readonly Json[]): readonly Json[] {
  let end = messages.length;
  while (end > 0 && isAnswer(messages[end - 1])) end--;
  return messages.slice(0, end);
}

function isAnswer(message: Json | undefined): boolean {
  return isObject(message) && message.role === 'assistant';
}

/** What the assistant wrote: a text, or messages, of which those of tools are no part. */
export function completionText(completion: Json | undefined): string | undefined {
  if (typeof completion === 'string') return completion;
  if (isObject(completion)) return contentOf(completion.content ?? null).content;
  if (!Array.isArray(completion)) return undefined;
  const turns = turnsOf(completion);
  const own = turns.length === 1 ? turns : turns.filter(({ role }) => role === 'assistant');
  return own.map((turn) => turn.text).join('\n');
}

function contentOf(content: Json): { content: string; images: string[] } {
  if (typeof content === 'string') return { content, images: [] };
  if (!Array.isArray(content)) return { content: '', images: [] };
  const images: string[] = [];
  const texts = content.flatMap((part) => {
    if (typeof part === 'string') return [part];
    if (!isObject(part)) return [];
    if (typeof part.text === 'string') return [part.text];
    const image = imageOf(part);
    if (image !== undefined) images.push(image);
    return part.type === 'image' || part.type === 'image_url' ? ['<image>'] : [];
  });
  return { content: texts.join(''), images };
}

function imageOf(part: JsonObject): string | undefined {
  const { image, image_url: url, path } = part;
  if (isObject(url)) return text(url.url);
  if (isObject(image)) return text(image.path) ?? text(image.url);
  return text(image) ?? text(url) ?? text(path);
}

/** Paths or addresses in an image column: one, or a list, each a text or `{path}`. */
export function imagePaths(column: Json | undefined): readonly string[] {
  const images = Array.isArray(column) ? column : [column];
  return images.flatMap((image) => {
    const path = isObject(image) ? (text(image.path) ?? text(image.url)) : text(image);
    return path === undefined || path === '' ? [] : [path];
  });
}

/** The turns with `images` in the first turn of the user, unless a turn has its own. */
export function withImages(turns: readonly Turn[], images: readonly string[]): readonly Turn[] {
  if (images.length === 0 || turns.some((turn) => turn.images !== undefined)) return turns;
  const first = turns.findIndex(({ role }) => role === 'user');
  if (first < 0) return [...turns, { role: 'user', text: '', images }];
  return turns.map((turn, i) => (i === first ? { ...turn, images } : turn));
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const START = '<|im_start|>';
const END = '<|im_end|>';

function textTurns(prompt: string): readonly Turn[] {
  const marked = prompt.includes(START) ? chatMl(prompt) : decodedChatMl(prompt);
  const turns = marked.length > 0 ? marked : [{ role: 'user', text: prompt }];
  return turns.map((turn) => ({ ...turn, text: turn.text.replace(IMAGE_MARKS, '<image>') }));
}

/** `<|im_start|>role\ntext<|im_end|>`, the last of which, the assistant's, is only begun. */
function chatMl(prompt: string): Turn[] {
  return prompt
    .split(START)
    .slice(1)
    .flatMap((part) => {
      const newline = part.indexOf('\n');
      if (newline < 0) return [];
      const role = part.slice(0, newline).trim();
      const end = part.indexOf(END, newline);
      const content = part.slice(newline + 1, end < 0 ? undefined : end);
      return role === 'assistant' && content.trim() === '' ? [] : [{ role, text: content }];
    });
}

/** The same after a tokenizer dropped its special tokens: roles alone on their lines, the assistant's the last. */
function decodedChatMl(prompt: string): Turn[] {
  if (!/^(?:system|user)\n/.test(prompt) || !/\nassistant\n?$/.test(prompt)) return [];
  const pieces = prompt.split(/^(system|user|assistant)\n/m);
  const turns: Turn[] = [];
  for (let i = 1; i + 1 < pieces.length; i += 2) {
    const content = (pieces[i + 1] ?? '').replace(/\n$/, '');
    turns.push({ role: pieces[i] ?? 'user', text: content });
  }
  const last = turns.at(-1);
  if (last?.role === 'assistant' && last.text === '') return turns.slice(0, -1);
  const begun = last?.text.replace(/(?:^|\n)assistant$/, '');
  return last === undefined || begun === undefined
    ? turns
    : [...turns.slice(0, -1), { ...last, text: begun }];
}
