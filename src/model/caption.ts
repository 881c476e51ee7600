/**
 * One caption out of what was found: how many of what, where, and what is written. It names a thing it is not
 * sure of as such, and says nothing that no detection stands behind.
 */
import { area } from '../core/geometry/iou.ts';
import type { Box } from '../core/sample.ts';
import { NUMBER_WORDS } from '../core/text/numberWords.ts';
import { inReadingOrder } from './readingOrder.ts';
import { plural, STREET, withArticle } from './vocabulary.ts';

export interface CaptionText {
  readonly text: string;
  readonly box: Box;
  /** 0..1 */
  readonly score: number;
  /** Named before larger text where not all fits. */
  readonly relevant: boolean;
}

export interface CaptionObject {
  readonly label: string;
  readonly box: Box;
  readonly score: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const SURE = 0.5;
/** Among so many lines of text, what the detector half sees is mostly a drawing. */
const PAGE_OF_TEXT = 8;
/** Text read with less certainty is left to the proposals; a stain or a leaf can be read as one letter. */
const LEGIBLE = 0.7;
const LEGIBLE_LETTER = 0.9;
const MAX_GROUPS = 5;
const MAX_QUOTES = 8;
const MAX_QUOTE_LENGTH = 80;
/** Of the image's area: larger things are the picture, and have no place within it. */
const FILLS = 0.5;
const LARGE = 0.3;

/** The highest count that is written out. */
const IN_WORDS = 10;

export function composeCaption(
  read: readonly CaptionText[],
  found: readonly CaptionObject[],
  image: Size,
): string {
  const texts = read.filter(({ text, score }) => score >= (text.length > 1 ? LEGIBLE : LEGIBLE_LETTER));
  const objects = texts.length >= PAGE_OF_TEXT ? found.filter(({ score }) => score >= SURE) : found;
  if (objects.length === 0 && texts.length > 0) return imageOfText(texts);
  const onObject = objects.length === 0 ? undefined : carrier(texts, objects, image);
  const sentences = [scene(objects, image)];
  const carried = onObject === undefined ? [] : texts.filter(({ box }) => inside(box, onObject.box));
  if (onObject !== undefined) {
    sentences.push(reading(`The text on the ${onObject.label} reads`, carried));
  }
  const loose = texts.filter((text) => !carried.includes(text));
  if (loose.length > 0) {
    sentences.push(reading(carried.length > 0 ? 'Other text reads' : 'The text reads', loose));
  }
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function imageOfText(texts: readonly CaptionText[]): string {
  return texts.length === 1
    ? reading('An image with the text', texts)
    : reading(`An image with ${inWords(texts.length)} lines of text`, texts, { counted: true });
}

/** The one confident object that all or most of the text stands on. */
function carrier(
  texts: readonly CaptionText[],
  objects: readonly CaptionObject[],
  image: Size,
): CaptionObject | undefined {
  const [best] = objects
    .filter(({ score, box }) => score >= SURE && area(box) < 0.9 * image.width * image.height)
    .map((object) => ({ object, count: texts.filter(({ box }) => inside(box, object.box)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || b.object.score - a.object.score);
  const several = best !== undefined && objects.filter(({ label }) => label === best.object.label).length > 1;
  return several ? undefined : best?.object;
}

function inside(box: Box, outer: Box): boolean {
  const width = Math.min(box[2], outer[2]) - Math.max(box[0], outer[0]);
  const height = Math.min(box[3], outer[3]) - Math.max(box[1], outer[1]);
  return width > 0 && height > 0 && width * height >= 0.8 * area(box);
}

function scene(objects: readonly CaptionObject[], image: Size): string {
  if (objects.length === 0) return 'An image without any object or text that could be recognised.';
  const groups = grouped(objects, image).slice(0, MAX_GROUPS);
  const street = objects.filter(({ label, score }) => score >= SURE && STREET.has(label)).length >= 2;
  if (street) return `A street scene with ${things(groups, image)}.`;
  const [first] = groups;
  const [only] = first ?? [];
  if (groups.length === 1 && first?.length === 1 && only !== undefined) {
    if (share(only, image) >= FILLS && only.score >= SURE) return `A close-up of ${withArticle(only.label)}.`;
  }
  return `An image of ${things(groups, image)}.`;
}

/** What is sure, then what may be. */
function things(groups: readonly (readonly CaptionObject[])[], image: Size): string {
  const phrases = (sure: boolean): string[] =>
    groups.filter((group) => isSure(group) === sure).map((group) => describe(group, image));
  const [sure, unsure] = [phrases(true), phrases(false)];
  if (unsure.length === 0) return list(sure);
  return sure.length === 0 ? `what may be ${list(unsure)}` : `${list(sure)}, and possibly ${list(unsure)}`;
}

function isSure(group: readonly CaptionObject[]): boolean {
  return group.some(({ score }) => score >= SURE);
}

/** Objects by label, the most prominent first. */
function grouped(objects: readonly CaptionObject[], image: Size): CaptionObject[][] {
  const groups = new Map<string, CaptionObject[]>();
  for (const object of objects) groups.set(object.label, [...(groups.get(object.label) ?? []), object]);
  const prominence = (group: readonly CaptionObject[]): number =>
    Math.max(...group.map((object) => object.score ** 2 * Math.sqrt(share(object, image))));
  return [...groups.values()].sort((a, b) => prominence(b) - prominence(a));
}

function describe(group: readonly CaptionObject[], image: Size): string {
  const [first] = group;
  if (first === undefined) return '';
  const places = new Set(group.map((object) => place(object, image)));
  const [only] = places;
  const where = places.size === 1 && only !== undefined && only !== '' ? ` ${only}` : '';
  if (group.length > 1) return `${inWords(group.length)} ${plural(first.label)}${where}`;
  const large = isSure(group) && share(first, image) >= LARGE && where === '';
  return large ? `a large ${first.label}` : `${withArticle(first.label)}${where}`;
}

/** "at the top left", "on the right", "in the middle"; nothing for what takes a large part of the image. */
function place(object: CaptionObject, image: Size): string {
  if (share(object, image) >= LARGE) return '';
  const [x1, y1, x2, y2] = object.box;
  const side = third((x1 + x2) / 2 / image.width, ['left', '', 'right']);
  const height = third((y1 + y2) / 2 / image.height, ['top', '', 'bottom']);
  if (height !== '') return `at the ${[height, side].join(' ').trim()}`;
  return side === '' ? 'in the middle' : `on the ${side}`;
}

function third<T>(fraction: number, names: readonly [T, T, T]): T {
  if (fraction < 0.36) return names[0];
  return fraction > 0.64 ? names[2] : names[1];
}

function share({ box }: CaptionObject, image: Size): number {
  return area(box) / (image.width * image.height);
}

/** The lines that matter, then words before bare numbers and large before small; quoted in reading order. */
function reading(opening: string, texts: readonly CaptionText[], { counted = false } = {}): string {
  const size = ({ box }: CaptionText): number => Math.min(box[3] - box[1], box[2] - box[0]);
  const isWords = ({ text }: CaptionText): number => Number(/\p{L}{2}|\p{Script=Han}/u.test(text));
  const chosen = [...texts]
    .sort((a, b) => Number(b.relevant) - Number(a.relevant) || isWords(b) - isWords(a) || size(b) - size(a))
    .slice(0, MAX_QUOTES);
  const quotes = inReadingOrder(chosen).map(({ text }) => quote(text));
  const rest = texts.length - chosen.length;
  if (counted) return `${opening}${rest === 0 ? ':' : ', among them'} ${list(quotes)}.`;
  const more = rest === 0 ? [] : [`${inWords(rest)} more ${rest === 1 ? 'line' : 'lines'}`];
  return `${opening} ${list([...quotes, ...more])}.`;
}

function quote(text: string): string {
  const characters = Array.from(text);
  const short =
    characters.length > MAX_QUOTE_LENGTH ? `${characters.slice(0, MAX_QUOTE_LENGTH).join('')}…` : text;
  return short.includes('"') ? `“${short}”` : `"${short}"`;
}

function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

function inWords(count: number): string {
  if (count === 0) return 'no';
  return count > IN_WORDS ? String(count) : (NUMBER_WORDS[count] ?? String(count));
}
