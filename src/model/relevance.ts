/**
 * Which of the things found matter to the question. Rules only, strongest first; what meets the strongest
 * rule that any thing meets is preselected, so that a known answer is not drowned in what merely relates.
 */
import type { Box } from '../core/sample.ts';
import { findWords, fold, likeness, words, type TextSpan } from './fold.ts';
import { readQuestion, type Question, type TextKind } from './question.ts';
import { besides } from './readingOrder.ts';
import { nameFor, singular } from './vocabulary.ts';

export interface FoundText {
  readonly text: string;
  readonly box: Box;
}

export interface FoundObject {
  readonly label: string;
  readonly box: Box;
}

export interface Query {
  readonly question?: string;
  readonly answers?: readonly string[];
}

export interface Relevance {
  /** Higher matters more. */
  readonly rank: number;
  /** For people: why this one. */
  readonly why: string;
  /** The part of the text that matters, where it is not all of it. */
  readonly span?: TextSpan;
}

export interface Judgement {
  /** Aligned with the texts and objects given; undefined where nothing relates. */
  readonly texts: readonly (Relevance | undefined)[];
  readonly objects: readonly (Relevance | undefined)[];
  /** The best answer that the findings support; empty where they support none. */
  readonly answer: string;
}

const RANK = { answer: 1, part: 0.9, asked: 0.7, mentioned: 0.5, kind: 0.4, prominent: 0.3 } as const;
const ALIKE = 0.8;
/** Text this large, compared with the largest, belongs to what a sign says. */
const PROMINENT = 0.6;
const WHETHER = new Set(['yes', 'no', 'true', 'false', 'unknown', 'none']);

export function judge(texts: readonly FoundText[], objects: readonly FoundObject[], query: Query): Judgement {
  const question = readQuestion(query.question ?? '');
  const answers = (query.answers ?? []).filter((answer) => fold(answer).text !== '');

  const asked = objects.map(({ label }) => askedObject(label, question));
  const counted = question.asksCount && asked.some((relevance) => relevance !== undefined);
  const textual = counted
    ? []
    : answers.filter((answer) => question.asksText || !WHETHER.has(fold(answer).text));

  const answered = nearestToQuestion(texts, answeringTexts(texts, textual), question);
  const labelled = objects.map(({ label }) => answeringObject(label, textual));
  const found = [...answered, ...labelled].some((relevance) => relevance !== undefined);
  if (found) {
    const matched = textual.find((answer) => matches(texts, objects, answer));
    return { texts: answered, objects: labelled, answer: matched ?? textual[0] ?? '' };
  }

  const onObjects = textsOnObjects(texts, objects, asked);
  const askedTexts = firstRule(texts, [
    () => ofKind(texts, onObjects, question.kind),
    () => (question.asksText ? onObjects : []),
    () => quotedTexts(texts, question),
    () => mentioningTexts(texts, question),
    () => textsOfKind(texts, question),
    () => (question.asksText && !question.asksCount ? prominentTexts(texts) : []),
  ]);
  const preferText =
    !counted &&
    (question.asksText || question.kind !== undefined) &&
    askedTexts.some((text) => text !== undefined);
  const askedObjects = preferText ? objects.map(() => undefined) : asked;
  const relatedTexts =
    !preferText && askedObjects.some((object) => object !== undefined)
      ? texts.map(() => undefined)
      : askedTexts;
  return {
    texts: relatedTexts,
    objects: askedObjects,
    answer: guess(texts, relatedTexts, askedObjects, question, query.answers ?? []),
  };
}

type Judged = readonly (Relevance | undefined)[];

function firstRule(texts: readonly FoundText[], rules: readonly (() => Judged)[]): Judged {
  for (const rule of rules) {
    const judged = rule();
    if (judged.some((relevance) => relevance !== undefined)) return judged;
  }
  return texts.map(() => undefined);
}

/** Rules about known answers. */
function answeringTexts(texts: readonly FoundText[], answers: readonly string[]): Judged {
  const whole = texts.map(({ text }) => bestOf(answers, (answer) => wholeAnswer(text, answer)));
  const none = whole.every((relevance) => relevance === undefined);
  for (const answer of answers) {
    const parts = partsOfAnswer(texts, answer);
    // "2" and "HOURS" on two lines say more than the "2" alone that is also among the answers.
    const holdsMore = whole.every(
      (relevance, index) => relevance === undefined || parts[index] !== undefined,
    );
    if (parts.filter((relevance) => relevance !== undefined).length > 1 && (none || holdsMore)) return parts;
  }
  return whole;
}

function bestOf(
  answers: readonly string[],
  rule: (answer: string) => Relevance | undefined,
): Relevance | undefined {
  return answers
    .map(rule)
    .filter((relevance) => relevance !== undefined)
    .sort((a, b) => b.rank - a.rank)[0];
}

function wholeAnswer(text: string, answer: string): Relevance | undefined {
  const line = fold(text).text;
  const wanted = fold(answer).text;
  if (line === wanted) return { rank: RANK.answer, why: `reads the answer "${answer}"` };
  const span = findWords(text, answer);
  if (span !== undefined) return { rank: RANK.part, why: `contains the answer "${answer}"`, span };
  // A digit apart is another number, and a letter apart in a short word another word.
  const comparable = wanted.length >= 5 && !/\p{Nd}/u.test(wanted);
  if (comparable && likeness(line, wanted) >= ALIKE) {
    return { rank: RANK.part, why: `reads nearly as the answer "${answer}"` };
  }
  return undefined;
}

/** An answer that is printed over several lines: each line holds only words of it, and together nearly all. */
function partsOfAnswer(texts: readonly FoundText[], answer: string): Judged {
  const wanted = new Set(words(answer));
  const covered = new Set<string>();
  const parts = texts.map(({ text }): Relevance | undefined => {
    const line = words(text);
    if (wanted.size < 2 || line.length === 0 || !line.every((word) => wanted.has(word))) return undefined;
    line.forEach((word) => covered.add(word));
    return { rank: RANK.part, why: `part of the answer "${answer}"` };
  });
  return covered.size >= ALIKE * wanted.size ? parts : texts.map(() => undefined);
}

/** Where several lines hold the answer, those that stand beside a line with the question's words are meant. */
function nearestToQuestion(texts: readonly FoundText[], judged: Judged, question: Question): Judged {
  const best = Math.max(...judged.map((relevance) => relevance?.rank ?? 0));
  const exact = judged.map((relevance) => (relevance?.rank === best ? relevance : undefined));
  if (exact.filter((relevance) => relevance !== undefined).length < 2) return exact;
  if (exact.some((relevance) => relevance?.why.startsWith('part of') === true)) return exact;
  const mentions = texts.map(({ text }) => mentioned(text, question).length > 0);
  const near = exact.map((relevance, index) => {
    const own = texts[index];
    const beside = texts.some(
      (other, at) => mentions[at] === true && own !== undefined && besides(own.box, other.box),
    );
    return beside ? relevance : undefined;
  });
  return near.some((relevance) => relevance !== undefined) ? near : exact;
}

function answeringObject(label: string, answers: readonly string[]): Relevance | undefined {
  const answer = answers.find((text) => nameFor(label, words(text).map(singular)) !== undefined);
  return answer === undefined ? undefined : { rank: RANK.answer, why: `is the answer "${answer}"` };
}

function matches(texts: readonly FoundText[], objects: readonly FoundObject[], answer: string): boolean {
  return (
    answeringTexts(texts, [answer]).some((relevance) => relevance !== undefined) ||
    objects.some(({ label }) => answeringObject(label, [answer]) !== undefined)
  );
}

/** Rules about the question's words. */
function askedObject(label: string, question: Question): Relevance | undefined {
  const name = nameFor(label, question.words);
  return name === undefined ? undefined : { rank: RANK.asked, why: `the question asks about "${name}"` };
}

function textsOnObjects(texts: readonly FoundText[], objects: readonly FoundObject[], asked: Judged): Judged {
  const judged = texts.map(({ box }): Relevance | undefined => {
    const x = (box[0] + box[2]) / 2;
    const y = (box[1] + box[3]) / 2;
    const on = objects.find(
      ({ box: [x1, y1, x2, y2] }, index) =>
        asked[index] !== undefined && x >= x1 && x <= x2 && y >= y1 && y <= y2,
    );
    return on === undefined ? undefined : { rank: RANK.asked, why: `text on the ${on.label}` };
  });
  return judged.some((relevance) => relevance !== undefined) ? judged : [];
}

function quotedTexts(texts: readonly FoundText[], question: Question): Judged {
  return texts.map(({ text }) => {
    const phrase = question.quoted.find((quoted) => findWords(text, quoted) !== undefined);
    return phrase === undefined ? undefined : { rank: RANK.asked, why: `reads "${phrase}" of the question` };
  });
}

/** The question's words that a line holds, for the most part spelt alike. */
function mentioned(text: string, question: Question): string[] {
  const line = words(text).map(singular);
  return question.content.filter((word) => {
    if (/[\p{Script=Han}]/u.test(word)) return sharedHan(text, word) !== undefined;
    const wanted = singular(word);
    return line.some(
      (own) => own === wanted || (wanted.length >= 5 && !/\d/.test(wanted) && likeness(own, wanted) >= ALIKE),
    );
  });
}

/** Chinese has no word breaks: two characters in a row that both texts share stand for a word. */
function sharedHan(text: string, sentence: string): string | undefined {
  const characters = Array.from(sentence);
  for (let at = 0; at + 1 < characters.length; at++) {
    const pair = `${characters[at] ?? ''}${characters[at + 1] ?? ''}`;
    if (/^\p{Script=Han}{2}$/u.test(pair) && text.includes(pair)) return pair;
  }
  return undefined;
}

/** At least this much of a line, or of the question, has to be about the other. */
const MENTIONED_OF_LINE = 0.5;
const MENTIONED_OF_QUESTION = 0.6;

/**
 * Lines that mention what the question is about. What is asked for
 * often stands beside such a line, as in a menu, a receipt or a table.
 */
function mentioningTexts(texts: readonly FoundText[], question: Question): Judged {
  const mentions = texts.map(({ text }) => mentioned(text, question));
  const about = texts.map(({ text }, index) => {
    const own = mentions[index] ?? [];
    const share = own.length / Math.max(1, readQuestion(text).content.length);
    return (
      own.length > 0 &&
      (share >= MENTIONED_OF_LINE || own.length >= MENTIONED_OF_QUESTION * question.content.length) &&
      !mentions.some((other) => other.length > own.length && own.every((word) => other.includes(word)))
    );
  });
  const judged = texts.map((_, index): Relevance | undefined =>
    about[index] === true
      ? {
          rank: RANK.mentioned,
          why: `mentions ${(mentions[index] ?? []).map((word) => `"${word}"`).join(', ')}`,
        }
      : undefined,
  );
  texts.forEach((key, index) => {
    if (about[index] !== true) return;
    const value = valueBeside(
      key,
      texts.filter((_, at) => about[at] !== true),
      question,
    );
    if (value === undefined) return;
    const name = question.kind?.text.test(value.text) === true ? question.kind.name : 'the value';
    judged[texts.indexOf(value)] = { rank: RANK.asked, why: `${name} beside "${key.text}"` };
  });
  return judged;
}

/** What is left of a line without the question's own words. */
function remainder(text: string, question: Question): string {
  const own = mentioned(text, question).map(singular);
  return words(text)
    .filter((word) => !own.some((mention) => likeness(singular(word), mention) >= ALIKE))
    .join(' ');
}

/**
 * The nearest text on the key's row that can be its value: one of the kind that is asked for, else a number
 * to the right of a key that says nothing but what the question says.
 */
function valueBeside(
  key: FoundText,
  others: readonly FoundText[],
  question: Question,
): FoundText | undefined {
  const { kind } = question;
  const bare = !/\d/.test(key.text) && remainder(key.text, question) === '';
  const distance = ({ box }: FoundText): number => Math.abs(box[0] + box[2] - key.box[0] - key.box[2]);
  const row = others.filter(({ box }) => besides(box, key.box)).sort((a, b) => distance(a) - distance(b));
  return (
    row.find(({ text }) => kind?.text.test(text) === true) ??
    (bare ? row.find(({ text, box }) => /\d/.test(text) && box[0] >= key.box[2]) : undefined)
  );
}

function ofKind(texts: readonly FoundText[], judged: Judged, kind: TextKind | undefined): Judged {
  if (kind === undefined) return [];
  return judged.map((relevance, index) => (kind.text.test(texts[index]?.text ?? '') ? relevance : undefined));
}

function textsOfKind(texts: readonly FoundText[], { kind }: Question): Judged {
  if (kind === undefined) return [];
  return texts.map(({ text }) =>
    kind.text.test(text) ? { rank: RANK.kind, why: `looks like ${kind.name}` } : undefined,
  );
}

function prominentTexts(texts: readonly FoundText[]): Judged {
  const size = ({ box }: FoundText): number => Math.min(box[3] - box[1], box[2] - box[0]);
  const largest = Math.max(0, ...texts.map(size));
  return texts.map((text) =>
    size(text) >= PROMINENT * largest ? { rank: RANK.prominent, why: 'the largest text' } : undefined,
  );
}

function guess(
  texts: readonly FoundText[],
  judgedTexts: Judged,
  judgedObjects: Judged,
  question: Question,
  answers: readonly string[],
): string {
  const objects = judgedObjects.filter((relevance) => relevance !== undefined).length;
  // Of two spellings the known one: "2" and "two" are the same count.
  const known = (text: string): string =>
    answers.find((answer) => fold(answer).text === fold(text).text) ?? text;
  if (objects > 0 && question.asksCount) return known(String(objects));
  if (objects > 0 && question.asksWhether && !question.asksText) return known('yes');
  const best = Math.max(0, ...judgedTexts.map((relevance) => relevance?.rank ?? 0));
  const relevant = texts.filter((_, index) => best > 0 && judgedTexts[index]?.rank === best);
  const [only] = relevant;
  if (only === undefined) return '';
  const ofKind = question.kind?.text.exec(only.text)?.[0].trim();
  if (ofKind !== undefined) return ofKind;
  return question.asksText ? relevant.map(({ text }) => text).join(' ') : only.text;
}
